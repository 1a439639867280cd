import type { Sql, Tx } from './db.ts'

export interface Watermark {
  /** Everything acknowledged before this instant is in the figures. */
  readonly completeTo: Date
  /** When it was read, by the database's clock like `completeTo`. */
  readonly readAt: Date
  /** Events that wait to be counted. */
  readonly waiting: number
}

/**
 * The earliest received_at that still waits in the inbox, leased or not, or in the deltas; else now. `now()` is the
 * start of the transaction, which lies before its snapshot, so it never promises too much.
 */
export async function readWatermark(tx: Sql | Tx): Promise<Watermark> {
  const [row] = await tx<Watermark[]>`
    select coalesce(least(inbox.oldest, deltas.oldest), now()) as "completeTo", now() as "readAt",
      coalesce(inbox.events, 0)::bigint + coalesce(deltas.events, 0)::bigint as waiting
    from (select min(received_at) as oldest, sum(events) as events from ingest_inbox) inbox,
      (select min(received_at) as oldest, sum(events) as events from rollup_deltas) deltas`
  return row!
}
