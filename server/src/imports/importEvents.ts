import type { Click } from '@bx/contracts/events/click'
import type { Conversion } from '@bx/contracts/events/conversion'
import type { Exposure } from '@bx/contracts/events/exposure'
import type { Render } from '@bx/contracts/events/render'
import { addReceived } from '../facts/arrivals.ts'
import { invalidTraffic } from '../ingest/invalidTraffic.ts'
import { type Pepper, pseudonymise, uuidv7 } from '../lib/ids.ts'
import type { ProcessContext } from '../process/processContext.ts'
import { storeEnvelopes } from '../process/storeEnvelopes.ts'
import { arrivalsOf } from '../queue/arrivalsOf.ts'
import type { QueuedEnvelope } from '../queue/queue.ts'

// Imports history through the same processing as live events, in larger batches and without the queue: same rules, same
// deduplication, same deltas. A second run of an import stores nothing twice.

/** Events in wire form, of any day with a partition; their shape is trusted. */
export interface ImportedEvents {
  /** Of the client that sent them, if known: crawlers are flagged as usual. */
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
  const pseudonyms = new Map<string, string>()
  const pseudonymOf = <U extends string | null | undefined>(id: U): U => {
    if (id == null) return id
    const known = pseudonyms.get(id) ?? pseudonymise(pepper, id)
    pseudonyms.set(id, known)
    return known as U
  }
  const users = (event: { readonly user_id: string; readonly visitor_id?: string | null | undefined }) => {
    return { user_id: pseudonymOf(event.user_id), visitor_id: pseudonymOf(event.visitor_id) }
  }
  const envelope: QueuedEnvelope = {
    id: uuidv7(),
    queuedAt: new Date(),
    keyId,
    keyKind: 'import',
    receivedAt: Date.now(),
    ivt: invalidTraffic({ userAgent: events.userAgent ?? undefined, purpose: undefined }),
    exposures: events.exposures.map((e) => ({ ...e, timestamp: Date.parse(e.timestamp), ...users(e) })),
    renders: events.renders.map((e) => ({ ...e, timestamp: Date.parse(e.timestamp) })),
    clicks: events.clicks.map((e) => ({ ...e, timestamp: Date.parse(e.timestamp), ...users(e) })),
    conversions: events.conversions.map((e) => ({
      ...e,
      timestamp: Date.parse(e.timestamp),
      status_at: e.status_at == null ? null : Date.parse(e.status_at),
      user_id: pseudonymOf(e.user_id),
    })),
    refused: [],
  }
  // Nothing waits in a queue: if the commit is lost, the import is run again, and stores nothing twice.
  await storeEnvelopes(context, [envelope], async (work) => {
    const done = await context.sql.begin(async (tx) => {
      await tx`set local synchronous_commit = off`
      const result = await work(tx)
      await addReceived(tx, arrivalsOf(envelope))
      return { result }
    })
    return done.result
  })
}
