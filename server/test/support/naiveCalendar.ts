// Days and hours of a zone the slow way: by local time, in steps of a quarter of an hour.

const QUARTER = 15 * 60_000
const HOUR = 60 * 60_000
const DAY = 24 * HOUR

interface Wall {
  readonly day: string
  readonly hour: number
  /** Minutes since the wall clock's midnight. */
  readonly minutes: number
}

const formats = new Map<string, Intl.DateTimeFormat>()
const walls = new Map<string, Wall>()

/** Local time of a zone. */
export function wallClock(zone: string, at: number): Wall {
  const key = `${zone} ${Math.floor(at / QUARTER)}`
  const known = walls.get(key)
  if (known) return known
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    formats.set(zone, format)
  }
  const [day, time] = format.format(Math.floor(at / QUARTER) * QUARTER).split(' ') as [string, string]
  const [hour, minute] = time.split(':').map(Number) as [number, number]
  const wall = { day, hour, minutes: hour * 60 + minute }
  walls.set(key, wall)
  return wall
}

/** The first moment of the local hour of `at`; an hour that a clock change cuts in two has two beginnings. */
export function hourStart(zone: string, at: number): number {
  let start = at - (at % QUARTER)
  const runsOn = () =>
    wallClock(zone, start).minutes - wallClock(zone, start - QUARTER).minutes === 15 &&
    wallClock(zone, start).minutes % 60 !== 0
  while (runsOn()) start -= QUARTER
  return start
}

/** The first moment of a local day. */
export function midnight(zone: string, day: string): number {
  let at = Date.parse(`${day}T00:00:00Z`) - 15 * HOUR
  while (wallClock(zone, at).day !== day) at += QUARTER
  return at
}

export function daysOf(range: { readonly start: string; readonly end: string }): string[] {
  const days: string[] = []
  for (let at = Date.parse(range.start); at <= Date.parse(range.end); at += DAY)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}

export function within(zone: string, at: number, range: { readonly start: string; readonly end: string }): boolean {
  const { day } = wallClock(zone, at)
  return range.start <= day && day <= range.end
}
