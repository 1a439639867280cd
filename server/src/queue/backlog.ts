import type { Fragment, Sql, Tx } from '../db/client.ts'

/** What is waiting in all queues. */
export interface Backlog {
  readonly waiting: number
  readonly inFlight: number
  readonly oldest: Date | null
}

/**
 * The backlog in the caller's snapshot: one row (waiting, in_flight, events, oldest). A queue in the database answers
 * exactly; a queue outside by its last report, which is older than the snapshot (`reportQueue`).
 */
export function queueBacklog(sql: Sql | Tx): Fragment {
  return sql`queue_backlog`
}

export async function readBacklog(tx: Sql | Tx): Promise<Backlog> {
  const [row] = await tx<Backlog[]>`
    select waiting, in_flight as "inFlight", oldest from ${queueBacklog(tx)}`
  return row!
}
