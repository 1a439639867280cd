import type { Click } from '@bx/contracts/events/click'
import type { Conversion } from '@bx/contracts/events/conversion'
import type { Exposure } from '@bx/contracts/events/exposure'
import type { Render } from '@bx/contracts/events/render'
import type { IvtReason, KeyKind } from '@bx/contracts/events/values'
import type { Tx } from '../db/client.ts'

export type EventKind = 'exposure' | 'render' | 'click' | 'conversion'

/** An event refused on receipt. It travels with the good ones, so that it is also counted and stored exactly once. */
export interface Refused {
  readonly kind: EventKind
  readonly code: string
  readonly message: string
  readonly eventId: string | null
  /** The event as JSON, user id pseudonymised or masked, at most 8 KiB. */
  readonly body: string
  /** Key and day of a stale event. If it is stored already, it is a duplicate, not a failure. */
  readonly stored?: { readonly id: string; readonly date: string }
}

/** An event that was refused before, and the suspicion about its request at that time. */
export interface Replay {
  readonly deadLetterId: string
  readonly reason: string
  readonly ivt?: IvtReason | null
  readonly source?: number | null
}

/** A program that a later bot list may classify differently. */
export interface KeptAgent {
  /** The last 20 bits of the numbers of its sources. */
  readonly no: number
  /** Its user agent without versions and details. */
  readonly agent: string
}

/** One acknowledged request on its way to the tables. User ids are pseudonymised; times are milliseconds since the epoch. */
export interface Envelope {
  /** UUIDv7, given once when the envelope is created. However often it is delivered, it counts once. */
  readonly id: string
  readonly keyId: string
  readonly keyKind: KeyKind
  readonly receivedAt: number
  /** The whole request is suspected invalid traffic. */
  readonly ivt: IvtReason | null
  /** Keyed hash of client network and program; missing for server keys; replays have one each. */
  readonly source?: number
  /** The meaning of the program's number in `source`, if it has to be stored. */
  readonly agent?: KeptAgent
  readonly exposures: readonly Exposure[]
  readonly renders: readonly Render[]
  readonly clicks: readonly Click[]
  readonly conversions: readonly Conversion[]
  readonly refused: readonly Refused[]
  /** Events that the SDK dropped on the device. */
  readonly lost?: { readonly stale: number; readonly overflow: number }
  /** Set on replays: the dead letter behind each event, in the order of the lists above. */
  readonly replays?: readonly Replay[]
}

export interface QueuedEnvelope extends Envelope {
  /** When it was queued: `complete_to` never passes a waiting envelope. */
  readonly queuedAt: Date
}

/** One envelope held by one worker. */
export interface Delivery {
  /** Id of the envelope. */
  readonly id: string
  /** How the queue finds the envelope, and this delivery of it. Opaque to everything else. */
  readonly ref: string
  readonly lease: string
  readonly queuedAt: Date
  /**
   * Deliveries so far, including this one, without those that ended with `countAttempt: false`. More than 3 means that
   * its worker died or its data failed each time.
   */
  readonly attempts: number
  /** Events inside, as counted at push. */
  readonly events: number
  /** `arrivalsOf` it as JSON, computed at push: known even if the envelope cannot be read. */
  readonly arrived: string | null
}

export interface DeliveredEnvelope extends QueuedEnvelope, Delivery {}

/** The queued payload is not an envelope. */
export interface UnreadableDelivery extends Delivery {
  readonly payload: string
  readonly reason: string
}

export interface Batch {
  readonly envelopes: readonly DeliveredEnvelope[]
  readonly unreadable: readonly UnreadableDelivery[]
}

export interface QueueDepth {
  readonly waitingEnvelopes: number
  /** Events of all envelopes that are not acknowledged. */
  readonly waitingEvents: number
  readonly inFlightEnvelopes: number
}

interface QueueBase {
  /**
   * Resolves only after the envelopes are on disk. A push that fails may have queued some of them; the sender then
   * sends its events again, in a new envelope.
   */
  push(envelopes: readonly Envelope[]): Promise<void>
  /**
   * Waiting envelopes of about `maxEvents` events, leased to the caller; null if none wait. The attempt is recorded
   * before the caller gets them, so that a worker's death is noticed; a live worker renews its lease. An envelope with
   * SUSPECT_ATTEMPTS earlier attempts comes alone, so that others are not suspected with it.
   */
  receive(maxEvents: number): Promise<Batch | null>
  /**
   * Hands back immediately, for any worker to receive. `countAttempt: false` if the fault was not theirs (a lost
   * connection): a queue that counts deliveries itself must ignore this one. Skips deliveries that another worker has
   * taken over.
   */
  nack(deliveries: readonly Delivery[], options: { readonly countAttempt: boolean }): Promise<void>
  depth(): Promise<QueueDepth>
  /** When the oldest unacknowledged envelope was queued; null if there is none. */
  oldest(): Promise<Date | null>
  close(): Promise<void>
}

/**
 * A queue in the database of the facts: an acknowledgement commits or fails with what was stored. A crash can only lose
 * both, so commits need not wait for the disk.
 */
export interface TransactionalQueue extends QueueBase {
  readonly durability: 'same-transaction'
  /** Throws LeaseLost when another worker has taken a delivery over, so that the transaction is rolled back. */
  ack(deliveries: readonly Delivery[], tx: Tx): Promise<void>
  /**
   * Queues envelopes of events that were received before, as part of the caller's transaction.
   * @param attempts deliveries that they have behind them
   */
  pushWithin(
    tx: Tx,
    envelopes: readonly Envelope[],
    options: { readonly queuedAt: Date; readonly attempts: number },
  ): Promise<void>
}

/**
 * A queue outside: acknowledged after the commit, which must be on disk first. After a crash in between, the redelivery
 * is found in processed_envelopes.
 */
export interface OutsideQueue extends QueueBase {
  readonly durability: 'ack-after-commit'
  /** Name of its row in queue_reports. */
  readonly name: string
  /** Also acknowledges a delivery that another worker has taken over: its envelope is handled. */
  ack(deliveries: readonly Delivery[]): Promise<void>
}

/**
 * At-least-once delivery of envelopes, in no guaranteed order. The envelope's id makes a redelivery harmless. All
 * adapters run the tests of `server/test/support/queueContract.ts`.
 */
export type Queue = TransactionalQueue | OutsideQueue

/** Failed deliveries after which an envelope is tried alone. */
export const SUSPECT_ATTEMPTS = 2

/** Another worker holds the envelopes now; the transaction must be rolled back. */
export class LeaseLost extends Error {
  override name = 'LeaseLost'
}

export function eventCount(envelope: Envelope): number {
  return (
    envelope.exposures.length +
    envelope.renders.length +
    envelope.clicks.length +
    envelope.conversions.length +
    envelope.refused.length
  )
}
