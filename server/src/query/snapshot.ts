import type { Sql, Tx } from '../store/db.ts'

// One question is answered from one snapshot: figures, totals and watermark belong together.

export interface Watermark {
  /** Everything acknowledged before this instant is in the figures. */
  readonly completeTo: Date
  /** Events that wait to be counted. */
  readonly waiting: number
}

/** Runs the queries of one answer in a read-only snapshot. They are sent together and answered in order. */
export async function readSnapshot<T>(sql: Sql, read: (tx: Tx) => Promise<T>): Promise<T> {
  return (await sql.begin('isolation level repeatable read read only', read)) as T
}

/**
 * The earliest received_at that still waits in the inbox, leased or not, or in the deltas; else now. `now()` is the
 * start of the transaction, which lies before its snapshot, so it never promises too much.
 */
export async function readWatermark(tx: Tx): Promise<Watermark> {
  const [row] = await tx<{ completeTo: Date; waiting: number }[]>`
    select coalesce(least(inbox.oldest, deltas.oldest), now()) as "completeTo",
      coalesce(inbox.events, 0)::bigint + coalesce(deltas.events, 0)::bigint as waiting
    from (select min(received_at) as oldest, sum(events) as events from ingest_inbox) inbox,
      (select min(received_at) as oldest, sum(events) as events from rollup_deltas) deltas`
  return row!
}
