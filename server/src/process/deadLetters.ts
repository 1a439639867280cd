import { keptFields } from '@bx/contracts/events/keptFields'
import { LIMITS } from '@bx/contracts/events/values'
import { cutBytes } from '../lib/cutBytes.ts'
import type { EventKind, QueuedEnvelope } from '../queue/queue.ts'
import { plainArray, type Tx, textArray } from '../store/db.ts'
import type { LetterRoom } from './letterRoom.ts'

export interface DeadLetter {
  readonly envelope: QueuedEnvelope
  readonly kind: EventKind
  readonly reason: string
  readonly message: string
  readonly missingName: string | null
  readonly eventId: string | null
  readonly body: string
}

/** Keeps refused events, as many as there is room for, 14 days, for people to look at and to replay. */
export async function writeDeadLetters(tx: Tx, refused: readonly DeadLetter[], room: LetterRoom): Promise<void> {
  const letters = refused.length === 0 ? [] : await room.choose(tx, refused)
  if (letters.length === 0) return
  await tx`
    insert into dead_letter_events (received_at, kind, reason, message, missing_name, event_id, key_id, key_kind, body)
    select * from unnest(
      ${plainArray(letters.map((letter) => new Date(letter.envelope.receivedAt).toISOString()))}::timestamptz[],
      ${textArray(letters.map((letter) => letter.kind))}::text[],
      ${textArray(letters.map((letter) => letter.reason))}::text[],
      ${textArray(letters.map((letter) => letter.message))}::text[],
      ${textArray(letters.map((letter) => letter.missingName))}::text[],
      ${textArray(letters.map((letter) => letter.eventId))}::text[],
      ${textArray(letters.map((letter) => letter.envelope.keyId))}::text[],
      ${textArray(letters.map((letter) => letter.envelope.keyKind))}::text[],
      ${textArray(letters.map((letter) => letter.body))}::text[])`
}

/**
 * Which of these letters still wait, and for what reason they were refused last. One that was replayed twice is settled
 * when its second copy comes; locked, so that two workers with the two copies do not both find it waiting.
 */
export async function lockWaitingLetters(
  tx: Tx,
  replays: readonly { readonly deadLetterId: string }[],
): Promise<ReadonlyMap<string, string>> {
  if (replays.length === 0) return new Map()
  const rows = await tx<{ id: number; reason: string }[]>`
    select dead_letter_id as id, reason from dead_letter_events
    where dead_letter_id = any(${plainArray(replays.map((replay) => replay.deadLetterId))}::bigint[]) and replayed_at is null
    order by dead_letter_id for update`
  return new Map(rows.map(({ id, reason }) => [String(id), reason]))
}

export interface FailedReplay {
  readonly deadLetterId: string
  readonly reason: string
  readonly message: string
  readonly missingName: string | null
}

/** A replay that went through settles its dead letter; one that failed again counts a try and says why. */
export async function settleReplays(
  tx: Tx,
  accepted: readonly string[],
  failed: readonly FailedReplay[],
): Promise<void> {
  if (accepted.length > 0) {
    await tx`update dead_letter_events set replayed_at = now(), queued_at = null, attempts = attempts + 1
      where dead_letter_id = any(${plainArray(accepted)}::bigint[])`
  }
  if (failed.length === 0) return
  await tx`
    update dead_letter_events letter
    set queued_at = null, attempts = attempts + 1, reason = t.reason, message = t.message, missing_name = t.missing_name
    from unnest(${plainArray(failed.map((f) => f.deadLetterId))}::bigint[], ${textArray(failed.map((f) => f.reason))}::text[],
      ${textArray(failed.map((f) => f.message))}::text[], ${textArray(failed.map((f) => f.missingName))}::text[])
      as t(id, reason, message, missing_name)
    where letter.dead_letter_id = t.id`
}

/** An event as a dead letter keeps it: wire form again (times as ISO 8601), at most 8 KiB. */
export function deadLetterBody(kind: EventKind, event: Readonly<Record<string, unknown>>): string {
  const wire: Record<string, unknown> = { ...event }
  for (const field of ['timestamp', 'status_at']) {
    const value = wire[field]
    if (typeof value === 'number') wire[field] = new Date(value).toISOString()
  }
  // Queued events passed their rules; those that an earlier release queued may not pass today's.
  return cutBytes(JSON.stringify(keptFields(kind, wire)), LIMITS.deadLetterBytes)
}
