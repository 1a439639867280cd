import { logNormal } from './distributions.ts'
import { uuidV4 } from './ids.ts'
import { CATEGORIES, merchantName } from './merchantNames.ts'
import type { Placement } from './placements.ts'
import { Random, STREAMS } from './random.ts'

export interface Merchant {
  readonly merchant_id: string
  readonly merchant_ref: string
  readonly merchant_name: string
  readonly category: string
  /** Index into CATEGORIES. */
  readonly categoryIndex: number
  /** Weight in every ranking; Zipf by order, so the first merchant is the largest. */
  readonly popularity: number
  /** Relative probability of a click by a person who sees the brand. */
  readonly appeal: number
  /** Typical order in pence. */
  readonly orderPence: number
  readonly commissionRate: number
  /** One creative unit per placement, in the placements' order. */
  readonly unitIds: readonly string[]
}

/** Zipf's exponent; with 1, the three largest of 60 brands get a third of the home carousel, as large apps report. */
const POPULARITY_EXPONENT = 1

export function makeMerchants(seed: number, count: number, placements: readonly Placement[]): Merchant[] {
  return Array.from({ length: count }, (_, i) => {
    const rng = new Random(seed, STREAMS.merchant, i)
    const units = new Random(seed, STREAMS.unit, i)
    const { name, category } = merchantName(i)
    const { name: categoryName, orderValue, commissionRate } = CATEGORIES[category]!
    return {
      merchant_id: uuidV4(rng),
      merchant_ref: name.toLowerCase().replaceAll('&', 'and').replaceAll(' ', '-'),
      merchant_name: name,
      category: categoryName,
      categoryIndex: category,
      popularity: (i + 1) ** -POPULARITY_EXPONENT,
      appeal: logNormal(rng, 1, 0.3),
      orderPence: Math.round(orderValue * 100 * rng.between(0.7, 1.4)),
      commissionRate: commissionRate * rng.between(0.8, 1.2),
      unitIds: placements.map(() => uuidV4(units)),
    }
  })
}
