import { type Fragment, plainArray, type Sql, textArray } from '../db/client.ts'
import { MINUTE } from '../lib/clock.ts'
import { isDataError, reasonOf } from '../lib/errors.ts'
import { queueBacklog } from '../queue/backlog.ts'
import type { Queue } from '../queue/queue.ts'
import { deadLetterEvent, type ReplayRules } from './deadLetterEvent.ts'
import { envelopeOf, groupsOf, type ReplayableEvent, type WaitingDeadLetter } from './replayEnvelopes.ts'

// Sends refused events through the pipeline again. The dead letter waits until the worker has stored its event, and
// both happen in one transaction. A repeated replay is harmless, because the event's own id counts once. A dead letter
// is marked before its push, so that a backlog is pushed once, however often people and jobs request it.

export interface ReplayFilter {
  readonly deadLetterIds?: readonly string[]
  readonly reason?: string
}

/** Dead letters of one call; the rest waits for the next. */
const MAX_DEAD_LETTERS = 10_000
/** Longer than a push, and than a received batch that is not committed yet. */
const LOST_AFTER_MS = 5 * MINUTE

/** The waiting dead letters that match, oldest first. */
export function readWaitingDeadLetters(sql: Sql, filter: ReplayFilter): Promise<WaitingDeadLetter[]> {
  return sql<WaitingDeadLetter[]>`
    ${selectDeadLetters(sql)} where ${matches(sql, filter)} order by dead_letter_id limit ${MAX_DEAD_LETTERS}`
}

/** How many there are, if they are more than one call takes. */
export async function countWaiting(sql: Sql, filter: ReplayFilter): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*) as n from dead_letter_events where ${matches(sql, filter)}`
  return row!.n
}

export interface ReplayResult {
  /** All waiting dead letters that matched before; one call takes the oldest 10,000. */
  readonly waiting: number
  /** Waiting dead letters that match. */
  readonly matched: number
  /** Those whose event is still valid. */
  readonly replayable: number
  /** Those pushed now; the other replayable ones are already queued. */
  readonly replayed: number
}

export async function replayDeadLetters(
  sql: Sql,
  queue: Queue,
  filter: ReplayFilter,
  rules: ReplayRules,
): Promise<ReplayResult> {
  const lostBefore = await findLostBefore(sql)
  const deadLetters = await sql<WaitingDeadLetter[]>`
    ${selectDeadLetters(sql)} where ${matches(sql, filter)} and ${isIdle(sql, lostBefore)}
    order by dead_letter_id limit ${MAX_DEAD_LETTERS}`
  const [onTheWay] = await sql<{ n: number }[]>`
    select count(*) as n from dead_letter_events where ${matches(sql, filter)} and not ${isIdle(sql, lostBefore)}`
  const waiting = await countWaiting(sql, filter)
  const { events } = eventsOf(deadLetters, rules)
  const { replayed } = await replay(sql, queue, events, lostBefore)
  return { waiting, matched: deadLetters.length + onTheWay!.n, replayable: events.length + onTheWay!.n, replayed }
}

/**
 * Replays events that waited for a merchant or a placement that now exists. What cannot be replayed is set aside with
 * the reason; otherwise it would be first in line each time and block what waits behind it.
 */
export async function replayArrived(sql: Sql, queue: Queue, rules: ReplayRules): Promise<number> {
  const lostBefore = await findLostBefore(sql)
  const deadLetters = await sql<WaitingDeadLetter[]>`
    ${selectDeadLetters(sql)} where replayed_at is null and set_aside_at is null and ${isIdle(sql, lostBefore)} and missing_name is not null and (
      reason = 'unknown_merchant' and exists (select from merchant_dim
        where merchant_ref = missing_name or merchant_id::text = lower(missing_name))
      or reason = 'unknown_placement' and exists (select from placement_dim
        where placement_key = missing_name or placement_id::text = lower(missing_name)))
    order by dead_letter_id limit ${MAX_DEAD_LETTERS}`
  const { events, refused } = eventsOf(deadLetters, rules)
  const { replayed, failed } = await replay(sql, queue, events, lostBefore)
  await setAside(sql, [...refused, ...failed])
  return replayed
}

async function setAside(sql: Sql, refused: readonly RefusedReplay[]): Promise<void> {
  if (refused.length === 0) return
  await sql`
    update dead_letter_events set set_aside_at = now(), message = t.why
    from unnest(${plainArray(refused.map(({ deadLetter }) => deadLetter.id))}::bigint[], ${textArray(refused.map(({ why }) => why))}::text[])
      as t (id, why)
    where dead_letter_id = t.id and replayed_at is null`
}

function matches(sql: Sql, { deadLetterIds, reason }: ReplayFilter): Fragment {
  return sql`replayed_at is null
    ${deadLetterIds ? sql`and dead_letter_id = any(${plainArray(deadLetterIds)}::bigint[])` : sql``}
    ${reason === undefined ? sql`` : sql`and reason = ${reason}`}`
}

/** No replay of the dead letter is queued, or it was lost. */
function isIdle(sql: Sql, lostBefore: Date): Fragment {
  return sql`(queued_at is null or queued_at < ${lostBefore})`
}

/**
 * A replay pushed before this and still not processed is lost: everything that waits is younger, by more than a push
 * and a current batch take.
 */
async function findLostBefore(sql: Sql): Promise<Date> {
  const [row] = await sql<{ before: Date }[]>`
    select least(now(), oldest) - ${LOST_AFTER_MS} * interval '1 ms' as before from ${queueBacklog(sql)}`
  return row!.before
}

function selectDeadLetters(sql: Sql) {
  return sql`
    select dead_letter_id as id, kind, reason, event_id as "eventId", key_id as "keyId", key_kind as "keyKind",
      received_at as "receivedAt", body, ivt_reason as ivt, source_hash as source from dead_letter_events`
}

interface RefusedReplay {
  readonly deadLetter: WaitingDeadLetter
  readonly why: string
}

function eventsOf(deadLetters: readonly WaitingDeadLetter[], rules: ReplayRules) {
  const events: ReplayableEvent[] = []
  const refused: RefusedReplay[] = []
  for (const deadLetter of deadLetters) {
    const read = readEvent(deadLetter, rules)
    if ('event' in read) events.push({ deadLetter, event: read.event })
    else refused.push({ deadLetter, why: read.refusal.message })
  }
  return { events, refused }
}

function readEvent(deadLetter: WaitingDeadLetter, rules: ReplayRules): ReturnType<typeof deadLetterEvent> {
  try {
    return deadLetterEvent(deadLetter, rules)
  } catch (error) {
    return { refusal: { code: 'unreadable', message: `the event cannot be read: ${reasonOf(error)}` } }
  }
}

async function replay(sql: Sql, queue: Queue, events: readonly ReplayableEvent[], lostBefore: Date) {
  let replayed = 0
  const failed: RefusedReplay[] = []
  for (const group of groupsOf(events)) {
    const ids = await mark(
      sql,
      group.map(({ deadLetter }) => deadLetter.id),
      lostBefore,
    )
    const free = group.filter(({ deadLetter }) => ids.has(deadLetter.id))
    if (free.length === 0) continue
    const refused = await pushGroup(queue, free).catch(async (error: unknown) => {
      await unmark(sql, [...ids])
      throw error
    })
    if (refused.length > 0)
      await unmark(
        sql,
        refused.map(({ deadLetter }) => deadLetter.id),
      )
    failed.push(...refused)
    replayed += free.length - refused.length
  }
  return { replayed, failed }
}

async function unmark(sql: Sql, ids: readonly number[]): Promise<void> {
  await sql`update dead_letter_events set queued_at = null where dead_letter_id = any(${plainArray(ids)}::bigint[])`
}

/** Pushes an envelope; if the queue refuses it, it is halved until the refused dead letter is alone. */
async function pushGroup(queue: Queue, group: readonly ReplayableEvent[]): Promise<RefusedReplay[]> {
  try {
    await queue.push([envelopeOf(group)])
    return []
  } catch (error) {
    if (!isDataError(error)) throw error
    if (group.length === 1)
      return [{ deadLetter: group[0]!.deadLetter, why: `the queue refused it: ${reasonOf(error)}` }]
    const middle = Math.ceil(group.length / 2)
    const first = await pushGroup(queue, group.slice(0, middle))
    return [...first, ...(await pushGroup(queue, group.slice(middle)))]
  }
}

/** Marks the dead letters that no other call is pushing, before the push: a crash in between only causes a delay. */
async function mark(sql: Sql, ids: readonly number[], lostBefore: Date): Promise<ReadonlySet<number>> {
  const rows = await sql<{ id: number }[]>`
    with free as (
      select dead_letter_id from dead_letter_events
      where dead_letter_id = any(${plainArray(ids)}::bigint[]) and replayed_at is null and ${isIdle(sql, lostBefore)}
      order by dead_letter_id for update skip locked
    )
    update dead_letter_events waiting set queued_at = now() from free where waiting.dead_letter_id = free.dead_letter_id
    returning waiting.dead_letter_id as id`
  return new Set(rows.map(({ id }) => id))
}
