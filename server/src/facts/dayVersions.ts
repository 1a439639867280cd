import { plainArray, type Sql, type Tx } from '../db/client.ts'
import type { Days } from '../lib/clock.ts'
import { REPORTING_TIME_ZONE } from '../settings/registry.ts'

// Versions of the figures of each day. The one writer of a day's rollups raises its version in the same transaction, so
// a cached answer is current while the versions of its days are the same.

export type FigureSource = 'rollup' | 'attribution'

/**
 * Call with the lock of the source held: rollup_state or attribution_state.
 * @param hours in which events were received; converted to days of the reporting zone
 */
export async function raiseDayVersions(
  tx: Tx,
  source: FigureSource,
  days: readonly string[],
  hours: readonly string[] = [],
): Promise<void> {
  if (days.length + hours.length === 0) return
  await tx`
    insert into day_versions as v (source, day)
    select ${source}, day from unnest(${plainArray(days)}::date[]) as t (day)
    union
    select ${source}, (hour at time zone coalesce(
      (select value #>> '{}' from current_settings where name = ${REPORTING_TIME_ZONE.name}), 'UTC'))::date
    from unnest(${plainArray(hours)}::timestamptz[]) as t (hour)
    on conflict (source, day) do update set version = v.version + 1`
}

/** A text that changes when the figures of these days, or anything that all answers depend on, were written. */
export async function readDataVersion(tx: Sql | Tx, { start, end }: Days, source?: FigureSource): Promise<string> {
  const [row] = await tx<{ version: string }[]>`
    select concat_ws(' ', coalesce(sum(version), 0), ${changes(tx)}) as version from day_versions
    where day between ${start} and ${end} ${source ? tx`and source = ${source}` : tx``}`
  return row!.version
}

/** The versions of every day. */
export class DayVersions {
  readonly #sql: Sql
  readonly #maxAgeMs: number
  #readAt = Number.NEGATIVE_INFINITY
  #reading: Promise<State> | null = null

  constructor(sql: Sql, maxAgeMs: number) {
    this.#sql = sql
    this.#maxAgeMs = maxAgeMs
  }

  /** The combined version of the ranges, at most `maxAgeMs` old. Concurrent callers share one read. */
  async of(ranges: readonly Days[]): Promise<string> {
    const { days, rest } = await this.#state()
    const sum = (range: Days) =>
      days.reduce((all, [day, n]) => (day >= range.start && day <= range.end ? all + n : all), 0)
    return [...ranges.map(sum), rest].join(' ')
  }

  #state(): Promise<State> {
    const now = performance.now()
    if (this.#reading === null || now - this.#readAt >= this.#maxAgeMs) {
      this.#readAt = now
      const reading = readState(this.#sql)
      this.#reading = reading
      // After a failure the next caller reads again.
      reading.catch(() => {
        if (this.#reading === reading) this.#reading = null
      })
    }
    return this.#reading
  }
}

interface State {
  readonly days: readonly (readonly [day: string, version: number])[]
  readonly rest: string
}

async function readState(sql: Sql): Promise<State> {
  const [row] = await sql<{ days: [string, number][] | null; rest: string }[]>`
    select (select json_agg(json_build_array(day, version)) from (
      select day, sum(version)::bigint as version from day_versions group by day) summed) as days, ${changes(sql)} as rest`
  return { days: row!.days ?? [], rest: row!.rest }
}

/** Numbers are assigned before they are committed; with the count, a late commit of a small number is seen too. */
function changes(sql: Sql | Tx) {
  return sql`(select concat_ws(' ', count(*), coalesce(sum(change_id), 0)) from dimension_changes)`
}
