import type { IvtReason, KeyKind } from '@bx/contracts/events/values'
import { HOUR } from '../lib/clock.ts'
import { uuidv7 } from '../lib/ids.ts'
import type { Envelope, EventKind } from '../queue/queue.ts'

// Dead letters whose events are sent again, as envelopes.

export interface WaitingDeadLetter {
  readonly id: number
  readonly kind: EventKind
  readonly reason: string
  readonly eventId: string | null
  readonly keyId: string
  readonly keyKind: KeyKind
  readonly receivedAt: Date
  readonly body: string
  readonly ivt: IvtReason | null
  readonly source: number | null
}

export interface ReplayableEvent {
  readonly deadLetter: WaitingDeadLetter
  readonly event: unknown
}

const ENVELOPE_EVENTS = 500

export function envelopesOf(events: readonly ReplayableEvent[]): Envelope[] {
  return groupsOf(events).map(envelopeOf)
}

/** An envelope has one kind, key and hour: the ledger of that hour, which counted them as rejected, is updated. */
export function groupsOf(events: readonly ReplayableEvent[]): ReplayableEvent[][] {
  const groups = Map.groupBy(
    events,
    ({ deadLetter }) => `${deadLetter.kind} ${deadLetter.keyId} ${Math.floor(deadLetter.receivedAt.getTime() / HOUR)}`,
  )
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / ENVELOPE_EVENTS) }, (_, i) =>
      group.slice(i * ENVELOPE_EVENTS, (i + 1) * ENVELOPE_EVENTS),
    ),
  )
}

export function envelopeOf(group: readonly ReplayableEvent[]): Envelope {
  const { kind, keyId, keyKind, receivedAt } = group[0]!.deadLetter
  const events = group.map(({ event }) => event)
  const of = <E>(wanted: EventKind) => (kind === wanted ? (events as E[]) : [])
  return {
    id: uuidv7(),
    keyId,
    keyKind,
    receivedAt: receivedAt.getTime(),
    ivt: null,
    exposures: of('exposure'),
    renders: of('render'),
    clicks: of('click'),
    conversions: of('conversion'),
    refused: [],
    replays: group.map(({ deadLetter: { id, reason, ivt, source } }) => ({
      deadLetterId: String(id),
      reason,
      ivt,
      source,
    })),
  }
}
