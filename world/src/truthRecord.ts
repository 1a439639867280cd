import type { DirtRecord } from './dirt.ts'
import type { Model } from './model.ts'
import type { Cause } from './sales.ts'
import type { SessionEvents } from './session.ts'

/** Filled by `day` and `between` when they are given one: what is behind the single events. */
export interface TruthRecord extends DirtRecord {
  /** conversion_id -> what made the sale happen, and the placement it happened through (null for organic sales). */
  readonly causes: Map<string, { readonly cause: Cause; readonly placementId: string | null }>
  /** Requests that were sent twice; only `between` sends requests. */
  retriedRequests: number
  /** session_ids whose events were delivered hours late. */
  readonly offlineSessions: string[]
  /** session_id -> how far the device's clock was ahead, milliseconds. */
  readonly wrongClocks: Map<string, number>
}

export function newTruthRecord(): TruthRecord {
  return {
    duplicates: [],
    unknownMerchants: [],
    malformed: 0,
    causes: new Map(),
    retriedRequests: 0,
    offlineSessions: [],
    wrongClocks: new Map(),
  }
}

export function noteCauses({ placements }: Model, { sales }: SessionEvents, record: TruthRecord): void {
  for (const { conversionId, cause, placement } of sales) {
    record.causes.set(conversionId, { cause, placementId: placements[placement]?.placement_id ?? null })
  }
}
