import { type PostgresQueueOptions, postgresQueue } from './postgres.ts'
import type { Queue } from './queue.ts'

/** Opens the queue that the configuration names; PostgreSQL's needs nothing beside the database. */
export function openQueue(options: PostgresQueueOptions): Queue {
  return postgresQueue(options)
}
