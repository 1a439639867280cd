import { addDays, type Days } from '../lib/clock.ts'
import { type Learned, learn, MIN_FIT, predict } from './learnDays.ts'
import { quantile } from './quantile.ts'

// Forecasts the impressions (or renders) of future days from past days: a level that follows the last weeks (simple
// exponential smoothing) times a factor for each weekday (median). Its errors are those that the same method would have
// made one day ahead on the history. It assumes no growth: capacity that has not been seen is not sold.

export interface Range {
  readonly low: number
  readonly mid: number
  readonly high: number
}

/** Whole days without a gap, from the first day with any count. */
export interface History {
  readonly start: string
  readonly counts: readonly number[]
}

export interface Forecast {
  readonly days: readonly (Range & { readonly day: string })[]
  readonly total: Range
  /** few_days: too little history to measure errors, so the interval is ±50 %; none: no history. */
  readonly basis: 'weekdays' | 'few_days' | 'none'
}

/** Probability that the true value is between low and high. */
export const COVERAGE = 0.8
/** With fewer errors than this, their tenths are unknown. */
const MIN_ERRORS = 9
/** Days of history needed to measure errors. */
export const ENOUGH_DAYS = MIN_FIT + MIN_ERRORS
/** The weeks of one history are few and overlap: they narrow an interval at most this far. */
const LEAST_SCALE = 0.6
const FEW_SPREAD = 0.5

export const NOTHING: Range = { low: 0, mid: 0, high: 0 }

/** @param deal requested days, both included, after the history */
export function forecast({ start, counts }: History, deal: Days): Forecast {
  const days = daysFrom(deal)
  if (counts.every((n) => n === 0)) {
    return { days: days.map((day) => ({ day, ...NOTHING })), total: NOTHING, basis: 'none' }
  }
  const ahead = daysFrom({ start: addDays(start, counts.length), end: deal.end })
  const skipped = ahead.length - days.length
  const learned = learn(counts)
  const { model, alpha, errors } = learned
  const mids = ahead.map((_, i) => predict(model, counts.length + i)).map((n, i) => (i < skipped ? 0 : Math.round(n)))
  const mid = mids.reduce((sum, n) => sum + n, 0)
  if (errors.length < MIN_ERRORS) {
    const spread = (n: number) => rangeAround(n, -FEW_SPREAD * n, FEW_SPREAD * n)
    return {
      days: days.map((day, i) => ({ day, ...spread(mids[skipped + i]!) })),
      total: spread(mid),
      basis: 'few_days',
    }
  }
  const tails = tailsOf(errors)
  const around = (n: number, scale: number) => rangeAround(n, tails.low * scale, tails.high * scale)
  return {
    days: days.map((day, i) => {
      const n = mids[skipped + i]!
      return { day, ...around(n, n * Math.sqrt(1 + alpha ** 2 * (skipped + i))) }
    }),
    total: around(mid, sumScale(mids, alpha) * weekScale(learned)),
    basis: 'weekdays',
  }
}

/** The 10 % quantiles of the errors, with the finite-sample rank (n + 1) p of split-conformal intervals. */
function tailsOf(errors: readonly number[]): { low: number; high: number } {
  const tail = (1 - COVERAGE) / 2
  return { low: Math.min(0, quantile(errors, tail)), high: Math.max(0, quantile(errors, 1 - tail)) }
}

/**
 * Errors of a sum. Each day's error counts once itself and moves the level of all later days by alpha (innovations form
 * of exponential smoothing). So the errors of one forecast are correlated, and the sum is less certain than independent
 * days.
 */
function sumScale(mids: readonly number[], alpha: number): number {
  let [after, squares] = [0, 0]
  for (let i = mids.length - 1; i >= 0; i--) {
    squares += (mids[i]! + alpha * after) ** 2
    after += mids[i]!
  }
  return Math.sqrt(squares)
}

/** With fewer weeks than this, one beginning each day, the errors of weeks are unknown. */
const MIN_WEEKS = 14

/**
 * The errors of weeks on the history, relative to what their days' errors imply: 1 or less. If errors of single days
 * cancel out, the sum is more certain than the smoothing implies.
 */
function weekScale({ alpha, errors, weekErrors }: Learned): number {
  if (weekErrors.length < MIN_WEEKS) return 1
  const rms = (values: readonly number[]) => Math.sqrt(values.reduce((sum, n) => sum + n ** 2, 0) / values.length)
  const implied = (rms(errors) * sumScale(Array<number>(7).fill(1), alpha)) / 7
  return implied > 0 ? Math.min(1, Math.max(LEAST_SCALE, rms(weekErrors) / implied)) : 1
}

function rangeAround(mid: number, below: number, above: number): Range {
  return { low: Math.max(0, Math.round(mid + below)), mid, high: Math.round(mid + above) }
}

function daysFrom({ start, end }: Days): string[] {
  const days: string[] = []
  for (let day = start; day <= end; day = addDays(day, 1)) days.push(day)
  return days
}
