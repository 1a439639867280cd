import { quantile } from '../quantile.ts'

// How many people some impressions reach, from what merchants reached here. Impressions of a person follow a negative binomial
// distribution: reach = audience × (1 − (1 + impressions ÷ (audience × k))^−k). A small k means that few people see much of it.

/** What one merchant was shown in the days, and to how many people. */
export interface Reached {
  readonly impressions: number
  readonly people: number
}

export interface ReachRange {
  readonly low: number
  readonly mid: number
  readonly high: number
}

/** Merchants from which a curve is fitted. */
export const MIN_MERCHANTS = 8
/** A merchant with fewer people says little. */
const MIN_PEOPLE = 50
/** Beyond this multiple of the largest merchant nothing is known. */
const FARTHEST = 2
/** 80 % of the merchants are within. */
const [LOW, HIGH] = [0.1, 0.9]
/** Tried for k, evenly on a logarithmic scale. */
const SHAPES = Array.from({ length: 121 }, (_, i) => 10 ** (-2 + i / 30))

/**
 * Fits the curve and reads it; null if there are too few merchants, or none with about as many impressions.
 * @param audience distinct people of all merchants together
 */
export function reachFor(impressions: number, audience: number, merchants: readonly Reached[]): ReachRange | null {
  const known = merchants.filter(({ people }) => people >= MIN_PEOPLE)
  const largest = Math.max(0, ...known.map((one) => one.impressions))
  if (known.length < MIN_MERCHANTS || impressions > FARTHEST * largest) return null
  const shape = bestShape(known, audience)
  const errors = known.map((one) => one.people / curve(one.impressions, audience, shape))
  const mid = curve(impressions, audience, shape)
  const limit = (people: number) => Math.round(Math.min(people, audience, impressions))
  return {
    low: limit(mid * Math.min(1, quantile(errors, LOW))),
    mid: limit(mid),
    high: limit(mid * Math.max(1, quantile(errors, HIGH))),
  }
}

function curve(impressions: number, audience: number, k: number): number {
  return audience * (1 - (1 + impressions / (audience * k)) ** -k)
}

/** The smallest squared error of the logarithm. */
function bestShape(known: readonly Reached[], audience: number): number {
  const errorOf = (k: number) =>
    known.reduce((sum, one) => sum + Math.log(one.people / curve(one.impressions, audience, k)) ** 2, 0)
  return SHAPES.reduce((best, k) => (errorOf(k) < errorOf(best) ? k : best))
}
