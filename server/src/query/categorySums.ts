import { isDominated, MIN_OTHERS, type Withheld } from '@bx/contracts/metrics/smallGroups'
import { addMoney } from '@bx/contracts/money'
import type { CategoryDay, MerchantColumns } from './categoryDays.ts'
import { NO_OUTCOME } from './outcomes.ts'
import { type Performance, rateFields, trackedOf } from './performance.ts'

// The figures of the other merchants of a category on a placement. Withheld if one of them could be derived from the
// group (decision 0017). Only days count on which enough of them were shown and none had most of it: then the
// difference of two ranges consists of such days too, and reveals no single merchant either.

/** The other merchants of a category on a placement. */
export type CategoryGroup =
  | { readonly withheld: Withheld }
  | { readonly withheld: null; readonly merchants: number; readonly performance: Performance }

/** Each by day. */
export interface CategoryDays {
  readonly shown: ReadonlyMap<string, CategoryDay>
  readonly clicks: ReadonlyMap<string, CategoryDay>
  /** Pending, confirmed and commission. */
  readonly sales: ReadonlyMap<string, CategoryDay>
}

/**
 * By placement; without those where no other merchant of the category was shown.
 * @param viewer number of the merchant that is compared with them
 */
export function groupsOf(days: CategoryDays, viewer: number): Map<string, CategoryGroup> {
  const sums = new Map<string, GroupSums>()
  for (const [day, placements] of days.shown) {
    for (const [placementId, cells] of Object.entries(placements)) {
      if (cells[0]!.every((no) => no === viewer)) continue
      const group = sums.get(placementId) ?? new GroupSums(viewer)
      sums.set(placementId, group)
      if (!group.addShown(cells)) continue
      group.addActed(days.clicks.get(day)?.[placementId], CLICKS)
      group.addActed(days.sales.get(day)?.[placementId], SALES)
    }
  }
  return new Map([...sums].map(([placementId, group]) => [placementId, group.result()]))
}

type Acted = Pick<Performance['outcome'], 'clicks' | 'pending' | 'confirmed' | 'money'>
/** The columns after the merchants. */
const [CLICKS, SALES] = [['clicks'], ['pending', 'confirmed', 'money']] as const

class GroupSums {
  readonly #viewer: number
  #mostMerchants = 0
  #impressions = 0
  readonly #merchants = new Set<number>()
  readonly #acted = new Map<number, { -readonly [K in keyof Acted]: Acted[K] }>()

  constructor(viewer: number) {
    this.#viewer = viewer
  }

  /** Adds what was shown on one day; false: the day does not count. */
  addShown([merchants = [], impressions = []]: MerchantColumns): boolean {
    let [count, total, largest] = [0, 0, 0]
    for (const [i, no] of merchants.entries()) {
      if (no === this.#viewer) continue
      count++
      total += impressions[i]!
      if (impressions[i]! > largest) largest = impressions[i]!
    }
    if (count > this.#mostMerchants) this.#mostMerchants = count
    if (count < MIN_OTHERS || isDominated(largest, total)) return false
    this.#impressions += total
    for (const no of merchants) this.#merchants.add(no)
    this.#merchants.delete(this.#viewer)
    return true
  }

  addActed(cells: MerchantColumns | undefined, figures: readonly (keyof Acted)[]): void {
    const [merchants = [], ...columns] = cells ?? []
    for (const [i, no] of merchants.entries()) {
      if (no === this.#viewer) continue
      const acted = this.#acted.get(no) ?? { clicks: 0, pending: 0, confirmed: 0, money: 0n }
      this.#acted.set(no, acted)
      for (let column = 0; column < columns.length; column++) {
        const figure = figures[column]!
        if (figure === 'money') acted.money += BigInt(columns[column]![i]!)
        else acted[figure] += columns[column]![i]!
      }
    }
  }

  result(): CategoryGroup {
    if (this.#merchants.size === 0)
      return { withheld: this.#mostMerchants < MIN_OTHERS ? 'few_merchants' : 'one_merchant' }
    const acted = [...this.#acted.values()]
    const sum = (figure: (one: Acted) => number) => acted.reduce((all, one) => all + figure(one), 0)
    const figures = [(one: Acted) => one.clicks, (one: Acted) => one.pending + one.confirmed, shareOfMoney]
    const isOneMerchant = figures.some((of) => isDominated(Math.max(0, ...acted.map(of)), sum(of)))
    if (isOneMerchant) return { withheld: 'one_merchant' }
    const outcome = {
      ...NO_OUTCOME,
      clicks: sum((one) => one.clicks),
      pending: sum((one) => one.pending),
      confirmed: sum((one) => one.confirmed),
      money: addMoney(acted.map((one) => one.money)),
    }
    return { withheld: null, merchants: this.#merchants.size, performance: { impressions: this.#impressions, outcome } }
  }
}

/** Only for comparing parts of it: approximate is enough. */
function shareOfMoney({ money }: Acted): number {
  return Number(money)
}

/** On the wire: null if withheld, or if no other merchant was shown there. */
export function categoryFields(group: CategoryGroup | undefined, currency: string) {
  if (group === undefined || group.withheld !== null) return null
  const { merchants, performance } = group
  return {
    merchants,
    impressions: performance.impressions,
    clicks: performance.outcome.clicks,
    conversions: trackedOf(performance.outcome),
    ...rateFields(performance, currency),
  }
}
