import type { Range } from './forecast.ts'

// A paid brand takes the slot of a brand that would have earned commission. The cost is the placement's own commission
// per impression, with an interval from its history.

export interface CommissionDay {
  readonly impressions: number
  /** Tracked commission credited to impressions of the day, ten-thousandths of the currency. */
  readonly commission: number
}

/** Commission per impression (ten-thousandths), and the half width of its 80 % interval over some future days. */
export interface CommissionRate {
  readonly perImpression: number
  readonly margin: number
  /** Days of history; 0: unknown. */
  readonly days: number
}

/** 10 % of a normal distribution are above. */
const Z80 = 1.2816

/**
 * Ratio estimator: commission over impressions of all days, with the error of the days around it. `ahead` future days
 * are averaged, so more of them are more certain.
 */
export function commissionRate(days: readonly CommissionDay[], ahead: number): CommissionRate {
  const impressions = days.reduce((sum, day) => sum + day.impressions, 0)
  if (impressions === 0) return { perImpression: 0, margin: 0, days: 0 }
  const perImpression = days.reduce((sum, day) => sum + day.commission, 0) / impressions
  if (days.length < 2) return { perImpression, margin: perImpression, days: days.length }
  const squares = days.reduce((sum, day) => sum + (day.commission - perImpression * day.impressions) ** 2, 0)
  const freedom = days.length - 1
  const perDay = Math.sqrt(squares / freedom) / (impressions / days.length)
  // Student's quantile from the normal one, to first order in 1 / freedom.
  const student = Z80 * (1 + (Z80 ** 2 + 1) / (4 * freedom))
  return { perImpression, margin: student * perDay * Math.sqrt(1 / days.length + 1 / ahead), days: days.length }
}

/** In ten-thousandths, not rounded; null if unknown. No impressions displace nothing. */
export function displacedCommission(impressions: number, rate: CommissionRate): Range | null {
  if (impressions > 0 && rate.days === 0) return null
  const of = (perImpression: number) => impressions * Math.max(0, perImpression)
  return {
    low: of(rate.perImpression - rate.margin),
    mid: of(rate.perImpression),
    high: of(rate.perImpression + rate.margin),
  }
}
