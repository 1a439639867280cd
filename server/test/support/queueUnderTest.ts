import { randomUUID } from 'node:crypto'
import type { Sql } from '../../src/db/client.ts'
import { uuidv7 } from '../../src/lib/ids.ts'
import type { Batch, DeliveredEnvelope, Envelope, Queue } from '../../src/queue/queue.ts'

// What the contract's tests need of an adapter, and the envelopes they send.

export interface QueueUnderTest {
  open(): Queue
  /** The database in which the acknowledgements of a queue with `same-transaction` take part. */
  readonly sql: Sql
  /** Leaves the queue without envelopes. */
  empty(): Promise<void>
  /** Lets the leases of a dead process expire. */
  expireLeases(): Promise<void>
  /** Kills the client's process. */
  kill(queue: Queue): Promise<void>
}

export type Open = () => Queue
export type Ack = (queue: Queue, batch: Batch) => Promise<void>

export function transactional(queue: Queue) {
  return queue.durability === 'same-transaction' ? queue : null
}

export async function receiveAll(queue: Queue): Promise<Batch[]> {
  const batches: Batch[] = []
  for (let batch = await queue.receive(1000); batch !== null; batch = await queue.receive(1000)) batches.push(batch)
  return batches
}

/** The envelope as it was pushed. */
export function withoutDelivery(delivered: DeliveredEnvelope): Envelope {
  const { ref: _, lease: __, queuedAt: ___, attempts: ____, events: _____, arrived: ______, ...pushed } = delivered
  return pushed
}

export const byKey = (a: Envelope, b: Envelope) => (a.keyId < b.keyId ? -1 : 1)

/** An envelope of `events` exposures; its keyId tells it from all others. */
export function envelope(events: number): Envelope {
  const exposure = () => ({
    ...{ event_id: randomUUID(), merchant_ref: 'acme', placement_key: 'home', exposure_unit_id: randomUUID() },
    ...{
      exposure_type: 'card' as const,
      user_id: randomUUID(),
      timestamp: 1_780_000_000_000,
      session_id: randomUUID(),
    },
    ...{ is_clickable: true, algorithm_version: 'v1' },
  })
  return {
    ...{ id: uuidv7(), keyId: randomUUID(), keyKind: 'browser', receivedAt: 1_780_000_000_000, ivt: null },
    ...{ exposures: Array.from({ length: events }, exposure), renders: [], clicks: [], conversions: [], refused: [] },
  }
}
