import type { Sql } from '../db/client.ts'

/**
 * The first day with data, refreshed after a while: it changes with the first event and when older history is imported.
 */
export class FirstDay {
  readonly #sql: Sql
  readonly #maxAgeMs: number
  #known: Promise<string | null> | null = null
  #until = 0

  constructor(sql: Sql, maxAgeMs: number) {
    this.#sql = sql
    this.#maxAgeMs = maxAgeMs
  }

  /** null when there is no data yet. */
  read(): Promise<string | null> {
    const now = performance.now()
    if (this.#known && now < this.#until) return this.#known
    const known = readFirstDay(this.#sql)
    this.#known = known
    this.#until = now + this.#maxAgeMs
    known.catch(() => {
      if (this.#known === known) this.#known = null
    })
    return known
  }
}

/** The first day with an impression, flagged ones included: one index look-up a placement. */
async function readFirstDay(sql: Sql): Promise<string | null> {
  const [row] = await sql<{ day: string | null }[]>`
    select min(first.day)::text as day from placement_dim cross join lateral (
      select day from placement_daily where placement_daily.placement_id = placement_dim.placement_id
      order by day limit 1
    ) as first`
  return row!.day
}
