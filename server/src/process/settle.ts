import type { Tx } from '../db/client.ts'
import { type Arrival, addReceived } from '../facts/arrivals.ts'
import { isMissingPartition } from '../lib/errors.ts'
import type { Delivery, Queue } from '../queue/queue.ts'
import type { ProcessContext } from './processContext.ts'

// How deliveries leave their queue: in the transaction that handles them, or right after it, depending on the queue.

/**
 * Handles deliveries once: `work`, the rows that remember them and, in the same transaction or after it, their
 * acknowledgement. Throws AlreadyProcessed, with nothing done, if some were handled before.
 */
export async function settle<T>(
  context: ProcessContext,
  queue: Queue,
  deliveries: readonly Delivery[],
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const result = await commit(context, queue, deliveries, work)
  context.failpoint('after-commit')
  if (queue.durability === 'ack-after-commit') await queue.ack(deliveries)
  return result
}

/** Acknowledges deliveries that were handled before. */
export async function acknowledge(
  { sql }: ProcessContext,
  queue: Queue,
  deliveries: readonly Delivery[],
): Promise<void> {
  if (queue.durability === 'ack-after-commit') return queue.ack(deliveries)
  await sql.begin((tx) => queue.ack(deliveries, tx))
}

async function commit<T>(
  context: ProcessContext,
  queue: Queue,
  deliveries: readonly Delivery[],
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const ids = deliveries.map(({ id }) => id)
  await context.processed.look(ids)
  try {
    return (await context.sql.begin(async (tx) => {
      // A queue in the database loses its acknowledgements with a lost commit; any other queue needs the commit on
      // disk.
      const lost = queue.durability === 'same-transaction' ? tx`set local synchronous_commit = off` : null
      await Promise.all([lost, context.processed.mark(tx, ids)])
      const result = await work(tx)
      if (queue.durability === 'same-transaction') await queue.ack(deliveries, tx)
      else await addReceived(tx, deliveries.flatMap(arrivalsIn)) // it could not be counted at push
      context.failpoint('before-commit')
      return result
    })) as T
  } catch (error) {
    if (isMissingPartition(error)) context.forgetDays()
    throw error
  }
}

function arrivalsIn({ arrived }: Delivery): readonly Arrival[] {
  return arrived === null ? [] : (JSON.parse(arrived) as Arrival[])
}
