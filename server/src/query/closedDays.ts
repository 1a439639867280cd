import type { Sql } from '../db/client.ts'
import { openFromOf, type ReportingLag, readReportingLag } from '../facts/reportingLag.ts'
import { addDays } from '../lib/clock.ts'
import { readWindows, type VersionedWindows } from '../settings/attributionWindows.ts'

/** The last closed days, from settings that are refreshed after a while: every page asks who is signed in. */
export class ClosedDays {
  readonly #sql: Sql
  readonly #maxAgeMs: number
  #known: Promise<readonly [VersionedWindows, ReportingLag]> | null = null
  #until = 0

  constructor(sql: Sql, maxAgeMs: number) {
    this.#sql = sql
    this.#maxAgeMs = maxAgeMs
  }

  /** @param today in the reporting zone */
  async lastOf(today: string): Promise<{ exposure: string; sale: string }> {
    const [windows, lag] = await this.#read()
    return {
      exposure: addDays(openFromOf('exposure', today, windows, lag), -1),
      sale: addDays(openFromOf('sale', today, windows, lag), -1),
    }
  }

  #read() {
    const now = performance.now()
    if (this.#known && now < this.#until) return this.#known
    const known = Promise.all([readWindows(this.#sql), readReportingLag(this.#sql)])
    this.#known = known
    this.#until = now + this.#maxAgeMs
    known.catch(() => {
      if (this.#known === known) this.#known = null
    })
    return known
  }
}
