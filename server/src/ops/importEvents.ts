import type { Click } from '@bx/contracts/events/click'
import type { Conversion } from '@bx/contracts/events/conversion'
import type { Exposure } from '@bx/contracts/events/exposure'
import type { Render } from '@bx/contracts/events/render'
import { invalidTraffic } from '../ingest/invalidTraffic.ts'
import { foldUserId, type Pepper } from '../lib/ids.ts'
import { type ProcessContext, processBatch } from '../process/processBatch.ts'
import type { Claim, QueuedEnvelope } from '../queue/queue.ts'

// History comes in through the same processing as live events, in larger batches and without the queue: same rules, same
// dedupe, same deltas. Running an import twice stores nothing twice.

/** Events as they are on the wire, of any day whose partition exists; their shape is trusted. */
export interface ImportedEvents {
  /** Of the client that sent them, where it is known: crawlers are flagged as they would have been. */
  readonly userAgent?: string | null
  readonly exposures: readonly Wire<Exposure>[]
  readonly renders: readonly Wire<Render>[]
  readonly clicks: readonly Wire<Click>[]
  readonly conversions: readonly (Omit<Wire<Conversion>, 'status_at'> & {
    readonly status_at?: string | null | undefined
  })[]
}

/** Times are ISO 8601 on the wire, and user ids those of the app. */
type Wire<E> = Omit<E, 'timestamp'> & { readonly timestamp: string }

export interface ImportOptions {
  readonly context: ProcessContext
  readonly pepper: Pepper
  readonly keyId: string
}

/** Stores one batch in one transaction (some thousand events are best). */
export async function importEvents({ context, pepper, keyId }: ImportOptions, events: ImportedEvents): Promise<void> {
  const folded = new Map<string, string>()
  const fold = <U extends string | null | undefined>(id: U): U => {
    if (id == null) return id
    const known = folded.get(id) ?? foldUserId(pepper, id)
    folded.set(id, known)
    return known as U
  }
  const envelope: QueuedEnvelope = {
    id: 'import',
    queuedAt: new Date(),
    attempts: 1,
    keyId,
    keyKind: 'import',
    receivedAt: Date.now(),
    ivt: invalidTraffic({ userAgent: events.userAgent ?? undefined, purpose: undefined }),
    exposures: events.exposures.map((e) => ({ ...e, timestamp: Date.parse(e.timestamp), user_id: fold(e.user_id) })),
    renders: events.renders.map((e) => ({ ...e, timestamp: Date.parse(e.timestamp) })),
    clicks: events.clicks.map((e) => ({ ...e, timestamp: Date.parse(e.timestamp), user_id: fold(e.user_id) })),
    conversions: events.conversions.map((e) => ({
      ...e,
      timestamp: Date.parse(e.timestamp),
      status_at: e.status_at == null ? null : Date.parse(e.status_at),
      user_id: fold(e.user_id),
    })),
    refused: [],
  }
  await processBatch(context, claimOf(envelope))
}

/** Nothing waits in a queue: an import that fails is run again. */
function claimOf(envelope: QueuedEnvelope): Claim {
  return {
    envelopes: [envelope],
    removeWithin: async () => {},
    removeAfterCommit: async () => {},
    giveBack: async () => {},
    split: async () => {},
    setAside: async () => {},
  }
}
