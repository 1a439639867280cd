import { addDays, type Days } from '../../lib/clock.ts'

/** An alert that has been open longer is shown as open since the first of these days. */
const WHOLE_DAYS = 28

/** The whole days that decide whether an alert is open. */
export function alertDays(today: string): Days {
  return { start: addDays(today, -WHOLE_DAYS), end: addDays(today, -1) }
}
