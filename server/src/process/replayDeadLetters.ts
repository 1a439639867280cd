import { click } from '@bx/contracts/events/click'
import { conversion } from '@bx/contracts/events/conversion'
import { exposure } from '@bx/contracts/events/exposure'
import { render } from '@bx/contracts/events/render'
import type { KeyKind } from '@bx/contracts/events/values'
import type { z } from 'zod'
import { HOUR } from '../lib/clock.ts'
import type { Envelope, EventKind, Queue } from '../queue/queue.ts'
import { plainArray, type Sql } from '../store/db.ts'

// Sends refused events through the pipeline again. The dead letter stays until the worker has stored its event, and both
// happen in one transaction; replaying twice is harmless, because the event's own id counts once.

export interface ReplayFilter {
  readonly deadLetterIds?: readonly string[]
  readonly reason?: string
  readonly dryRun: boolean
}

/** Letters of one call: the rest waits for the next. */
const MAX_LETTERS = 10_000

interface Letter {
  readonly id: number
  readonly kind: EventKind
  readonly reason: string
  readonly keyId: string
  readonly keyKind: KeyKind
  readonly receivedAt: Date
  readonly body: string
}

/** @returns how many letters match, and how many of them still have the shape of an event and were sent again */
export async function replayDeadLetters(
  sql: Sql,
  queue: Queue,
  filter: ReplayFilter,
): Promise<{ matched: number; replayable: number; replayed: number }> {
  const letters = await sql<Letter[]>`
    select dead_letter_id as id, kind, reason, key_id as "keyId", key_kind as "keyKind", received_at as "receivedAt", body
    from dead_letter_events where replayed_at is null
      ${filter.deadLetterIds ? sql`and dead_letter_id = any(${plainArray(filter.deadLetterIds)}::bigint[])` : sql``}
      ${filter.reason === undefined ? sql`` : sql`and reason = ${filter.reason}`}
    order by dead_letter_id limit ${MAX_LETTERS}`
  const replayable = letters.filter((letter) => eventOf(letter) !== null).length
  return { matched: letters.length, replayable, replayed: filter.dryRun ? 0 : await replay(queue, letters) }
}

/** Replays what waited for a merchant or a placement that exists by now. */
export async function replayArrived(sql: Sql, queue: Queue): Promise<number> {
  const letters = await sql<Letter[]>`
    select dead_letter_id as id, kind, reason, key_id as "keyId", key_kind as "keyKind", received_at as "receivedAt", body
    from dead_letter_events
    where replayed_at is null and missing_name is not null and (
      reason = 'unknown_merchant' and exists (select from merchant_dim
        where merchant_ref = missing_name or merchant_id::text = lower(missing_name))
      or reason = 'unknown_placement' and exists (select from placement_dim
        where placement_key = missing_name or placement_id::text = lower(missing_name)))
    order by dead_letter_id limit ${MAX_LETTERS}`
  return replay(queue, letters)
}

async function replay(queue: Queue, letters: readonly Letter[]): Promise<number> {
  const groups = Map.groupBy(
    letters.flatMap((letter) => {
      const event = eventOf(letter)
      return event === null ? [] : [{ letter, event }]
    }),
    // The hour and the key keep their ledger: what was counted as rejected there moves there.
    ({ letter }) => `${letter.kind} ${letter.keyId} ${Math.floor(letter.receivedAt.getTime() / HOUR)}`,
  )
  let replayed = 0
  for (const group of groups.values()) {
    for (let i = 0; i < group.length; i += 500) {
      const part = group.slice(i, i + 500)
      await queue.push([envelopeOf(part)])
      replayed += part.length
    }
  }
  return replayed
}

function envelopeOf(group: readonly { letter: Letter; event: unknown }[]): Envelope {
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

const SCHEMAS: Readonly<Record<EventKind, z.ZodType>> = { exposure, render, click, conversion }

/** The event of a letter; null when it was cut at 8 KiB or never had the shape of one. User ids are folded already. */
export function eventOf(letter: Pick<Letter, 'kind' | 'body'>): unknown {
  try {
    const parsed = SCHEMAS[letter.kind].safeParse(JSON.parse(letter.body))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
