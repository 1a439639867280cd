import { DAY, HOUR } from './clock.ts'

// Days of a time zone.

/** The day in a zone, and the full hours since it began (on a day of 23 hours 5 a.m. comes after 4). */
export function localNow(now: number, timeZone: string): { day: string; hours: number } {
  const format = dayFormat(timeZone)
  const day = format.format(now)
  let hours = 0
  while (format.format(now - (hours + 1) * HOUR) === day) hours++
  return { day, hours }
}

/** The hour that the clock of a zone shows, 0 to 23. */
export function clockHour(now: number, timeZone: string): number {
  return Number(hourFormat(timeZone).format(now))
}

/**
 * The start of a day in a zone. A clock that goes back from 1 to 0 shows midnight twice: the day begins at the first. A
 * clock that goes from 0 to 1 shows none: the day begins at 1.
 */
export function startOfDay(day: string, timeZone: string): Date {
  const format = dayFormat(timeZone)
  let [before, start] = [Date.parse(day) - DAY, Date.parse(day) + DAY]
  while (start - before > 1) {
    const middle = Math.floor((before + start) / 2)
    if (format.format(middle) < day) before = middle
    else start = middle
  }
  return new Date(start)
}

/**
 * Whether this is an IANA name such as Europe/London. Offsets and abbreviations are refused: JavaScript reads `+05:30` as
 * east of Greenwich and PostgreSQL as west, and they disagree about `IST`, so that days would move by hours.
 */
export function isTimeZone(name: string): boolean {
  return /^(?:UTC|GMT|[A-Z_]+(?:\/[A-Z0-9_+-]+)+)$/i.test(name) && isKnownTimeZone(name)
}

/** Also accepts offsets and abbreviations, which older versions stored. */
export function isKnownTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

// Creating a format costs a millisecond, and an installation has one zone.
const dayFormats = new Map<string, Intl.DateTimeFormat>()

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  let format = dayFormats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }) // 2026-11-22
    dayFormats.set(timeZone, format)
  }
  return format
}

const hourFormats = new Map<string, Intl.DateTimeFormat>()

function hourFormat(timeZone: string): Intl.DateTimeFormat {
  let format = hourFormats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
    hourFormats.set(timeZone, format)
  }
  return format
}
