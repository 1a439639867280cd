/** A rate's 95 % range, 0..1. */
export interface Interval {
  readonly low: number
  readonly high: number
}

const Z = 1.96

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
  return { low: Math.max(0, (centre - margin) / scale), high: Math.min(1, (centre + margin) / scale) }
}

/** Whether two rates differ by more than chance: a two-proportion z-test at 95 %. null if either side has no trials. */
export function isClearRateChange(
  now: { readonly successes: number; readonly trials: number },
  before: { readonly successes: number; readonly trials: number },
): boolean | null {
  if (now.trials <= 0 || before.trials <= 0) return null
  const pooled = Math.min(1, (now.successes + before.successes) / (now.trials + before.trials))
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / now.trials + 1 / before.trials))
  return Math.abs(now.successes / now.trials - before.successes / before.trials) > Z * error
}
