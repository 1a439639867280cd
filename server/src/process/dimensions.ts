import type { Sql } from '../db/client.ts'
import { SECOND } from '../lib/clock.ts'

export interface MerchantKey {
  readonly merchantId: string
  readonly merchantNo: number
}

interface PlacementRow {
  readonly placementId: string
  readonly maxSlots: number | null
}

/** A snapshot of the dimensions, looked up by id or by the app's own name. */
export interface Dimensions {
  merchant(idOrName: string): MerchantKey | undefined
  placement(idOrName: string): string | undefined
  /** The most slots the placement has or had; null if unknown. */
  maxSlots(idOrName: string): number | null
}

/** How soon renamed references are seen; new rows are seen immediately, because a miss refreshes. */
const REFRESH_MS = 5 * SECOND
/** Unknown names cause at most one refresh in this time. */
const MISS_REFRESH_MS = SECOND / 4

/** Finds ids in any case first, then the app's own names, which are case-sensitive. */
class NameIndex<T> {
  readonly #byId = new Map<string, T>()
  readonly #byName = new Map<string, T>()

  add(id: string, name: string | null, value: T): void {
    this.#byId.set(id, value)
    if (name !== null) this.#byName.set(name, value)
  }

  get(idOrName: string): T | undefined {
    // Ids are first looked up unchanged: they are nearly always lower case.
    return this.#byId.get(idOrName) ?? this.#byId.get(idOrName.toLowerCase()) ?? this.#byName.get(idOrName)
  }
}

/** Keeps merchants and placements in memory (hundreds to some ten thousand rows). */
export class DimensionCache {
  readonly #sql: Sql
  #merchants = new NameIndex<MerchantKey>()
  #placements = new NameIndex<PlacementRow>()
  #loadedAt = Number.NEGATIVE_INFINITY

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** The dimensions for a batch that names these; refreshes if one is unknown. */
  async forBatch(merchants: Iterable<string>, placements: Iterable<string>): Promise<Dimensions> {
    const age = performance.now() - this.#loadedAt
    if (age > REFRESH_MS || (age > MISS_REFRESH_MS && !this.#knowsAll(merchants, placements))) await this.#load()
    const [knownMerchants, knownPlacements] = [this.#merchants, this.#placements]
    return {
      merchant: (name) => knownMerchants.get(name),
      placement: (name) => knownPlacements.get(name)?.placementId,
      maxSlots: (name) => knownPlacements.get(name)?.maxSlots ?? null,
    }
  }

  #knowsAll(merchants: Iterable<string>, placements: Iterable<string>): boolean {
    for (const name of merchants) if (this.#merchants.get(name) === undefined) return false
    for (const name of placements) if (this.#placements.get(name) === undefined) return false
    return true
  }

  async #load(): Promise<void> {
    const [merchants, placements] = await Promise.all([
      this.#sql<{ id: string; no: number; ref: string | null }[]>`
        select merchant_id as id, merchant_no as no, merchant_ref as ref from merchant_dim`,
      this.#sql<{ id: string; key: string; maxSlots: number | null }[]>`
        select placement_id as id, placement_key as key, max(max_slots) as "maxSlots"
        from placement_dim left join placement_slots using (placement_id) group by placement_id`,
    ])
    this.#merchants = new NameIndex()
    this.#placements = new NameIndex()
    for (const { id, no, ref } of merchants) this.#merchants.add(id, ref, { merchantId: id, merchantNo: no })
    for (const { id, key, maxSlots } of placements) this.#placements.add(id, key, { placementId: id, maxSlots })
    this.#loadedAt = performance.now()
  }
}
