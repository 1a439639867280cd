import type { Tx } from '../db/client.ts'
import type { OutcomeDelta } from '../facts/delta.ts'
import { HOUR } from '../lib/clock.ts'
import type { EventKind, QueuedEnvelope } from '../queue/queue.ts'
import { storedExposures } from './appendExposures.ts'
import type { DeadLetter } from './deadLetter.ts'
import type { DeadLetterQuota } from './deadLetterQuota.ts'
import { deadLetterBody, type FailedReplay, settleReplays, writeDeadLetters } from './deadLetters.ts'
import type { Item } from './item.ts'
import type { EventOutcome, ValidatedEvent } from './liveEvents.ts'
import type { Refusing } from './validate.ts'

// Where each event of a batch ended up, so that received = stored + flagged + duplicate + superseded + rejected holds
// per hour of receipt and key. A replayed event moves from `rejected` to its new outcome. A second copy of a replay was
// not received, and counts nowhere.

type LedgerOutcome = EventOutcome | 'lost_on_device'

export class Ledger {
  readonly #counts = new Map<
    string,
    { key: readonly [string, string, string, LedgerOutcome, string]; events: number }
  >()
  readonly #validated: ValidatedEvent[] = []
  readonly #deadLetters: DeadLetter[] = []
  readonly #settled: string[] = []
  readonly #failed: FailedReplay[] = []
  readonly #waiting: Map<string, string>

  /** @param waiting reasons of the dead letters behind this batch's replays that are not settled yet */
  constructor(waiting: ReadonlyMap<string, string>) {
    this.#waiting = new Map(waiting)
  }

  stored(item: Item<unknown>, flag: string | null): void {
    this.#arrived(item, flag === null ? 'stored' : 'flagged', flag ?? '')
  }

  duplicate(item: Item<unknown>): void {
    this.#arrived(item, 'duplicate', '')
  }

  /** A report about a sale that is older than the current one. */
  superseded(item: Item<unknown>): void {
    this.#arrived(item, 'superseded', '')
  }

  refused({ item, refusal }: Refusing): void {
    const { code: reason, message, missingName = null } = refusal
    if (item.replay) {
      if (!this.#takeBack(item, item.replay.deadLetterId)) return
      this.#failed.push({ deadLetterId: item.replay.deadLetterId, reason, message, missingName })
    } else {
      const event = item.event as Readonly<Record<string, unknown>>
      this.#deadLetters.push({
        envelope: item.envelope,
        kind: item.kind,
        reason,
        message,
        missingName,
        eventId: idOf(event),
        body: deadLetterBody(item.kind, event),
      })
    }
    this.#count(item.envelope, item.kind, 'rejected', reason, 1)
    this.#record(item.envelope, item.kind, 'rejected', reason, message, item.event)
  }

  /** Events refused on receipt. A stale exposure that is already stored is a duplicate, not a failure. */
  async refusedOnReceipt(tx: Tx, envelopes: readonly QueuedEnvelope[]): Promise<void> {
    const lookups = envelopes.flatMap((envelope) => envelope.refused.flatMap((refused) => refused.stored ?? []))
    const stored = lookups.length > 0 ? await storedExposures(tx, lookups) : new Set<string>()
    for (const envelope of envelopes) {
      for (const refused of envelope.refused) {
        if (refused.stored && stored.has(refused.stored.id)) {
          this.#count(envelope, refused.kind, 'duplicate', '', 1)
          this.#record(envelope, refused.kind, 'duplicate', '', '', refused.body)
          continue
        }
        const { kind, code: reason, message, eventId, body } = refused
        this.#deadLetters.push({ envelope, kind, reason, message, missingName: null, eventId, body })
        this.#record(envelope, kind, 'rejected', reason, message, body)
        this.#count(envelope, kind, 'rejected', reason, 1)
      }
      const kind = envelope.clicks.length > 0 ? 'click' : 'exposure'
      if (envelope.lost?.stale) this.#count(envelope, kind, 'lost_on_device', 'stale', envelope.lost.stale)
      if (envelope.lost?.overflow) this.#count(envelope, kind, 'lost_on_device', 'overflow', envelope.lost.overflow)
    }
  }

  async writeDeadLetters(tx: Tx, quota: DeadLetterQuota): Promise<void> {
    await writeDeadLetters(tx, this.#deadLetters, quota)
    await settleReplays(tx, this.#settled, this.#failed)
  }

  /** Every event of the batch with its verdict, in the order they were validated. */
  validated(): readonly ValidatedEvent[] {
    return this.#validated
  }

  outcomes(): OutcomeDelta[] {
    return [...this.#counts.values()]
      .filter(({ events }) => events !== 0)
      .map(({ key, events }) => [...key, events] as const)
  }

  #record(
    { keyId, receivedAt }: QueuedEnvelope,
    kind: EventKind,
    verdict: EventOutcome,
    reason: string,
    message: string,
    event: unknown,
  ): void {
    this.#validated.push({ keyId, receivedAt, kind, verdict, reason, message, event })
  }

  #arrived(item: Item<unknown>, outcome: Exclude<EventOutcome, 'rejected'>, reason: string): void {
    if (item.replay) {
      if (!this.#takeBack(item, item.replay.deadLetterId)) return
      this.#settled.push(item.replay.deadLetterId)
    }
    this.#count(item.envelope, item.kind, outcome, reason, 1)
    this.#record(item.envelope, item.kind, outcome, reason, '', item.event)
  }

  /** The refusal of a replayed event no longer counts. Returns whether one was waiting. */
  #takeBack(item: Item<unknown>, deadLetterId: string): boolean {
    const reason = this.#waiting.get(deadLetterId)
    if (reason === undefined) return false
    this.#waiting.delete(deadLetterId)
    this.#count(item.envelope, item.kind, 'rejected', reason, -1)
    return true
  }

  #count(envelope: QueuedEnvelope, kind: EventKind, outcome: LedgerOutcome, reason: string, events: number): void {
    const hour = Math.floor(envelope.receivedAt / HOUR) * HOUR
    const name = `${hour} ${envelope.keyId} ${kind} ${outcome} ${reason}`
    const known = this.#counts.get(name)
    if (known) known.events += events
    else this.#counts.set(name, { key: [new Date(hour).toISOString(), envelope.keyId, kind, outcome, reason], events })
  }
}

function idOf(event: Readonly<Record<string, unknown>>): string | null {
  const id = event.event_id ?? event.click_id ?? event.conversion_id ?? event.render_id
  return typeof id === 'string' ? id : null
}
