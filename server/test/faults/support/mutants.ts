import { type FoldContext, foldDeltas } from '../../../src/fold/foldDeltas.ts'
import { type ProcessContext, processBatch } from '../../../src/process/processBatch.ts'
import type { Claim, Envelope, Queue, QueuedEnvelope } from '../../../src/queue/queue.ts'
import type { Sql } from '../../../src/store/db.ts'

// Pipelines broken on purpose, made of the real ones by wrapping their ports: each of them is a mistake that others have
// shipped. A fault suite that does not notice them proves nothing.

/** What `process.kill` would be in a process of its own: what is in memory is gone, what is committed stays. */
export class Crash extends Error {
  override name = 'Crash'
}

export interface Pipeline {
  readonly queue: Queue
  process(context: ProcessContext, claim: Claim): Promise<unknown>
  fold(context: FoldContext): Promise<number | null>
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
      take: async (maxEvents) => {
        if (memory.length > 0) await flush()
        return pipeline.queue.take(maxEvents)
      },
    },
    crashApi() {
      memory = []
    },
  }
}

/** Empties the queue in a transaction of its own, before the one that holds the facts. */
export const removesBeforeCommit: Break = (pipeline, owner) => ({
  ...pipeline,
  async process(context, claim) {
    await owner.begin((tx) => claim.removeWithin(tx))
    return pipeline.process(context, { ...claim, removeWithin: async () => {}, giveBack: async () => {} })
  },
})

/** Notes each id as seen in a transaction of its own, before the insert, and skips ids that it has seen. */
export const marksBeforeInsert: Break = (pipeline, owner) => ({
  ...pipeline,
  async process(context, claim) {
    const envelopes: QueuedEnvelope[] = []
    for (const envelope of claim.envelopes) envelopes.push(await withoutSeen(owner, envelope))
    return pipeline.process(context, { ...claim, envelopes })
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

/** Deletes the folded deltas after the commit instead of with it: a crash in between folds them again. */
export const deletesDeltasAfterCommit: Break = (pipeline, owner) => {
  let crashes = 1
  return {
    ...pipeline,
    async fold(context) {
      const kept = await owner`select received_at, events, payload from rollup_deltas`
      const folded = await pipeline.fold(context)
      if (kept.length === 0 || crashes-- < 1) return folded
      await owner`insert into rollup_deltas ${owner(kept)}`
      throw new Crash('before the deltas were deleted')
    },
  }
}

export function soundPipeline(queue: Queue): Pipeline {
  return { queue, process: processBatch, fold: foldDeltas, crashApi() {} }
}
