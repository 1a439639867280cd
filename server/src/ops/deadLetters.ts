import type { Answer, Query } from '@bx/contracts/endpoints/endpoint'
import type { listDeadLetters } from '@bx/contracts/endpoints/operations'
import type { EventKind } from '../queue/queue.ts'
import type { Sql } from '../store/db.ts'

/** Refused events, newest first, a page at a time. */
export async function readDeadLetters(
  sql: Sql,
  query: Query<typeof listDeadLetters> & { limit: number; state: string },
): Promise<Answer<typeof listDeadLetters>> {
  const rows = await sql<
    {
      dead_letter_id: number
      kind: EventKind
      reason: string
      message: string
      event_id: string | null
      key_id: string
      received_at: Date
      body: string
      replayed_at: Date | null
      attempts: number
    }[]
  >`
    select dead_letter_id, kind, reason, message, event_id, key_id, received_at, body, replayed_at, attempts
    from dead_letter_events
    where true
      ${query.reason === undefined ? sql`` : sql`and reason = ${query.reason}`}
      ${query.before === undefined ? sql`` : sql`and dead_letter_id < ${query.before}`}
      ${query.state === 'waiting' ? sql`and replayed_at is null` : query.state === 'replayed' ? sql`and replayed_at is not null` : sql``}
    order by dead_letter_id desc limit ${query.limit + 1}`
  const page = rows.slice(0, query.limit)
  const byReason = await sql<{ reason: string; waiting: number }[]>`
    select reason, count(*) as waiting from dead_letter_events where replayed_at is null group by reason order by waiting desc`
  return {
    data: {
      rows: page.map((row) => ({
        ...row,
        dead_letter_id: String(row.dead_letter_id),
        received_at: row.received_at.toISOString(),
        replayed_at: row.replayed_at?.toISOString() ?? null,
        body: parsed(row.body),
      })),
      next: rows.length > query.limit ? String(page.at(-1)!.dead_letter_id) : null,
      by_reason: byReason,
    },
  }
}

/** The event as JSON, or as the text it is when it was cut at 8 KiB. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
