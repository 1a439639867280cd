import { type PostgresQueueOptions, postgresQueue } from './postgres.ts'
import type { Queue, TransactionalQueue } from './queue.ts'

export interface Queues {
  /** The configured queue, which receives new events. */
  readonly queue: Queue
  /** The queue in PostgreSQL, which always exists: transactions requeue work in it. */
  readonly inbox: TransactionalQueue
  close(): Promise<void>
}

/** The queue in PostgreSQL is both. An adapter outside needs a report in queue_reports before its first push. */
export function openQueues(options: PostgresQueueOptions): Queues {
  const inbox = postgresQueue(options)
  return { queue: inbox, inbox, close: () => inbox.close() }
}
