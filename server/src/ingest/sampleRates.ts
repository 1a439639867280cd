import type { Sql } from '../db/client.ts'
import { MINUTE, SECOND } from '../lib/clock.ts'
import { readLateSampleRates } from '../settings/sampleRates.ts'

/** Sample rates that browser keys may send: those in force, and those that pages opened before a change still use. */
export interface SampleRates {
  /** @param wanted rates of a batch: an unknown one is looked up, at most once a second */
  forBatch(wanted: Iterable<number>): Promise<ReadonlySet<number>>
}

const REFRESH_MS = MINUTE
const MISS_REFRESH_MS = SECOND

/** @param first the rate in force at startup, used while the database is down */
export function postgresSampleRates(sql: Sql, first: number): SampleRates {
  let rates: ReadonlySet<number> = new Set([1, first])
  let loadedAt = Number.NEGATIVE_INFINITY
  return {
    async forBatch(wanted) {
      const age = performance.now() - loadedAt
      if (age > REFRESH_MS || (age > MISS_REFRESH_MS && [...wanted].some((rate) => !rates.has(rate)))) {
        loadedAt = performance.now()
        rates = new Set([1, ...(await readLateSampleRates(sql).catch(() => rates))])
      }
      return rates
    },
  }
}
