import type { KeyKind } from '@bx/contracts/events/values'
import { HOUR, MINUTE } from '../lib/clock.ts'
import { isDataError, reasonOf } from '../lib/errors.ts'
import type { Envelope, EventKind, Queue } from '../queue/queue.ts'
import { type Fragment, plainArray, type Sql, textArray } from '../store/db.ts'
import { type LetterRules, letterEvent } from './letterEvent.ts'

// Sends refused events through the pipeline again. The dead letter stays until the worker has stored its event, and both
// happen in one transaction; replaying twice is harmless, because the event's own id counts once. A letter is marked when
// it is pushed, so that a backlog is pushed once, however often people and jobs ask meanwhile.

export interface ReplayFilter {
  readonly deadLetterIds?: readonly string[]
  readonly reason?: string
}

/** Letters of one call: the rest waits for the next. */
const MAX_LETTERS = 10_000
/** Longer than a push, and a batch that left the queue and is not committed yet, can take. */
const LOST_AFTER_MS = 5 * MINUTE

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
export function readLetters(sql: Sql, filter: ReplayFilter): Promise<Letter[]> {
  return sql<Letter[]>`
    ${selectLetters(sql)} where ${matches(sql, filter)} order by dead_letter_id limit ${MAX_LETTERS}`
}

export interface ReplayResult {
  /** Letters that wait and match. */
  readonly matched: number
  /** Those that are still events. */
  readonly replayable: number
  /** Those that were pushed now; the other replayable ones are on their way already. */
  readonly replayed: number
}

export async function replayDeadLetters(
  sql: Sql,
  queue: Queue,
  filter: ReplayFilter,
  rules: LetterRules,
): Promise<ReplayResult> {
  const lostBefore = await findLostBefore(sql, queue)
  const letters = await sql<Letter[]>`
    ${selectLetters(sql)} where ${matches(sql, filter)} and ${isIdle(sql, lostBefore)}
    order by dead_letter_id limit ${MAX_LETTERS}`
  const [onTheWay] = await sql<{ n: number }[]>`
    select count(*) as n from dead_letter_events where ${matches(sql, filter)} and not ${isIdle(sql, lostBefore)}`
  const { events } = eventsOf(letters, rules)
  const { replayed } = await replay(sql, queue, events, lostBefore)
  return { matched: letters.length + onTheWay!.n, replayable: events.length + onTheWay!.n, replayed }
}

/**
 * Replays what waited for a merchant or a placement that exists now. What cannot be sent is set aside with the reason, or
 * it would be first in line each time and hold back what waits behind it.
 */
export async function replayArrived(sql: Sql, queue: Queue, rules: LetterRules): Promise<number> {
  const lostBefore = await findLostBefore(sql, queue)
  const letters = await sql<Letter[]>`
    ${selectLetters(sql)} where replayed_at is null and set_aside_at is null and ${isIdle(sql, lostBefore)} and missing_name is not null and (
      reason = 'unknown_merchant' and exists (select from merchant_dim
        where merchant_ref = missing_name or merchant_id::text = lower(missing_name))
      or reason = 'unknown_placement' and exists (select from placement_dim
        where placement_key = missing_name or placement_id::text = lower(missing_name)))
    order by dead_letter_id limit ${MAX_LETTERS}`
  const { events, refused } = eventsOf(letters, rules)
  const { replayed, failed } = await replay(sql, queue, events, lostBefore)
  await setAside(sql, [...refused, ...failed])
  return replayed
}

async function setAside(sql: Sql, refused: readonly RefusedLetter[]): Promise<void> {
  if (refused.length === 0) return
  await sql`
    update dead_letter_events set set_aside_at = now(), message = t.why
    from unnest(${plainArray(refused.map(({ letter }) => letter.id))}::bigint[], ${textArray(refused.map(({ why }) => why))}::text[])
      as t (id, why)
    where dead_letter_id = t.id and replayed_at is null`
}

function matches(sql: Sql, { deadLetterIds, reason }: ReplayFilter): Fragment {
  return sql`replayed_at is null
    ${deadLetterIds ? sql`and dead_letter_id = any(${plainArray(deadLetterIds)}::bigint[])` : sql``}
    ${reason === undefined ? sql`` : sql`and reason = ${reason}`}`
}

/** No replay of the letter is on its way, or one was and is lost. */
function isIdle(sql: Sql, lostBefore: Date): Fragment {
  return sql`(queued_at is null or queued_at < ${lostBefore})`
}

/**
 * A replay that was pushed before this and is not judged yet will never be: everything that waits is younger, by more
 * than a push and a batch in hand take.
 */
async function findLostBefore(sql: Sql, queue: Queue): Promise<Date> {
  const { oldestQueuedAt } = await queue.depth()
  const [row] = await sql<{ before: Date }[]>`
    select least(now(), ${oldestQueuedAt}::timestamptz) - ${LOST_AFTER_MS} * interval '1 ms' as before`
  return row!.before
}

function selectLetters(sql: Sql) {
  return sql`
    select dead_letter_id as id, kind, reason, event_id as "eventId", key_id as "keyId", key_kind as "keyKind",
      received_at as "receivedAt", body from dead_letter_events`
}

interface RefusedLetter {
  readonly letter: Letter
  readonly why: string
}

function eventsOf(letters: readonly Letter[], rules: LetterRules) {
  const events: LetterEvent[] = []
  const refused: RefusedLetter[] = []
  for (const letter of letters) {
    const read = readLetter(letter, rules)
    if ('event' in read) events.push({ letter, event: read.event })
    else refused.push({ letter, why: read.refusal.message })
  }
  return { events, refused }
}

function readLetter(letter: Letter, rules: LetterRules): ReturnType<typeof letterEvent> {
  try {
    return letterEvent(letter, rules)
  } catch (error) {
    return { refusal: { code: 'unreadable', message: `the event cannot be read: ${reasonOf(error)}` } }
  }
}

async function replay(sql: Sql, queue: Queue, events: readonly LetterEvent[], lostBefore: Date) {
  let replayed = 0
  const failed: RefusedLetter[] = []
  for (const group of groupsOf(events)) {
    const ids = await mark(
      sql,
      group.map(({ letter }) => letter.id),
      lostBefore,
    )
    const free = group.filter(({ letter }) => ids.has(letter.id))
    if (free.length === 0) continue
    const refused = await pushGroup(queue, free).catch(async (error: unknown) => {
      await unmark(sql, [...ids])
      throw error
    })
    if (refused.length > 0)
      await unmark(
        sql,
        refused.map(({ letter }) => letter.id),
      )
    failed.push(...refused)
    replayed += free.length - refused.length
  }
  return { replayed, failed }
}

async function unmark(sql: Sql, ids: readonly number[]): Promise<void> {
  await sql`update dead_letter_events set queued_at = null where dead_letter_id = any(${plainArray(ids)}::bigint[])`
}

/** Sends an envelope; one that the queue refuses is halved until the letter that is refused is alone. */
async function pushGroup(queue: Queue, group: readonly LetterEvent[]): Promise<RefusedLetter[]> {
  try {
    await queue.push([envelopeOf(group)])
    return []
  } catch (error) {
    if (!isDataError(error)) throw error
    if (group.length === 1) return [{ letter: group[0]!.letter, why: `the queue refused it: ${reasonOf(error)}` }]
    const middle = Math.ceil(group.length / 2)
    const first = await pushGroup(queue, group.slice(0, middle))
    return [...first, ...(await pushGroup(queue, group.slice(middle)))]
  }
}

/** Marks those of the letters that nobody else sends meanwhile, before the push: a crash in between delays, at worst. */
async function mark(sql: Sql, ids: readonly number[], lostBefore: Date): Promise<ReadonlySet<number>> {
  const rows = await sql<{ id: number }[]>`
    with free as (
      select dead_letter_id from dead_letter_events
      where dead_letter_id = any(${plainArray(ids)}::bigint[]) and replayed_at is null and ${isIdle(sql, lostBefore)}
      order by dead_letter_id for update skip locked
    )
    update dead_letter_events letter set queued_at = now() from free where letter.dead_letter_id = free.dead_letter_id
    returning letter.dead_letter_id as id`
  return new Set(rows.map(({ id }) => id))
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
