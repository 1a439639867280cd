/** A rate's 95 % range, 0..1. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** Standard errors on each side of a 95 % range. */
export const Z = 1.96

/**
 * Wilson score interval of `successes` in `trials`; null without trials. Credit may be fractional. Source: E. B. Wilson,
 * "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 */
export function wilson(successes: number, trials: number): Interval | null {
  if (trials <= 0) return null
  const p = Math.min(1, successes / trials)
  const centre = p + (Z * Z) / (2 * trials)
  const margin = Z * Math.sqrt((p * (1 - p)) / trials + (Z * Z) / (4 * trials * trials))
  const scale = 1 + (Z * Z) / trials
  return {
    low: Math.min(p, Math.max(0, (centre - margin) / scale)),
    high: Math.max(p, Math.min(1, (centre + margin) / scale)),
  }
}

/**
 * The 95 % range of a rate, which always contains it. A rate above 1 (more clicks than impressions, more sales than clicks) is
 * no proportion but a ratio of two counts: its range is that of their ratio.
 */
export function rateInterval(successes: number, trials: number): Interval | null {
  if (successes <= trials) return wilson(successes, trials)
  const share = wilson(successes, successes + trials)
  if (share === null || trials <= 0) return null
  return { low: share.low / (1 - share.low), high: share.high / (1 - share.high) }
}
