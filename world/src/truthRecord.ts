import type { DirtRecord } from './dirt.ts'
import type { Model } from './model.ts'
import type { Cause } from './sales.ts'
import type { SessionEvents } from './session.ts'

/** Filled by `day` and `between` if given: the causes behind the events. */
export interface TruthRecord extends DirtRecord {
  /** conversion_id -> cause of the sale and its placement (null for organic sales). */
  readonly causes: Map<string, { readonly cause: Cause; readonly placementId: string | null }>
  /** Requests that were sent twice; only `between` sends requests. */
  retriedRequests: number
  /** session_ids whose events were delivered hours late. */
  readonly offlineSessions: string[]
  /** session_id -> how far the device's clock was ahead, milliseconds. */
  readonly wrongClocks: Map<string, number>
  /** click_ids that a redirect also reports. */
  readonly redirects: string[]
  /** click_ids that a redirect reports under another id. */
  readonly echoes: string[]
  /** click_ids of clicks that follow another one within a second. */
  readonly taps: string[]
  /** click_ids whose sales name a click that is never reported. */
  readonly unknownClicks: string[]
  /** session_ids with a sign-in. */
  readonly signIns: string[]
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
    redirects: [],
    echoes: [],
    taps: [],
    unknownClicks: [],
    signIns: [],
  }
}

export function noteCauses({ placements }: Model, { sales }: SessionEvents, record: TruthRecord): void {
  for (const { conversionId, cause, placement } of sales) {
    record.causes.set(conversionId, { cause, placementId: placements[placement]?.placement_id ?? null })
  }
}
