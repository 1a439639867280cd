import type { Sql, Tx } from '../db/client.ts'
import { queueBacklog } from '../queue/backlog.ts'

export interface Watermark {
  /** Everything acknowledged before this instant is in the figures, except what `setAside` counts. */
  readonly completeTo: Date
  /**
   * Every click and sale acknowledged before this instant has had its last look: its credit considers everything
   * acknowledged within 15 minutes after it. Later ones are counted, and may still move. Never after `completeTo`.
   */
  readonly attributedTo: Date
  /** The same without attribution: exposures, renders and the ledger are counted up to it. */
  readonly countedTo: Date
  /** When it was read, by the database's clock like `completeTo`. */
  readonly readAt: Date
  /** Events waiting to be counted. */
  readonly waiting: number
  /** Work that failed in the loops and was set aside: stored, and not in the figures. */
  readonly setAside: SetAside
}

export interface SetAside {
  /** Events of envelopes and of deltas, without days that a recount repaired. */
  readonly events: number
  /** Clicks, sales and late exposures that are not attributed. */
  readonly attributions: number
  /** Receipt of the earliest; null when there is none. */
  readonly since: Date | null
}

type Row = Omit<Watermark, 'setAside'> & SetAside

/**
 * The earliest received_at that still waits in a queue, leased or not, in the deltas, or for its first attribution;
 * else now. `now()` is the start of the transaction, which is before its snapshot, so it never promises too much. Work
 * that was set aside does not hold it back: it may wait for days, and everything behind it is counted.
 */
export async function readWatermark(tx: Sql | Tx): Promise<Watermark> {
  const [row] = await tx<Row[]>`
    select coalesce(least(queued.oldest, deltas.oldest, pending.oldest), now()) as "completeTo",
      coalesce(least(queued.oldest, deltas.oldest, pending.oldest, second.oldest), now()) as "attributedTo",
      coalesce(least(queued.oldest, deltas.oldest), now()) as "countedTo", now() as "readAt",
      coalesce(queued.events, 0)::bigint + coalesce(deltas.events, 0)::bigint as waiting,
      coalesce(failed_inbox.events, 0)::bigint + coalesce(failed.events, 0)::bigint as events,
      unattributed.n as attributions, least(failed_inbox.oldest, failed.oldest, unattributed.oldest) as since
    from ${queueBacklog(tx)} queued,
      (select min(received_at) as oldest, sum(events) as events from rollup_deltas) deltas,
      (select min(received_at) as oldest from attribution_queue where received_at is not null) pending,
      (select min(second_look_of) as oldest from attribution_queue where second_look_of is not null) second,
      (select min(received_at) as oldest, sum(events) as events from failed_envelopes where retried_at is null) failed_inbox,
      (select min(received_at) as oldest, sum(events) as events from failed_deltas
        where retried_at is null and (cardinality(days) > 0 and days <@ repaired_days) is not true) failed,
      (select min(asked_at) as oldest, count(*) as n from failed_attributions where retried_at is null) unattributed`
  const { events, attributions, since, ...watermark } = row!
  return { ...watermark, setAside: { events, attributions, since } }
}
