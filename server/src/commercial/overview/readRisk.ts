import type { PackagePacing } from '@bx/contracts/endpoints/packagePacing'
import type { Money } from '@bx/contracts/money'
import { billingOf } from '@bx/contracts/packages/billing'
import { priceOfUnits } from '@bx/contracts/packages/rules'
import type { Tx } from '../../db/client.ts'
import { readLastChecks } from '../pacing/readLastChecks.ts'
import { packageColumns, packageOf, type StoredPackage } from '../packages/packageRow.ts'
import { unitsMadeGood } from '../packages/readAdjustments.ts'
import { readDelivery, unitsOf } from '../packages/readDelivery.ts'

export interface Risk {
  readonly amount: Money
  readonly packages: number
}

/**
 * What sold units are worth that may not be delivered: those that running packages miss by the forecast of their last check, and
 * those that ended packages miss and nothing makes good.
 */
export async function readRisk(tx: Tx, currency: string): Promise<Risk> {
  const rows = await tx<StoredPackage[]>`
    select ${packageColumns(tx)} from merchant_packages p
    where status in ('live', 'paused', 'ended') and goal_units is not null`
  const packages = rows.map(packageOf)
  const ids = packages.map((one) => one.package_id)
  const [deliveryOf, madeGood, checks] = await Promise.all([
    readDelivery(tx, packages),
    unitsMadeGood(tx, ids),
    readLastChecks(tx, ids),
  ])
  const amounts = packages.flatMap((one) => {
    const delivered = unitsOf(deliveryOf(one.package_id), one.billing_basis)
    const { remaining } = billingOf(delivered, one.goal_units, one.buffer_units, one.cap_units)
    const expected = one.status === 'ended' ? 0 : expectedUnits(checks.get(one.package_id), delivered)
    const missing = (remaining ?? 0) - expected - (madeGood.get(one.package_id) ?? 0)
    return missing > 0 ? [priceOfUnits(one.package_type, one.unit_price, missing, currency)] : []
  })
  return { amount: amounts.reduce((sum, amount) => sum + amount, 0n), packages: amounts.length }
}

/** Units that are still to come; all of them while no check says otherwise. */
function expectedUnits(check: PackagePacing | undefined, delivered: number): number {
  if (check?.reason == null || check.forecast_units === null) return Number.POSITIVE_INFINITY
  return Math.max(0, Math.floor(check.forecast_units) - delivered)
}
