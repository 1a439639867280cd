import type { ExposureType } from '@bx/contracts/events/values'
import { plainArray, type Sql } from '../db/client.ts'

/** Units cached as entered; above that the cache restarts empty (about 10 MB). */
const MAX_KNOWN = 100_000

/** Enters exposure units the first time an event names them. */
export class ExposureUnits {
  readonly #sql: Sql
  readonly #known = new Set<string>()

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Commits on its own, before the facts: a unit without an exposure is harmless, and nothing waits for its lock. */
  async register(units: Iterable<readonly [unitId: string, type: ExposureType]>): Promise<void> {
    const fresh = new Map<string, ExposureType>()
    for (const [unitId, type] of units) if (!this.#known.has(unitId)) fresh.set(unitId, type)
    if (fresh.size === 0) return
    const ids = [...fresh.keys()].sort()
    await this.#sql`
      insert into exposure_unit_dim (exposure_unit_id, exposure_type)
      select * from unnest(${plainArray(ids)}::uuid[], ${plainArray(ids.map((id) => fresh.get(id)!))}::exposure_type[])
      on conflict do nothing`
    if (this.#known.size + ids.length > MAX_KNOWN) this.#known.clear()
    for (const id of ids) this.#known.add(id)
  }
}
