import { logNormal } from './distributions.ts'
import { Random, STREAMS } from './random.ts'

// When people open the app: local hour of the day and day of the week in the world's time zone.

const HOUR = 3_600_000
const DAY = 24 * HOUR
const QUARTER = HOUR / 4

/** Relative traffic at the start of each local hour: commute, lunch, and the peak at 20:00. */
const WORKDAY = relative([10, 6, 4, 3, 3, 5, 12, 22, 29, 27, 26, 29, 37, 36, 31, 30, 33, 37, 43, 49, 53, 47, 31, 18])
/** Later mornings, a fuller afternoon, a flatter evening. */
const WEEKEND = relative([14, 9, 6, 4, 3, 4, 7, 12, 20, 30, 38, 42, 43, 42, 40, 39, 39, 40, 42, 45, 46, 42, 32, 20])
/** Monday to Sunday; mean 1. */
const WEEKDAYS = [0.95, 0.96, 0.97, 1, 1.02, 1.16, 0.94]
/** Growth of the whole app per week, and its limit in both directions. */
const WEEKLY_GROWTH = 1.02
const DAY_NOISE = 0.03

export interface Rhythm {
  /** Traffic at an instant, relative to the average of the history. */
  level(ms: number): number
  /** 0 = Monday .. 6 = Sunday, by the local calendar. */
  weekday(ms: number): number
}

interface RhythmParameters {
  readonly seed: number
  readonly timeZone: string
  /** Start of the history, ms, and its days: growth is relative to their middle. */
  readonly start: number
  readonly days: number
}

export function makeRhythm({ seed, timeZone, start, days }: RhythmParameters): Rhythm {
  const clock = wallClock(timeZone)
  const rng = new Random(seed, STREAMS.dayNoise)
  const middle = start + (days * DAY) / 2
  return {
    level(ms) {
      const { weekday, hour } = clock(ms)
      const noise = logNormal(rng.reset(seed, STREAMS.dayNoise, Math.floor(ms / DAY)), 1, DAY_NOISE)
      // After ten weeks the app stops growing, so that nothing grows without bound.
      const weeks = Math.max(-10, Math.min(10, (ms - middle) / (7 * DAY)))
      return shapeAt(weekday >= 5 ? WEEKEND : WORKDAY, hour) * WEEKDAYS[weekday]! * noise * WEEKLY_GROWTH ** weeks
    },
    weekday: (ms) => clock(ms).weekday,
  }
}

/** The same shape with mean 1. */
function relative(shape: readonly number[]): readonly number[] {
  const mean = shape.reduce((sum, value) => sum + value, 0) / shape.length
  return shape.map((value) => value / mean)
}

/** Linear interpolation between full hours. */
function shapeAt(shape: readonly number[], hour: number): number {
  const from = Math.floor(hour)
  const part = hour - from
  return shape[from]! * (1 - part) + shape[(from + 1) % 24]! * part
}

/** Local weekday and fractional hour. Intl is called once per quarter of an hour, because zones only change at these. */
function wallClock(timeZone: string): (ms: number) => { weekday: number; hour: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  let quarter = Number.NaN
  let known = { weekday: 0, hour: 0 }
  return (ms) => {
    if (Math.floor(ms / QUARTER) !== quarter) {
      quarter = Math.floor(ms / QUARTER)
      const parts = new Map(format.formatToParts(quarter * QUARTER).map(({ type, value }) => [type, value]))
      const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.get('weekday')!)
      known = { weekday, hour: Number(parts.get('hour')) + Number(parts.get('minute')) / 60 }
    }
    return known
  }
}
