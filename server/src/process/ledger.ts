import { HOUR } from '../lib/clock.ts'
import type { EventKind, QueuedEnvelope } from '../queue/queue.ts'
import type { Tx } from '../store/db.ts'
import type { OutcomeDelta } from '../store/delta.ts'
import { storedExposures } from './appendExposures.ts'
import { type DeadLetter, deadLetterBody, type FailedReplay, settleReplays, writeDeadLetters } from './deadLetters.ts'
import type { Item } from './item.ts'
import type { Refusing } from './judge.ts'
import type { LetterRoom } from './letterRoom.ts'
import type { JudgedEvent, Verdict } from './liveEvents.ts'

// Where each event of a batch ended up, so that received = stored + flagged + duplicate + superseded + rejected holds
// per hour of receipt and key. A replayed event moves from `rejected` to where it ends up now; a second copy of a replay was not
// received, and counts nowhere.

type Outcome = Verdict | 'lost_on_device'

export class Ledger {
  readonly #counts = new Map<string, { key: readonly [string, string, string, Outcome, string]; events: number }>()
  readonly #judged: JudgedEvent[] = []
  readonly #letters: DeadLetter[] = []
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

  /** A report about a sale that is older than what the sale is. */
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
      this.#letters.push({
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
    this.#note(item.envelope, item.kind, 'rejected', reason, message, item.event)
  }

  /** What was refused on receipt. A stale exposure that is stored already is a duplicate, not a failure. */
  async refusedOnReceipt(tx: Tx, envelopes: readonly QueuedEnvelope[]): Promise<void> {
    const lookups = envelopes.flatMap((envelope) => envelope.refused.flatMap((refused) => refused.stored ?? []))
    const stored = lookups.length > 0 ? await storedExposures(tx, lookups) : new Set<string>()
    for (const envelope of envelopes) {
      for (const refused of envelope.refused) {
        if (refused.stored && stored.has(refused.stored.id)) {
          this.#count(envelope, refused.kind, 'duplicate', '', 1)
          this.#note(envelope, refused.kind, 'duplicate', '', '', refused.body)
          continue
        }
        const { kind, code: reason, message, eventId, body } = refused
        this.#letters.push({ envelope, kind, reason, message, missingName: null, eventId, body })
        this.#note(envelope, kind, 'rejected', reason, message, body)
        this.#count(envelope, kind, 'rejected', reason, 1)
      }
      const kind = envelope.clicks.length > 0 ? 'click' : 'exposure'
      if (envelope.lost?.stale) this.#count(envelope, kind, 'lost_on_device', 'stale', envelope.lost.stale)
      if (envelope.lost?.overflow) this.#count(envelope, kind, 'lost_on_device', 'overflow', envelope.lost.overflow)
    }
  }

  async writeDeadLetters(tx: Tx, room: LetterRoom): Promise<void> {
    await writeDeadLetters(tx, this.#letters, room)
    await settleReplays(tx, this.#settled, this.#failed)
  }

  /** Every event of the batch with its verdict, in the order they were judged. */
  judged(): readonly JudgedEvent[] {
    return this.#judged
  }

  outcomes(): OutcomeDelta[] {
    return [...this.#counts.values()]
      .filter(({ events }) => events !== 0)
      .map(({ key, events }) => [...key, events] as const)
  }

  #note(
    { keyId, receivedAt }: QueuedEnvelope,
    kind: EventKind,
    verdict: Verdict,
    reason: string,
    message: string,
    event: unknown,
  ): void {
    this.#judged.push({ keyId, receivedAt, kind, verdict, reason, message, event })
  }

  #arrived(item: Item<unknown>, outcome: Exclude<Verdict, 'rejected'>, reason: string): void {
    if (item.replay) {
      if (!this.#takeBack(item, item.replay.deadLetterId)) return
      this.#settled.push(item.replay.deadLetterId)
    }
    this.#count(item.envelope, item.kind, outcome, reason, 1)
    this.#note(item.envelope, item.kind, outcome, reason, '', item.event)
  }

  /** The refusal behind a replay no longer counts. Returns whether there was one that waited. */
  #takeBack(item: Item<unknown>, deadLetterId: string): boolean {
    const reason = this.#waiting.get(deadLetterId)
    if (reason === undefined) return false
    this.#waiting.delete(deadLetterId)
    this.#count(item.envelope, item.kind, 'rejected', reason, -1)
    return true
  }

  #count(envelope: QueuedEnvelope, kind: EventKind, outcome: Outcome, reason: string, events: number): void {
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
