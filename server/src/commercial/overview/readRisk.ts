import type { Money } from '@bx/contracts/money'
import { billingOf } from '@bx/contracts/packages/billing'
import { priceOfUnits } from '@bx/contracts/packages/rules'
import type { Tx } from '../../db/client.ts'
import { packageColumns, packageOf, type StoredPackage } from '../packages/packageRow.ts'
import { unitsMadeGood } from '../packages/readAdjustments.ts'
import { readDelivery, unitsOf } from '../packages/readDelivery.ts'

export interface Risk {
  readonly amount: Money
  readonly packages: number
}

/** What sold units are worth that nobody may get: those that ended packages miss and nothing makes good. */
export async function readRisk(tx: Tx, currency: string): Promise<Risk> {
  const rows = await tx<StoredPackage[]>`
    select ${packageColumns(tx)} from merchant_packages p where status = 'ended' and goal_units is not null`
  const packages = rows.map(packageOf)
  const [deliveryOf, madeGood] = await Promise.all([
    readDelivery(tx, packages),
    unitsMadeGood(
      tx,
      packages.map((one) => one.package_id),
    ),
  ])
  const amounts = packages.flatMap((one) => {
    const delivered = unitsOf(deliveryOf(one.package_id), one.billing_basis)
    const { remaining } = billingOf(delivered, one.goal_units, one.buffer_units, one.cap_units)
    const missing = (remaining ?? 0) - (madeGood.get(one.package_id) ?? 0)
    return missing > 0 ? [priceOfUnits(one.package_type, one.unit_price, missing, currency)] : []
  })
  return { amount: amounts.reduce((sum, amount) => sum + amount, 0n), packages: amounts.length }
}
