// A worker that dies whenever it handles a batch with an event whose algorithm_version is KILLER. Otherwise it is the worker of
// ROLE=worker: the same queue, the same steps. Runs in its own process.

import { openPool } from '../../../src/db/openPool.ts'
import { slotDays } from '../../../src/facts/slotDays.ts'
import { plain } from '../../../src/facts/topology/plain.ts'
import { failpoint } from '../../../src/lib/failpoint.ts'
import { createLogger } from '../../../src/lib/logger.ts'
import { openProcess } from '../../../src/process/openProcess.ts'
import { runWorker } from '../../../src/process/worker.ts'
import { postgresQueue } from '../../../src/queue/postgres.ts'
import type { Batch, TransactionalQueue } from '../../../src/queue/queue.ts'
import { openRollup } from '../../../src/rollup/rollupContext.ts'
import { runRollupLoop } from '../../../src/rollup/rollupLoop.ts'
import { KILLER } from './killer.ts'

const { DATABASE_URL: ownerUrl, APP_DATABASE_URL: appUrl } = process.env
const app = openPool({ url: appUrl!, max: 8, name: 'killer worker' })
const owner = openPool({ url: ownerUrl!, max: 1, name: 'killer worker owner' })
const logger = createLogger('killer-worker', () => {})
const { signal } = new AbortController()
const never = failpoint(null)

const queue = postgresQueue({ ingest: app, worker: app })
/** Storing a batch kills this process when the event is among those to store; splitting an envelope does not. */
let isSplitting = false
const deadly: TransactionalQueue = {
  ...queue,
  async pushWithin(tx, parts, options) {
    isSplitting = true
    await queue.pushWithin(tx, parts, options)
  },
  async ack(deliveries, tx) {
    if (!isSplitting && (deliveries as Batch['envelopes']).some(isDeadly)) process.kill(process.pid, 'SIGKILL')
    isSplitting = false
    await queue.ack(deliveries, tx)
  },
}
void runWorker({
  context: openProcess({ sql: app, topology: plain, timeZone: 'UTC', rawDays: 0, failpoint: never }),
  ...{ queue: deadly, inbox: deadly, logger, concurrency: 2, waitMs: 50, signal },
})
void runRollupLoop({
  context: openRollup(app, never, slotDays(owner, plain)),
  ...{ logger, everyMs: 200, signal },
})

function isDeadly({ exposures }: Batch['envelopes'][number]): boolean {
  return exposures?.some((event) => event.algorithm_version === KILLER)
}
