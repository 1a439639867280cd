import { randomUUID } from 'node:crypto'
import { createDays } from '../../src/facts/partitions.ts'
import { slotDays } from '../../src/facts/slotDays.ts'
import { plain } from '../../src/facts/topology/plain.ts'
import { failpoint } from '../../src/lib/failpoint.ts'
import { uuidv7 } from '../../src/lib/ids.ts'
import { openProcess } from '../../src/process/openProcess.ts'
import { processBatch } from '../../src/process/processBatch.ts'
import type { ProcessContext } from '../../src/process/processContext.ts'
import { postgresQueue } from '../../src/queue/postgres.ts'
import type { Envelope, TransactionalQueue } from '../../src/queue/queue.ts'
import { rollUpDeltas } from '../../src/rollup/rollUpDeltas.ts'
import { openRollup, type RollupContext } from '../../src/rollup/rollupContext.ts'
import type { TestDatabase } from './database.ts'

/** The pipeline without its loops: the test decides when a batch is processed and when deltas are rolled up. */
export interface TestPipeline {
  readonly queue: TransactionalQueue
  readonly process: ProcessContext
  readonly rollup: RollupContext
  /** Pushes, processes and rolls up until nothing waits. */
  run(envelopes: readonly Partial<Envelope>[]): Promise<void>
  drain(): Promise<void>
}

export function openTestPipeline(database: TestDatabase, timeZone = 'UTC'): TestPipeline {
  const queue = postgresQueue({ ingest: database.app, worker: database.app })
  const process = openProcess({
    ...{ sql: database.app, topology: plain, timeZone, rawDays: 0, failpoint: failpoint(null) },
    createDays: (days) => createDays(database.owner, plain, days),
  })
  const rollup = openRollup(database.app, failpoint(null), slotDays(database.owner, plain))
  const drain = async () => {
    for (let batch = await queue.receive(1000); batch !== null; batch = await queue.receive(1000))
      await processBatch(process, queue, batch)
    while ((await rollUpDeltas(rollup)) !== 0);
  }
  return {
    queue,
    process,
    rollup,
    drain,
    async run(envelopes) {
      await queue.push(envelopes.map(envelope))
      await drain()
    },
  }
}

export function envelope(parts: Partial<Envelope>): Envelope {
  return {
    id: uuidv7(),
    keyId: 'test-key',
    keyKind: 'browser',
    receivedAt: Date.now(),
    ivt: null,
    exposures: [],
    renders: [],
    clicks: [],
    conversions: [],
    refused: [],
    ...parts,
  }
}

/** A pseudonymised user id: version 8, random. */
export function pseudonymOf(): string {
  const id = randomUUID()
  return `${id.slice(0, 14)}8${id.slice(15)}`
}
