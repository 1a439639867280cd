/** The time, in milliseconds since the epoch; passed in wherever a test may need another one. */
export type Clock = () => number

export const systemClock: Clock = () => Date.now()

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Cached dates: events of one batch share one or two, and formatting costs 0.3 us each. */
const dates = new Map<number, string>()

/** UTC calendar date of an instant, `2026-11-22`. */
export function utcDate(ms: number): string {
  const dayNumber = Math.floor(ms / DAY)
  let date = dates.get(dayNumber)
  if (date === undefined) {
    date = new Date(ms).toISOString().slice(0, 10)
    if (dates.size > 1000) dates.clear()
    dates.set(dayNumber, date)
  }
  return date
}

/** `days` after `day` (negative: before), both as `2026-11-22`. */
export function addDays(day: string, days: number): string {
  return utcDate(Date.parse(`${day}T00:00:00Z`) + days * DAY)
}

/** Whole days from `from` to `to`: 0 for the same day. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY)
}

export interface Days {
  readonly start: string
  readonly end: string
}
