import { rateInterval, Z } from './wilson.ts'

// How a figure differs from the one it is compared with, and whether chance alone explains it. The only rule of noise: every
// change has a 95 % interval, and a change whose interval includes "no change" is within noise (decision 0037).

/** The difference between two compared values. */
export interface Change {
  /** relative: now ÷ before − 1, so 0.05 is 5 % more. points: the difference of two percentages. */
  readonly kind: 'relative' | 'points'
  /** null: a relative change from 0. */
  readonly value: number | null
  /** 95 % interval of `value`; null where it has no bound. */
  readonly low: number | null
  readonly high: number | null
  /** The interval includes no change. */
  readonly within_noise: boolean
}

/** `successes` of `trials`. */
export interface Sample {
  readonly successes: number
  readonly trials: number
}

/** A positive value with the variance of its logarithm. */
export interface Measured {
  readonly value: number
  readonly variance: number
}

/**
 * Change of a count of events. Counts are Poisson: given their sum, the share of the later one is binomial, and its Wilson
 * interval gives that of the ratio. It excludes 1 exactly when the counts differ by more than 1.96 roots of their sum.
 */
export function countChange(now: number, before: number): Change {
  const { low, high } = ratioInterval(now, before)
  return relative(before > 0 ? now / before - 1 : now > 0 ? null : 0, low, high)
}

/** Change of a rate in percentage points: Newcombe's interval for the difference of two proportions (method 10). */
export function rateChange(now: Sample, before: Sample): Change | null {
  const [a, b] = [rateInterval(now.successes, now.trials), rateInterval(before.successes, before.trials)]
  if (a === null || b === null) return null
  const [p, q] = [now.successes / now.trials, before.successes / before.trials]
  const low = p - q - Math.hypot(p - a.low, b.high - q)
  const high = p - q + Math.hypot(a.high - p, q - b.low)
  return { kind: 'points', value: (p - q) * 100, low: low * 100, high: high * 100, within_noise: low <= 0 && high >= 0 }
}

/** Change of a ratio, an average or an estimate: the interval of the difference of two logarithms. */
export function ratioChange(now: Measured | null, before: Measured | null): Change | null {
  if (now === null || before === null) return null
  if (now.value > 0 && before.value > 0) {
    const [middle, margin] = [Math.log(now.value / before.value), Z * Math.sqrt(now.variance + before.variance)]
    return relative(now.value / before.value - 1, Math.exp(middle - margin) - 1, Math.exp(middle + margin) - 1)
  }
  if (now.value === before.value) return relative(0, null, null)
  // Something from nothing, or nothing from something: noise while as few events as in `countChange` are behind it.
  const isFew = (before.value > 0 ? before : now).variance > 1 / (Z * Z)
  const change = relative(before.value > 0 ? -1 : null, null, null)
  return { ...change, within_noise: isFew }
}

/** The interval of the ratio of two Poisson counts. */
function ratioInterval(now: number, before: number): { low: number | null; high: number | null } {
  const share = rateInterval(now, now + before)
  if (share === null) return { low: null, high: null }
  const odds = (p: number) => (p < 1 - 1e-12 ? p / (1 - p) - 1 : null)
  return { low: odds(share.low), high: odds(share.high) }
}

function relative(value: number | null, low: number | null, high: number | null): Change {
  return { kind: 'relative', value, low, high, within_noise: (low ?? 0) <= 0 && (high === null || high >= 0) }
}

/** Events of both periods together from which a change is ranked, or named in a sentence. */
export const MIN_COMPARED = 100

/** The change as a number to sort by; null if there are too few events, or nothing to compare with. */
export function rankedChange(change: Change | null, now: number, before: number): number | null {
  return change === null || now + before < MIN_COMPARED ? null : (change.value ?? Number.POSITIVE_INFINITY)
}
