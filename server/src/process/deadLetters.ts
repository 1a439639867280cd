import { keptFields } from '@bx/contracts/events/keptFields'
import { LIMITS } from '@bx/contracts/events/values'
import { plainArray, type Tx, textArray } from '../db/client.ts'
import { cutBytes } from '../lib/cutBytes.ts'
import type { EventKind } from '../queue/queue.ts'
import type { DeadLetter } from './deadLetter.ts'
import type { DeadLetterQuota } from './deadLetterQuota.ts'

/** Stores refused events, within the quota, for 14 days, for people to read and to replay. */
export async function writeDeadLetters(tx: Tx, refused: readonly DeadLetter[], quota: DeadLetterQuota): Promise<void> {
  const kept = refused.length === 0 ? [] : await quota.choose(tx, refused)
  if (kept.length === 0) return
  await tx`
    insert into dead_letter_events (received_at, kind, reason, message, missing_name, event_id, key_id, key_kind, body,
      ivt_reason, source_hash)
    select * from unnest(
      ${plainArray(kept.map((one) => new Date(one.envelope.receivedAt).toISOString()))}::timestamptz[],
      ${textArray(kept.map((one) => one.kind))}::text[],
      ${textArray(kept.map((one) => one.reason))}::text[],
      ${textArray(kept.map((one) => one.message))}::text[],
      ${textArray(kept.map((one) => one.missingName))}::text[],
      ${textArray(kept.map((one) => one.eventId))}::text[],
      ${textArray(kept.map((one) => one.envelope.keyId))}::text[],
      ${textArray(kept.map((one) => one.envelope.keyKind))}::text[],
      ${textArray(kept.map((one) => one.body))}::text[],
      ${plainArray(kept.map((one) => one.envelope.ivt))}::text[],
      ${plainArray(kept.map((one) => one.envelope.source ?? null))}::bigint[])`
}

/**
 * Which of these dead letters still wait, and the reason of their last refusal. If one was replayed twice, the first
 * copy settles it. The rows are locked, so that two workers with the two copies do not both find it waiting.
 */
export async function lockWaitingDeadLetters(
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

/** A successful replay settles its dead letter; a failed one counts an attempt and updates the reason. */
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
    update dead_letter_events waiting
    set queued_at = null, attempts = attempts + 1, reason = t.reason, message = t.message, missing_name = t.missing_name
    from unnest(${plainArray(failed.map((f) => f.deadLetterId))}::bigint[], ${textArray(failed.map((f) => f.reason))}::text[],
      ${textArray(failed.map((f) => f.message))}::text[], ${textArray(failed.map((f) => f.missingName))}::text[])
      as t(id, reason, message, missing_name)
    where waiting.dead_letter_id = t.id`
}

/** An event as a dead letter holds it: in wire form (times as ISO 8601), at most 8 KiB. */
export function deadLetterBody(kind: EventKind, event: Readonly<Record<string, unknown>>): string {
  const wire: Record<string, unknown> = { ...event }
  for (const field of ['timestamp', 'status_at']) {
    const value = wire[field]
    if (typeof value === 'number') wire[field] = new Date(value).toISOString()
  }
  // Queued events passed their rules; events queued by an earlier release may not pass today's.
  return cutBytes(JSON.stringify(keptFields(kind, wire)), LIMITS.deadLetterBytes)
}
