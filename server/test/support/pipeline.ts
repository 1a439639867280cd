import { randomBytes, randomUUID } from 'node:crypto'
import { type FoldContext, foldDeltas, openFold } from '../../src/fold/foldDeltas.ts'
import { failpoint } from '../../src/lib/failpoint.ts'
import { openProcess } from '../../src/process/openProcess.ts'
import { type ProcessContext, processBatch } from '../../src/process/processBatch.ts'
import { postgresQueue } from '../../src/queue/postgres.ts'
import type { Envelope, Queue } from '../../src/queue/queue.ts'
import { createDays } from '../../src/store/partitions.ts'
import { plain } from '../../src/store/topology/plain.ts'
import type { TestDatabase } from './database.ts'

/** The pipeline without its loops: a test says when a batch is processed and when deltas are folded. */
export interface TestPipeline {
  readonly queue: Queue
  readonly process: ProcessContext
  readonly fold: FoldContext
  /** Pushes, processes and folds until nothing waits. */
  run(envelopes: readonly Partial<Envelope>[]): Promise<void>
  drain(): Promise<void>
}

export function openTestPipeline(database: TestDatabase, timeZone = 'UTC'): TestPipeline {
  const queue = postgresQueue({ ingest: database.app, worker: database.app })
  const process = openProcess({
    ...{ sql: database.app, topology: plain, timeZone, rawDays: 0, failpoint: failpoint(null) },
    createDays: (days) => createDays(database.owner, plain, days),
  })
  const fold = openFold(database.app, failpoint(null), async (days) => {
    for (const day of days) await plain.createDay(database.owner, 'session_slots', day)
  })
  const drain = async () => {
    for (let claim = await queue.take(1000); claim !== null; claim = await queue.take(1000))
      await processBatch(process, claim)
    while ((await foldDeltas(fold)) !== 0);
  }
  return {
    queue,
    process,
    fold,
    drain,
    async run(envelopes) {
      await queue.push(envelopes.map(envelope))
      await drain()
    },
  }
}

export function envelope(parts: Partial<Envelope>): Envelope {
  return {
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

/** A UUIDv7 made at `ms`. */
export function uuidv7(ms = Date.now()): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(ms, 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A folded user id: version 8, random. */
export function foldedUser(): string {
  const id = randomUUID()
  return `${id.slice(0, 14)}8${id.slice(15)}`
}
