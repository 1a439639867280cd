import { plainArray, type Sql, type Tx } from './db.ts'

// Which state are the figures of a day in? The one writer of a day's rollups raises its version in the same transaction,
// so an answer that was kept is the answer of now while the versions of its days are the same.

export type Source = 'rollup' | 'attribution'

/** First and last day. */
interface Days {
  readonly start: string
  readonly end: string
}

/**
 * Call with the lock of the source held: fold_state or attribution_state.
 * @param hours in which events were received; their days are found in the reporting zone
 */
export async function raiseDayVersions(
  tx: Tx,
  source: Source,
  days: readonly string[],
  hours: readonly string[] = [],
): Promise<void> {
  if (days.length + hours.length === 0) return
  await tx`
    insert into day_versions as v (source, day)
    select ${source}, day from unnest(${plainArray(days)}::date[]) as t (day)
    union
    select ${source}, (hour at time zone coalesce(
      (select value #>> '{}' from current_settings where name = 'reporting_time_zone'), 'UTC'))::date
    from unnest(${plainArray(hours)}::timestamptz[]) as t (hour)
    on conflict (source, day) do update set version = v.version + 1`
}

/** A text that differs when the figures of these days, or what all answers depend on, were written in between. */
export async function readDataVersion(tx: Sql | Tx, { start, end }: Days, source?: Source): Promise<string> {
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

  /** The version of the ranges together, at most `maxAgeMs` old. Read once however many ask at a time. */
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
      // What failed is asked again by the next.
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

/** Numbers are given before they are committed: with the count, a late commit of a small number is seen too. */
function changes(sql: Sql | Tx) {
  return sql`(select concat_ws(' ', count(*), coalesce(sum(change_id), 0)) from dimension_changes)`
}
