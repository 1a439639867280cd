import { SECOND } from '../lib/clock.ts'
import type { Sql } from '../store/db.ts'

export interface Merchant {
  readonly merchantId: string
  readonly merchantNo: number
}

/** A snapshot of the dimensions, looked up by id or by the app's own name. */
export interface Dimensions {
  merchant(idOrName: string): Merchant | undefined
  placement(idOrName: string): string | undefined
}

/** Renamed references are seen after this long; new rows at once, because a miss looks again. */
const REFRESH_MS = 5 * SECOND
/** A flood of unknown names looks again at most this often. */
const MISS_REFRESH_MS = SECOND / 4

/** Keeps merchants and placements in memory (hundreds to some ten thousand rows). */
export class DimensionCache {
  readonly #sql: Sql
  #merchants = new Map<string, Merchant>()
  #placements = new Map<string, string>()
  #loadedAt = Number.NEGATIVE_INFINITY

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** The dimensions for a batch that names these; looks again in the database when one is unknown. */
  async forBatch(merchants: Iterable<string>, placements: Iterable<string>): Promise<Dimensions> {
    const age = performance.now() - this.#loadedAt
    if (age > REFRESH_MS || (age > MISS_REFRESH_MS && !this.#knowsAll(merchants, placements))) await this.#load()
    const [byMerchant, byPlacement] = [this.#merchants, this.#placements]
    return {
      merchant: (name) => byMerchant.get(name.toLowerCase()) ?? byMerchant.get(name),
      placement: (name) => byPlacement.get(name.toLowerCase()) ?? byPlacement.get(name),
    }
  }

  #knowsAll(merchants: Iterable<string>, placements: Iterable<string>): boolean {
    for (const name of merchants) if (!this.#merchants.has(name)) return false
    for (const name of placements) if (!this.#placements.has(name)) return false
    return true
  }

  async #load(): Promise<void> {
    const [merchants, placements] = await Promise.all([
      this.#sql<{ id: string; no: number; ref: string | null }[]>`
        select merchant_id as id, merchant_no as no, merchant_ref as ref from merchant_dim`,
      this.#sql<{ id: string; key: string }[]>`select placement_id as id, placement_key as key from placement_dim`,
    ])
    const byMerchant = new Map<string, Merchant>()
    for (const { id, no, ref } of merchants) {
      const merchant = { merchantId: id, merchantNo: no }
      byMerchant.set(id, merchant)
      if (ref !== null) byMerchant.set(ref, merchant)
    }
    const byPlacement = new Map<string, string>()
    for (const { id, key } of placements) byPlacement.set(id, id).set(key, id)
    this.#merchants = byMerchant
    this.#placements = byPlacement
    this.#loadedAt = performance.now()
  }
}
