import type { Sql } from '../db/client.ts'
import { SECOND } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { sleep } from '../lib/retry.ts'
import type { OutsideQueue } from './queue.ts'

const EVERY_MS = SECOND / 2

/**
 * Writes the state of a queue outside the database. Snapshots cannot query it: they do not contain what it acknowledges
 * after they began. A report is older than every snapshot that sees it, so its bound holds for all of them.
 */
export async function reportQueue(sql: Sql, queue: OutsideQueue): Promise<void> {
  // Read before the queue is asked: what is pushed after its answer was also pushed after this time.
  const [clock] = await sql<{ askedAt: Date }[]>`select clock_timestamp() as "askedAt"`
  const [depth, oldest] = await Promise.all([queue.depth(), queue.oldest()])
  const { askedAt } = clock!
  const bound = oldest !== null && oldest < askedAt ? oldest : askedAt
  await sql`
    insert into queue_reports (queue, waiting, in_flight, events, oldest)
    values (${queue.name}, ${depth.waitingEnvelopes}, ${depth.inFlightEnvelopes}, ${depth.waitingEvents}, ${bound})
    on conflict (queue) do update
    set waiting = excluded.waiting, in_flight = excluded.in_flight, events = excluded.events, oldest = excluded.oldest, reported_at = now()`
}

/** Reports twice a second until `signal` aborts. Without reports `complete_to` does not move. */
export async function reportQueueUntil(
  sql: Sql,
  queue: OutsideQueue,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await reportQueue(sql, queue).catch((error: unknown) => logger.warn('queue_not_reported', { error }))
    await sleep(EVERY_MS, signal)
  }
}
