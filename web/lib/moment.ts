import { date, dayIn, time } from './formats.ts'

/** "22 Nov 2026 14:32" in a zone. */
export function moment(instant: string, timeZone: string): string {
  return `${date(dayIn(timeZone, instant))} ${time(instant, timeZone)}`
}
