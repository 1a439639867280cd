import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { listDeadLetters } from '@bx/contracts/endpoints/operations'
import type { KeyKind } from '@bx/contracts/events/values'
import type { z } from 'zod'
import type { Sql } from '../db/client.ts'
import type { EventKind } from '../queue/queue.ts'
import { deadLetterEvent, type ReplayRules } from './deadLetterEvent.ts'

/** Rows of a page, and of a file: a row has up to 8 KiB. */
const PAGE = 100
const MOST_IN_FILE = 5_000

/** Refused events, newest first, a page at a time. */
export async function readDeadLetters(
  sql: Sql,
  query: z.output<(typeof listDeadLetters)['query']>,
  rules: ReplayRules,
): Promise<Answer<typeof listDeadLetters>> {
  const limit = query.limit ?? (query.format === 'csv' ? MOST_IN_FILE : PAGE)
  const matching = sql`
    ${query.reason === undefined ? sql`true` : sql`reason = ${query.reason}`}
    ${query.state === 'waiting' ? sql`and replayed_at is null` : query.state === 'replayed' ? sql`and replayed_at is not null` : sql``}`
  const rows = await sql<
    {
      dead_letter_id: number
      kind: EventKind
      reason: string
      message: string
      event_id: string | null
      key_id: string
      keyKind: KeyKind
      received_at: Date
      body: string
      replayed_at: Date | null
      attempts: number
      missing_exists: boolean | null
    }[]
  >`
    select dead_letter_id, kind, reason, message, event_id, key_id, key_kind as "keyKind", received_at, body, replayed_at, attempts,
      case when missing_name is null then null
        when reason = 'unknown_merchant' then exists (select from merchant_dim
          where merchant_ref = missing_name or merchant_id::text = lower(missing_name))
        else exists (select from placement_dim
          where placement_key = missing_name or placement_id::text = lower(missing_name)) end as missing_exists
    from dead_letter_events
    where ${matching} ${query.before === undefined ? sql`` : sql`and dead_letter_id < ${query.before}`}
    order by dead_letter_id desc limit ${limit + 1}`
  const [{ total }] = await sql<[{ total: number }]>`select count(*) as total from dead_letter_events where ${matching}`
  const page = rows.slice(0, limit)
  const byReason = await countByReason(sql)
  return {
    data: {
      rows: page.map(({ keyKind, ...row }) => ({
        ...row,
        dead_letter_id: String(row.dead_letter_id),
        received_at: row.received_at.toISOString(),
        replayed_at: row.replayed_at?.toISOString() ?? null,
        body: parsed(row.body),
        field: fieldOf(row),
        can_replay: 'event' in deadLetterEvent({ ...row, keyKind }, rules),
      })),
      total,
      next: rows.length > limit ? String(page.at(-1)!.dead_letter_id) : null,
      by_reason: byReason,
    },
  }
}

/** Days from which neither dead letters nor counts have been deleted. */
const COUNTED_DAYS = 13

/** Refused events that wait as a dead letter, and those that were only counted in the ledger. */
function countByReason(sql: Sql) {
  return sql<{ reason: string; waiting: number; only_counted: number }[]>`
    with since as (select date_trunc('hour', now(), 'UTC') - ${COUNTED_DAYS} * interval '1 day' as hour),
    dead_letters as (
      select reason, count(*) as waiting, count(*) filter (where received_at >= (select hour from since)) as recent
      from dead_letter_events where replayed_at is null group by reason
    ), refused as (
      select reason, sum(events)::bigint as events from ingest_outcomes
      where outcome = 'rejected' and hour >= (select hour from since) group by reason
    )
    select reason, coalesce(waiting, 0) as waiting,
      greatest(0, coalesce(events, 0) - coalesce(recent, 0))::bigint as only_counted
    from dead_letters full join refused using (reason)
    where coalesce(waiting, 0) > 0 or coalesce(events, 0) > 0
    order by 2 desc, 3 desc, reason`
}

/** The event as JSON, or as text if it was truncated at 8 KiB. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

/** Fields by the reasons that concern one; `invalid_<field>` names its own. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  unknown_merchant: ['merchant_id', 'merchant_ref'],
  unknown_placement: ['placement_id', 'placement_key'],
  stale: ['timestamp'],
  in_future: ['timestamp'],
  outside_retention: ['timestamp'],
  currency_not_supported: ['currency'],
  amount_too_large: ['order_amount', 'commission_amount'],
  status_at_in_future: ['status_at'],
  too_many_slots: ['slots_available'],
}

function fieldOf({ reason, body }: { readonly reason: string; readonly body: string }): string | null {
  const named = FIELDS[reason]
  if (named === undefined) return reason.startsWith('invalid_') ? reason.slice('invalid_'.length) : null
  const event = parsed(body)
  const isThere = (field: string) => typeof event === 'object' && event !== null && field in event
  return named.find(isThere) ?? named[0]!
}
