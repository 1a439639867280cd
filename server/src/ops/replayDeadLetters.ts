import type { KeyKind } from '@bx/contracts/events/values'
import { HOUR } from '../lib/clock.ts'
import { AppError, blame, reasonOf } from '../lib/errors.ts'
import type { Envelope, EventKind, Queue } from '../queue/queue.ts'
import { plainArray, type Sql, textArray } from '../store/db.ts'
import { type LetterRules, letterEvent } from './letterEvent.ts'

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
  rules: LetterRules,
): Promise<{ matched: number; replayed: number }> {
  const letters = await readLetters(sql, filter)
  const { replayed } = await replay(queue, letters, rules)
  return { matched: letters.length, replayed }
}

/**
 * Replays what waited for a merchant or a placement that exists now. What cannot be sent is set aside with the reason, or
 * it would be first in line each time and hold back what waits behind it.
 */
export async function replayArrived(sql: Sql, queue: Queue, rules: LetterRules): Promise<number> {
  const letters = await sql<Letter[]>`
    ${selectLetters(sql)} where replayed_at is null and set_aside_at is null and missing_name is not null and (
      reason = 'unknown_merchant' and exists (select from merchant_dim
        where merchant_ref = missing_name or merchant_id::text = lower(missing_name))
      or reason = 'unknown_placement' and exists (select from placement_dim
        where placement_key = missing_name or placement_id::text = lower(missing_name)))
    order by dead_letter_id limit ${MAX_LETTERS}`
  const { replayed, refused } = await replay(queue, letters, rules)
  if (refused.length > 0) {
    await sql`
      update dead_letter_events set set_aside_at = now(), message = reason_now
      from unnest(${plainArray(refused.map(({ letter }) => letter.id))}::bigint[], ${textArray(refused.map(({ why }) => why))}::text[])
        as t (id, reason_now)
      where dead_letter_id = t.id and replayed_at is null`
  }
  return replayed
}

function selectLetters(sql: Sql) {
  return sql`
    select dead_letter_id as id, kind, reason, event_id as "eventId", key_id as "keyId", key_kind as "keyKind",
      received_at as "receivedAt", body from dead_letter_events`
}

interface Replayed {
  readonly replayed: number
  /** Those that cannot be sent. */
  readonly refused: readonly { readonly letter: Letter; readonly why: string }[]
}

async function replay(queue: Queue, letters: readonly Letter[], rules: LetterRules): Promise<Replayed> {
  const events: LetterEvent[] = []
  const refused: { letter: Letter; why: string }[] = []
  for (const letter of letters) {
    const read = readLetter(letter, rules)
    if ('event' in read) events.push({ letter, event: read.event })
    else refused.push({ letter, why: read.refusal.message })
  }
  let replayed = 0
  for (const group of groupsOf(events)) {
    const failed = await pushGroup(queue, group)
    replayed += group.length - failed.length
    refused.push(...failed)
  }
  return { replayed, refused }
}

function readLetter(letter: Letter, rules: LetterRules): ReturnType<typeof letterEvent> {
  try {
    return letterEvent(letter, rules)
  } catch (error) {
    return { refusal: { code: 'unreadable', message: `the event cannot be read: ${reasonOf(error)}` } }
  }
}

/** Sends an envelope; one that the queue refuses is halved until the letter that is refused is alone. */
async function pushGroup(queue: Queue, group: readonly LetterEvent[]): Promise<Replayed['refused']> {
  try {
    await queue.push([envelopeOf(group)])
    return []
  } catch (error) {
    if (blame(error) !== 'data' || error instanceof AppError) throw error
    if (group.length === 1) return [{ letter: group[0]!.letter, why: `the queue refused it: ${reasonOf(error)}` }]
    const middle = Math.ceil(group.length / 2)
    const first = await pushGroup(queue, group.slice(0, middle))
    return [...first, ...(await pushGroup(queue, group.slice(middle)))]
  }
}

export interface LetterEvent {
  readonly letter: Letter
  readonly event: unknown
}

const ENVELOPE_EVENTS = 500

export function envelopesOf(events: readonly LetterEvent[]): Envelope[] {
  return groupsOf(events).map(envelopeOf)
}

/** Envelopes are of one kind, key and hour: what was counted as rejected in that hour's ledger moves there. */
function groupsOf(events: readonly LetterEvent[]): LetterEvent[][] {
  const groups = Map.groupBy(
    events,
    ({ letter }) => `${letter.kind} ${letter.keyId} ${Math.floor(letter.receivedAt.getTime() / HOUR)}`,
  )
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / ENVELOPE_EVENTS) }, (_, i) =>
      group.slice(i * ENVELOPE_EVENTS, (i + 1) * ENVELOPE_EVENTS),
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
