import type { EndingPackage } from '@bx/contracts/endpoints/commercialOverview'
import { billingOf } from '@bx/contracts/packages/billing'
import type { Tx } from '../../db/client.ts'
import { readLastChecks } from '../pacing/readLastChecks.ts'
import { packageColumns, packageOf, type StoredPackage } from '../packages/packageRow.ts'
import { localDays } from '../packages/packageTerms.ts'
import { readDelivery, unitsOf } from '../packages/readDelivery.ts'

const MOST = 10

/** Running packages, the next to end first. */
export async function readEnding(tx: Tx, timeZone: string): Promise<EndingPackage[]> {
  const rows = await tx<(StoredPackage & { merchant_name: string })[]>`
    select ${packageColumns(tx)}, merchant_name from merchant_packages p join merchant_dim using (merchant_id)
    where status in ('live', 'paused') order by end_date, package_id limit ${MOST}`
  const packages = rows.map(packageOf)
  const ids = packages.map((one) => one.package_id)
  const [deliveryOf, checks] = await Promise.all([readDelivery(tx, packages), readLastChecks(tx, ids)])
  return packages.map((one) => {
    const delivered = unitsOf(deliveryOf(one.package_id), one.billing_basis)
    const { status: pacing_status = null, chance = null } = checks.get(one.package_id) ?? {}
    return {
      ...{ package_id: one.package_id, package_name: one.package_name, merchant_name: one.merchant_name },
      ...{ package_type: one.package_type, status: one.status, goal_units: one.goal_units },
      ...{ end_date: one.end_date.toISOString(), last_day: localDays(one, timeZone)[1] },
      ...{ pacing_status, chance },
      delivered_units: delivered,
      remaining_units: billingOf(delivered, one.goal_units, one.buffer_units, one.cap_units).remaining,
    }
  })
}
