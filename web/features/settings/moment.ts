import { date, time } from '../../lib/formats.ts'

/** "22 Nov 2026 14:32" in a zone. */
export function moment(instant: string, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(instant))
  return `${date(day)} ${time(instant, timeZone)}`
}
