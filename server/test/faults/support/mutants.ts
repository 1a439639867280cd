import type { Sql } from '../../../src/db/client.ts'
import { processBatch } from '../../../src/process/processBatch.ts'
import type { ProcessContext } from '../../../src/process/processContext.ts'
import { ProcessedEnvelopes } from '../../../src/process/processedEnvelopes.ts'
import type { Batch, DeliveredEnvelope, Envelope, Queue, TransactionalQueue } from '../../../src/queue/queue.ts'
import { rollUpDeltas } from '../../../src/rollup/rollUpDeltas.ts'
import type { RollupContext } from '../../../src/rollup/rollupContext.ts'

// Pipelines broken on purpose, built from the real ones by wrapping their ports. Each is a mistake that real products have
// shipped. A fault suite that does not detect them proves nothing.

/** What `process.kill` would be in a process of its own: what is in memory is gone, what is committed stays. */
export class Crash extends Error {
  override name = 'Crash'
}

export interface Pipeline {
  readonly queue: Queue
  process(context: ProcessContext, queue: Queue, batch: Batch): Promise<unknown>
  rollup(context: RollupContext): Promise<number | null>
  /** The process that acknowledges dies: what it holds in memory is gone. */
  crashApi(): void
}

export type Break = (pipeline: Pipeline, owner: Sql) => Pipeline

export const sound: Break = (pipeline) => pipeline

/** Acknowledges when the events are in memory; they go to disk a little later. */
export const acknowledgesBeforeFsync: Break = (pipeline) => {
  let memory: Envelope[] = []
  const flush = () => pipeline.queue.push(memory.splice(0))
  return {
    ...pipeline,
    queue: {
      ...pipeline.queue,
      push: async (envelopes) => void memory.push(...envelopes),
      receive: async (maxEvents) => {
        if (memory.length > 0) await flush()
        return pipeline.queue.receive(maxEvents)
      },
    },
    crashApi() {
      memory = []
    },
  }
}

/** Takes the envelopes out of the queue before the transaction that stores them. */
export const acksBeforeCommit: Break = (pipeline, owner) => ({
  ...pipeline,
  async process(context, queue, batch) {
    if (queue.durability === 'ack-after-commit') await queue.ack(batch.envelopes)
    else await owner.begin((tx) => queue.ack(batch.envelopes, tx))
    return pipeline.process(context, { ...queue, ack: async () => {}, nack: async () => {} }, batch)
  },
})

/** Takes a queue outside the database for one whose acknowledgements belong to the transaction. */
export const ignoresDurability: Break = (pipeline) => {
  const { queue } = pipeline
  if (queue.durability === 'same-transaction') return pipeline
  const pretended: TransactionalQueue = {
    ...queue,
    durability: 'same-transaction',
    ack: (deliveries) => queue.ack(deliveries),
    pushWithin: (_, envelopes) => queue.push(envelopes),
  }
  return { ...pipeline, queue: pretended }
}

/** Acknowledges what it should hand back. */
export const nackLoses: Break = (pipeline, owner) => {
  const { queue } = pipeline
  const lose: Queue['nack'] = async (deliveries) => {
    if (queue.durability === 'ack-after-commit') await queue.ack(deliveries)
    else await owner.begin((tx) => queue.ack(deliveries, tx))
  }
  return { ...pipeline, queue: { ...queue, nack: lose } }
}

/** Does not remember which envelopes were handled. */
export const forgetsEnvelopes: Break = (pipeline) => ({
  ...pipeline,
  process: (context, queue, batch) => pipeline.process({ ...context, processed: new Forgetful() }, queue, batch),
})

class Forgetful extends ProcessedEnvelopes {
  constructor() {
    super(async () => [])
  }

  override async mark(): Promise<void> {}
}

/** Remembers envelopes in a transaction of its own, before the one that stores them. */
export const remembersBeforeCommit: Break = (pipeline, owner) => ({
  ...pipeline,
  process: (context, queue, batch) => pipeline.process({ ...context, processed: new Hasty(owner) }, queue, batch),
})

class Hasty extends ProcessedEnvelopes {
  readonly #owner: Sql

  constructor(owner: Sql) {
    super(async () => [])
    this.#owner = owner
  }

  override async mark(_: unknown, ids: readonly string[]): Promise<void> {
    await this.#owner.begin((tx) => super.mark(tx, ids))
  }
}

/** Notes each id as seen in a transaction of its own, before the insert, and skips ids that it has seen. */
export const marksBeforeInsert: Break = (pipeline, owner) => ({
  ...pipeline,
  async process(context, queue, batch) {
    const envelopes: DeliveredEnvelope[] = []
    for (const envelope of batch.envelopes) envelopes.push(await withoutSeen(owner, envelope))
    return pipeline.process(context, queue, { ...batch, envelopes })
  },
})

async function withoutSeen<E extends Envelope>(owner: Sql, envelope: E): Promise<E> {
  await owner`create table if not exists seen (event_id uuid primary key)`
  const ids = envelope.exposures.map((event) => event.event_id)
  const fresh = await owner<{ event_id: string }[]>`
    insert into seen select * from unnest(${owner.array(ids)}::uuid[]) on conflict do nothing returning event_id`
  const isFresh = new Set(fresh.map((row) => row.event_id))
  return { ...envelope, exposures: envelope.exposures.filter((event) => isFresh.has(event.event_id)) }
}

/** Deletes the deltas that were rolled up after the commit instead of with it: a crash in between counts them again. */
export const deletesDeltasAfterCommit: Break = (pipeline, owner) => {
  let crashes = 1
  return {
    ...pipeline,
    async rollup(context) {
      const kept = await owner`select received_at, events, payload from rollup_deltas`
      const count = await pipeline.rollup(context)
      if (kept.length === 0 || crashes-- < 1) return count
      await owner`insert into rollup_deltas ${owner(kept)}`
      throw new Crash('before the deltas were deleted')
    },
  }
}

export function soundPipeline(queue: Queue): Pipeline {
  return { queue, process: processBatch, rollup: rollUpDeltas, crashApi() {} }
}
