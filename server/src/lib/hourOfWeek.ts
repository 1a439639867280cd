import { DAY, HOUR } from './clock.ts'

// The hour of the local week of an instant. Computing it costs microseconds, and pacing asks for the hours of whole flights: the
// hours of each UTC day are remembered.

export interface HourOfWeek {
  /** 0 to 167; 0 is Monday 0:00 to 1:00. */
  readonly hour: number
  /** First instant of the next local hour. */
  readonly ends: number
}

export function hourOfWeek(at: number, timeZone: string): HourOfWeek {
  const day = Math.floor(at / DAY)
  const hours = hoursOf(day, timeZone)
  return hours.find(({ ends }) => at < ends)!
}

/** Days of about three years. */
const MEMORY = 1200
const remembered = new Map<string, readonly HourOfWeek[]>()

function hoursOf(day: number, timeZone: string): readonly HourOfWeek[] {
  const key = `${timeZone} ${day}`
  let hours = remembered.get(key)
  if (hours === undefined) {
    if (remembered.size >= MEMORY) remembered.clear()
    hours = computeHours(day * DAY, timeZone)
    remembered.set(key, hours)
  }
  return hours
}

/** Every local hour that begins, goes on or ends on a UTC day, by time. */
function computeHours(start: number, timeZone: string): HourOfWeek[] {
  const hours: HourOfWeek[] = []
  for (let at = start; at < start + DAY; ) {
    const { hour, minute } = localTime(at, timeZone)
    const ends = at + HOUR - minute * 60_000
    hours.push({ hour, ends })
    at = ends
  }
  return hours
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const formats = new Map<string, Intl.DateTimeFormat>()

function localTime(at: number, timeZone: string): { hour: number; minute: number } {
  let format = formats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    })
    formats.set(timeZone, format)
  }
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
  const hour = WEEKDAYS.indexOf(parts.get('weekday')!) * 24 + Number(parts.get('hour'))
  return { hour, minute: Number(parts.get('minute')) }
}
