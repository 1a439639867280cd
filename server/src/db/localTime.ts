import { MINUTE } from '../lib/clock.ts'
import { plainArray, type Sql } from './client.ts'

// Day and hour of a row in the reporting zone, as PostgreSQL computes them. Queried once per quarter of an hour and
// cached: every offset and every daylight-saving change is a multiple of 15 minutes. Where the clocks change by half an
// hour (Lord Howe Island), date_trunc alone would put the start of the new hour before the change, into another local
// hour: so an hour begins at the change at the earliest.

const BUCKET_MS = 15 * MINUTE
/** Buckets cached: a year of quarter hours, about 4 MB. */
const MAX_BUCKETS = 35_040

export interface LocalTime {
  /** Day in the reporting zone, `2026-11-22`. */
  readonly day: string
  /** Start of the hour in the reporting zone, ISO 8601 in UTC (half-hour zones start at :30). */
  readonly hour: string
}

/** Looks up local times in bulk, and caches them for the next batch. */
export class LocalTimes {
  readonly timeZone: string
  readonly #known = new Map<number, LocalTime>()

  constructor(timeZone: string) {
    this.timeZone = timeZone
  }

  /** Loads all of these instants (milliseconds since the epoch), so that `at` can answer for them. */
  async load(sql: Sql, instants: readonly number[]): Promise<void> {
    const missing = new Set<number>()
    for (const instant of instants) {
      const bucket = bucketOf(instant)
      if (!this.#known.has(bucket)) missing.add(bucket)
    }
    if (missing.size === 0) return
    if (this.#known.size + missing.size > MAX_BUCKETS) this.#known.clear()
    const buckets = [...new Set([...missing, ...instants.map(bucketOf)])]
    const times = plainArray(buckets.map((bucket) => new Date(bucket * BUCKET_MS).toISOString()))
    const rows = await sql<{ day: string; hour: Date }[]>`
      select (t at time zone ${this.timeZone})::date as day, (
          select min(q) from generate_series(date_trunc('hour', t, ${this.timeZone}), t, interval '15 minutes') q
          where (t at time zone ${this.timeZone}) - (q at time zone ${this.timeZone}) = t - q
        ) as hour
      from unnest(${times}::timestamptz[]) with ordinality as input(t, n) order by n`
    rows.forEach((row, i) => {
      this.#known.set(buckets[i]!, { day: row.day, hour: row.hour.toISOString() })
    })
  }

  at(instant: number): LocalTime {
    const known = this.#known.get(bucketOf(instant))
    if (known === undefined) throw new Error(`local time of ${instant} was not loaded`)
    return known
  }
}

function bucketOf(instant: number): number {
  return Math.floor(instant / BUCKET_MS)
}
