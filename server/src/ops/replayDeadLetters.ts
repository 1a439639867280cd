import type { KeyKind } from '@bx/contracts/events/values'
import { HOUR } from '../lib/clock.ts'
import type { Envelope, EventKind, Queue } from '../queue/queue.ts'
import { plainArray, type Sql } from '../store/db.ts'
import { letterEvent } from './letterEvent.ts'

// Sends refused events through the pipeline again. The dead letter stays until the worker has stored its event, and both
// happen in one transaction; replaying twice is harmless, because the event's own id counts once.

export interface ReplayFilter {
  readonly deadLetterIds?: readonly string[]
  readonly reason?: string
}

/** Letters of one call: the rest waits for the next. */
const MAX_LETTERS = 10_000

export interface Letter {
  readonly id: number
  readonly kind: EventKind
  readonly reason: string
  readonly eventId: string | null
  readonly keyId: string
  readonly keyKind: KeyKind
  readonly receivedAt: Date
  readonly body: string
}

/** The letters that wait and match, oldest first. */
export function readLetters(sql: Sql, { deadLetterIds, reason }: ReplayFilter): Promise<Letter[]> {
  return sql<Letter[]>`
    ${selectLetters(sql)} where replayed_at is null
      ${deadLetterIds ? sql`and dead_letter_id = any(${plainArray(deadLetterIds)}::bigint[])` : sql``}
      ${reason === undefined ? sql`` : sql`and reason = ${reason}`}
    order by dead_letter_id limit ${MAX_LETTERS}`
}

/** @returns how many letters match, and how many of them are still events and were sent again */
export async function replayDeadLetters(
  sql: Sql,
  queue: Queue,
  filter: ReplayFilter,
  currency: string,
): Promise<{ matched: number; replayed: number }> {
  const letters = await readLetters(sql, filter)
  return { matched: letters.length, replayed: await replay(queue, letters, currency) }
}

/** Replays what waited for a merchant or a placement that exists by now. */
export async function replayArrived(sql: Sql, queue: Queue, currency: string): Promise<number> {
  const letters = await sql<Letter[]>`
    ${selectLetters(sql)} where replayed_at is null and missing_name is not null and (
      reason = 'unknown_merchant' and exists (select from merchant_dim
        where merchant_ref = missing_name or merchant_id::text = lower(missing_name))
      or reason = 'unknown_placement' and exists (select from placement_dim
        where placement_key = missing_name or placement_id::text = lower(missing_name)))
    order by dead_letter_id limit ${MAX_LETTERS}`
  return replay(queue, letters, currency)
}

function selectLetters(sql: Sql) {
  return sql`
    select dead_letter_id as id, kind, reason, event_id as "eventId", key_id as "keyId", key_kind as "keyKind",
      received_at as "receivedAt", body from dead_letter_events`
}

async function replay(queue: Queue, letters: readonly Letter[], currency: string): Promise<number> {
  const envelopes = envelopesOf(
    letters.flatMap((letter) => {
      const read = letterEvent(letter, currency)
      return 'event' in read ? [{ letter, event: read.event }] : []
    }),
  )
  let replayed = 0
  for (const envelope of envelopes) {
    await queue.push([envelope])
    replayed += envelope.replays!.length
  }
  return replayed
}

export interface LetterEvent {
  readonly letter: Letter
  readonly event: unknown
}

const ENVELOPE_EVENTS = 500

/** Envelopes of one kind, key and hour: what was counted as rejected in that hour's ledger moves there. */
export function envelopesOf(events: readonly LetterEvent[]): Envelope[] {
  const groups = Map.groupBy(
    events,
    ({ letter }) => `${letter.kind} ${letter.keyId} ${Math.floor(letter.receivedAt.getTime() / HOUR)}`,
  )
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / ENVELOPE_EVENTS) }, (_, i) =>
      envelopeOf(group.slice(i * ENVELOPE_EVENTS, (i + 1) * ENVELOPE_EVENTS)),
    ),
  )
}

function envelopeOf(group: readonly LetterEvent[]): Envelope {
  const { kind, keyId, keyKind, receivedAt } = group[0]!.letter
  const events = group.map(({ event }) => event)
  const of = <E>(wanted: EventKind) => (kind === wanted ? (events as E[]) : [])
  return {
    keyId,
    keyKind,
    receivedAt: receivedAt.getTime(),
    ivt: null,
    exposures: of('exposure'),
    renders: of('render'),
    clicks: of('click'),
    conversions: of('conversion'),
    refused: [],
    replays: group.map(({ letter }) => ({ deadLetterId: String(letter.id), reason: letter.reason })),
  }
}
