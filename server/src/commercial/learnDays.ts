import { quantile } from './quantile.ts'

// What a history of days says about the next: a level, a factor for each weekday, and how far off the same method would
// have been on the history itself.

export interface Model {
  readonly level: number
  /** By the day's number modulo 7; mean 1. */
  readonly factors: readonly number[]
}

export interface Learned {
  readonly model: Model
  /** Part of a day's surprise that moves the level. */
  readonly alpha: number
  /** One day ahead, relative to the forecast; each made from the days before it alone. */
  readonly errors: readonly number[]
  /** The same of the sum of the 7 days that follow. */
  readonly weekErrors: readonly number[]
}

/** Weekday factors need every weekday twice. */
export const MIN_FIT = 14
const ALPHAS = [0.05, 0.1, 0.2]
/** While somebody fills in a deal the same histories are asked about again and again. */
const MEMORY = 500
const known = new Map<string, Learned>()

export function learn(counts: readonly number[]): Learned {
  const key = counts.join()
  let learned = known.get(key)
  if (learned === undefined) {
    learned = learnAnew(counts)
    if (known.size >= MEMORY) known.clear()
    known.set(key, learned)
  }
  return learned
}

export function predict({ level, factors }: Model, dayNo: number): number {
  return level * factors[dayNo % 7]!
}

/** Takes the smoothing whose errors on the history are smallest. */
function learnAnew(counts: readonly number[]): Learned {
  const errors = ALPHAS.map((): number[] => [])
  const weekErrors = ALPHAS.map((): number[] => [])
  for (let day = MIN_FIT; day < counts.length; day++) {
    const factors = weekdayFactors(counts, day)
    ALPHAS.forEach((alpha, i) => {
      const level = levelOf(counts, day, factors, alpha)
      const expected = predict({ level, factors }, day)
      if (expected > 0) errors[i]!.push(counts[day]! / expected - 1)
      // Factors have mean 1: a week is expected to have seven times the level.
      if (level > 0 && day + 7 <= counts.length)
        weekErrors[i]!.push(sumOf(counts.slice(day, day + 7)) / (7 * level) - 1)
    })
  }
  const losses = errors.map((ofAlpha) => ofAlpha.reduce((sum, error) => sum + Math.min(1, error ** 2), 0))
  const best = losses.indexOf(Math.min(...losses))
  const [alpha, factors] = [ALPHAS[best]!, weekdayFactors(counts, counts.length)]
  return {
    model: { level: levelOf(counts, counts.length, factors, alpha), factors },
    alpha,
    errors: errors[best]!,
    weekErrors: weekErrors[best]!,
  }
}

const sumOf = (values: readonly number[]) => values.reduce((sum, n) => sum + n, 0)

/** Exponential smoothing of the first `days` counts without their weekdays, from the median of the first seven on. */
function levelOf(counts: readonly number[], days: number, factors: readonly number[], alpha: number): number {
  const first: number[] = []
  let level = 0
  for (let day = 0; day < days; day++) {
    const factor = factors[day % 7]!
    if (factor === 0) continue
    const n = counts[day]! / factor
    if (first.length < 7) {
      first.push(n)
      level = quantile(first, 0.5)
      continue
    }
    // One day out of line (an outage, a campaign) moves the level by at most its half or its double.
    const bounded = level > 0 ? Math.min(2 * level, Math.max(level / 2, n)) : n
    level += alpha * (bounded - level)
  }
  return level
}

function weekdayFactors(counts: readonly number[], days: number): number[] {
  if (days < MIN_FIT) return Array<number>(7).fill(1)
  const medians = Array.from({ length: 7 }, (_, weekday) => {
    const ofWeekday: number[] = []
    for (let day = weekday; day < days; day += 7) ofWeekday.push(counts[day]!)
    return quantile(ofWeekday, 0.5)
  })
  const mean = medians.reduce((sum, n) => sum + n, 0) / 7
  return medians.map((n) => (mean === 0 ? 1 : n / mean))
}
