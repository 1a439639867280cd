import type { Click } from '@bx/contracts/events/click'
import type { Conversion } from '@bx/contracts/events/conversion'
import type { Exposure } from '@bx/contracts/events/exposure'
import type { Render } from '@bx/contracts/events/render'
import type { IvtReason, KeyKind } from '@bx/contracts/events/values'
import type { Tx } from '../store/db.ts'

export type EventKind = 'exposure' | 'render' | 'click' | 'conversion'

/** An event refused on receipt; travels with the good ones, so that it is counted and kept exactly once too. */
export interface Refused {
  readonly kind: EventKind
  readonly code: string
  readonly message: string
  readonly eventId: string | null
  /** The event as JSON, user id folded or masked, at most 8 KiB. */
  readonly body: string
  /** A stale event that is stored already is a duplicate, not a failure: its key and day, to look it up by. */
  readonly stored?: { readonly id: string; readonly date: string }
}

/** One acknowledged request on its way to the tables. User ids are folded; times are milliseconds since the epoch. */
export interface Envelope {
  readonly keyId: string
  readonly keyKind: KeyKind
  readonly receivedAt: number
  /** The whole request is suspected invalid traffic. */
  readonly ivt: IvtReason | null
  /** Keyed hash of client network and agent class; missing for server keys and replays. */
  readonly source?: number
  readonly exposures: readonly Exposure[]
  readonly renders: readonly Render[]
  readonly clicks: readonly Click[]
  readonly conversions: readonly Conversion[]
  readonly refused: readonly Refused[]
  /** Events the SDK says it gave up on the device. */
  readonly lost?: { readonly stale: number; readonly overflow: number }
  /** Set on replays: the dead letter behind each event, in the order of the lists above. */
  readonly replays?: readonly { readonly deadLetterId: string; readonly reason: string }[]
}

export interface QueuedEnvelope extends Envelope {
  /** Where it waits in the queue. */
  readonly id: string
  /** When the queue took it: `complete_to` never passes an envelope that waits. */
  readonly queuedAt: Date
  /** Claims so far, this one included; more than 3 means its worker died or its data failed each time. */
  readonly attempts: number
}

export interface Claim {
  readonly envelopes: readonly QueuedEnvelope[]
  /**
   * Removes the envelopes as part of the transaction that stores them. Throws LeaseLost when another worker has
   * taken them over, so that the transaction is rolled back.
   */
  removeWithin(tx: Tx): Promise<void>
  /** Queues outside the database remove here, after the commit; a crash in between redelivers. */
  removeAfterCommit(): Promise<void>
  /** Hands back at once what is left of the claim. `countAttempt: false` when the fault was not theirs (a lost connection). */
  giveBack(options: { countAttempt: boolean }): Promise<void>
  /** Replaces one envelope by several smaller ones, atomically, with these claims behind them: isolates poison. */
  split(envelope: QueuedEnvelope, parts: readonly Envelope[], options: { attempts: number }): Promise<void>
  /** Takes one envelope that nobody can handle out of the queue and keeps it with the reason, to be retried after a fix. */
  setAside(envelope: QueuedEnvelope, reason: string): Promise<void>
}

export interface QueueDepth {
  readonly waitingEnvelopes: number
  readonly waitingEvents: number
  readonly inFlightEnvelopes: number
  readonly oldestQueuedAt: Date | null
}

/**
 * At-least-once delivery of envelopes, in no promised order. `push` resolves only after the envelopes are on disk.
 * A claim is counted before the work begins, so that a worker that dies with it is noticed. Adapters share the
 * tests of `contract.ts`.
 */
export interface Queue {
  push(envelopes: readonly Envelope[]): Promise<void>
  /**
   * Claims waiting envelopes holding about `maxEvents` events; null when none wait. One that was claimed SUSPECT_ATTEMPTS
   * times before comes alone, so that those beside it are not suspected with it.
   */
  take(maxEvents: number): Promise<Claim | null>
  depth(): Promise<QueueDepth>
  close(): Promise<void>
}

/** Failed claims after which an envelope is tried without others. */
export const SUSPECT_ATTEMPTS = 2

/** Another worker holds the envelopes by now; what was done must be rolled back and forgotten. */
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
