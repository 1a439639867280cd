import { MINUTE, SECOND } from '../lib/clock.ts'
import type { Sql } from '../store/db.ts'

/** Sample rates that browser keys may send: those in force, and those that pages opened before a change still have. */
export interface SampleRates {
  /** @param wanted rates of a batch: an unknown one is looked up, at most once a second */
  forBatch(wanted: Iterable<number>): Promise<ReadonlySet<number>>
}

const REFRESH_MS = MINUTE
const MISS_REFRESH_MS = SECOND
/** As long as an event may wait on a device, and an hour for the page to open. */
const LATELY = '25 hours'

/** @param first the rate in force at the start: it holds while the database is down */
export function postgresSampleRates(sql: Sql, first: number): SampleRates {
  let rates: ReadonlySet<number> = new Set([1, first])
  let loadedAt = Number.NEGATIVE_INFINITY
  return {
    async forBatch(wanted) {
      const age = performance.now() - loadedAt
      if (age > REFRESH_MS || (age > MISS_REFRESH_MS && [...wanted].some((rate) => !rates.has(rate)))) {
        loadedAt = performance.now()
        rates = new Set([1, ...(await readRates(sql).catch(() => rates))])
      }
      return rates
    },
  }
}

async function readRates(sql: Sql): Promise<number[]> {
  const rows = await sql<{ value: unknown }[]>`
    select value from (
      select value, lead(changed_at) over (order by version) as until from settings where name = 'sample_rate'
    ) versions where until is null or until > now() - interval '${sql.unsafe(LATELY)}'`
  return rows.map(({ value }) => value).filter((value) => typeof value === 'number')
}
