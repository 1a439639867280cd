import type { Money } from '@bx/contracts/money'
import { billingOf } from '@bx/contracts/packages/billing'
import { priceOfUnits } from '@bx/contracts/packages/rules'
import type { PackageRow } from '../packages/packageRow.ts'

type Terms = Pick<PackageRow, 'package_type' | 'unit_price' | 'goal_units' | 'buffer_units' | 'cap_units'>

/**
 * What each day of a package adds to its bill. The days add up to the bill exactly: each is the difference between two bills, so
 * rounding and the goal are applied once, and days after the goal add nothing.
 * @param units delivered on each day of the whole flight, in any order
 */
export function revenueDays(terms: Terms, units: ReadonlyMap<string, number>, currency: string): Map<string, Money> {
  let [delivered, billedBefore] = [0, 0n]
  const days = [...units].sort(([a], [b]) => (a < b ? -1 : 1))
  return new Map(
    days.map(([day, more]) => {
      delivered += more
      const { billed } = billingOf(delivered, terms.goal_units, terms.buffer_units, terms.cap_units)
      const bill = priceOfUnits(terms.package_type, terms.unit_price, billed, currency)
      const added = bill - billedBefore
      billedBefore = bill
      return [day, added]
    }),
  )
}
