import { quantile } from './quantile.ts'

// Learns from a history of days: a level, a factor for each weekday, and the errors that the same method would have
// made on the history.

export interface DayModel {
  readonly level: number
  /** By the day's number modulo 7; mean 1. */
  readonly factors: readonly number[]
}

export interface Learned {
  readonly model: DayModel
  /** Share of a day's error that moves the level. */
  readonly alpha: number
  /** One day ahead, relative to the forecast; each computed only from earlier days. */
  readonly errors: readonly number[]
  /** The same for the sum of the following 7 days. */
  readonly weekErrors: readonly number[]
}

/** Weekday factors need every weekday twice. */
export const MIN_FIT = 14
const ALPHAS = [0.05, 0.1, 0.2]
/** While somebody edits a deal, the same histories are needed again and again. */
const MEMORY = 500
const known = new Map<string, Learned>()

export function learn(counts: readonly number[]): Learned {
  const key = counts.join()
  let learned = known.get(key)
  if (learned === undefined) {
    learned = learnFrom(counts)
    if (known.size >= MEMORY) known.clear()
    known.set(key, learned)
  }
  return learned
}

export function predict({ level, factors }: DayModel, dayNo: number): number {
  return level * factors[dayNo % 7]!
}

/** Chooses the smoothing with the smallest errors on the history. */
function learnFrom(counts: readonly number[]): Learned {
  const errors = ALPHAS.map((): number[] => [])
  const weekErrors = ALPHAS.map((): number[] => [])
  for (let day = MIN_FIT; day < counts.length; day++) {
    const factors = weekdayFactors(counts, day)
    ALPHAS.forEach((alpha, i) => {
      const level = levelOf(counts, day, factors, alpha)
      const expected = predict({ level, factors }, day)
      if (expected > 0) errors[i]!.push(counts[day]! / expected - 1)
      // Factors have mean 1, so a week has seven times the level.
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

/**
 * Exponential smoothing of the first `days` counts without weekday effects, starting at the median of the first seven.
 */
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
    // One outlier (an outage, a campaign) at most halves or doubles the level.
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
