/** The time, in milliseconds since the epoch; passed in wherever a test may want another one. */
export type Clock = () => number

export const systemClock: Clock = () => Date.now()

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** UTC calendar date of an instant, `2026-11-22`. */
export function utcDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

/** `days` after `day` (negative: before), both as `2026-11-22`. */
export function addDays(day: string, days: number): string {
  return utcDate(Date.parse(`${day}T00:00:00Z`) + days * DAY)
}

/** Whole days from `from` to `to`: 0 for the same day. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY)
}
