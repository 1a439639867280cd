import type { Traffic } from '@bx/contracts/packages/plan'
import { HOUR } from '../../lib/clock.ts'
import { hourOfWeek } from '../../lib/hourOfWeek.ts'

// How traffic is spread over the hours of a week, and how much of it lies between two instants.

/** Traffic of each hour of the local week, Monday 0:00 first; any unit. Empty: not known. */
export type WeekCurve = readonly number[]

export const HOURS_OF_WEEK = 168
/** Days of history that a curve needs. */
export const CURVE_DAYS = 7
/** An hour without any traffic in the history gets this share of a mean hour: it can have some next time. */
const LEAST_SHARE = 0.05
/** Values are whole numbers up to this one: a stored curve gives the same plan. */
const SCALE = 10_000

/** The mean of some placements' hours by their weight; empty while fewer than 7 days are known. */
export function weekCurve(hours: readonly (readonly [hourOfWeek: number, traffic: number])[], days: number): WeekCurve {
  const total = hours.reduce((sum, [, traffic]) => sum + traffic, 0)
  if (days < CURVE_DAYS || total <= 0) return []
  const mean = total / HOURS_OF_WEEK
  const sums = Array<number>(HOURS_OF_WEEK).fill(0)
  for (const [hour, traffic] of hours) sums[hour]! += traffic
  const most = Math.max(...sums)
  return sums.map((sum) => Math.max(1, Math.round((Math.max(sum, LEAST_SHARE * mean) / most) * SCALE)))
}

/** Traffic along the curve in a time zone. Parts of an hour count by their length; real hours, so a repeated one counts twice. */
export function alongCurve(curve: WeekCurve, timeZone: string): Traffic {
  if (curve.length === 0) return (from, to) => Math.max(0, to - from)
  return (from, to) => {
    let [sum, at] = [0, from]
    while (at < to) {
      const { hour, ends } = hourOfWeek(at, timeZone)
      const until = Math.min(ends, to)
      sum += curve[hour]! * ((until - at) / HOUR)
      at = until
    }
    return sum
  }
}
