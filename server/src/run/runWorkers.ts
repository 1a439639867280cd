import { runAttributor } from '../attribution/attributor.ts'
import { openPool } from '../db/openPool.ts'
import { openProgress } from '../facts/loopProgress.ts'
import { createDays } from '../facts/partitions.ts'
import { slotDays } from '../facts/slotDays.ts'
import { detectTopology } from '../facts/topology/open.ts'
import { jobsOf } from '../jobs/jobs.ts'
import { runJobs } from '../jobs/runJobs.ts'
import { failpoint } from '../lib/failpoint.ts'
import type { Logger } from '../lib/logger.ts'
import type { DeadLetterLimits } from '../process/deadLetterQuota.ts'
import { openProcess } from '../process/openProcess.ts'
import { runWorker } from '../process/worker.ts'
import { writeLiveEvents } from '../process/writeLiveEvents.ts'
import { openQueues } from '../queue/open.ts'
import { reportQueueUntil } from '../queue/reportQueue.ts'
import { openRollup } from '../rollup/rollupContext.ts'
import { runRollupLoop } from '../rollup/rollupLoop.ts'
import type { Organisation } from '../settings/organisation.ts'

/** Longest wait before new clicks and sales are attributed. */
const ATTRIBUTE_EVERY_MS = 500

export interface RunWorkersOptions {
  /** Login of the owner: partitions and expired rows. */
  readonly databaseUrl: string
  readonly appUrl: string
  readonly organisation: Organisation
  readonly concurrency: number
  readonly batchWaitMs: number
  readonly rollupEveryMs: number
  readonly deadLetters: DeadLetterLimits
  readonly failpoint: string | null
  readonly logger: Logger
}

export interface RunningWorkers {
  /** Finishes the current batches, then resolves. */
  stop(): Promise<void>
}

/** Processes, rolls up and runs the jobs. Several may run; they share the work. */
export async function runWorkers(options: RunWorkersOptions): Promise<RunningWorkers> {
  const { databaseUrl, appUrl, organisation, logger } = options
  const app = openPool({ url: appUrl, max: options.concurrency * 2 + 4, name: 'bx worker' })
  const owner = openPool({ url: databaseUrl, max: 1, name: 'bx maintenance' })
  const topology = await detectTopology(owner)
  const { queue, inbox, close } = openQueues({ ingest: app, worker: app })
  const stopping = new AbortController()
  const fail = failpoint(options.failpoint)
  const rollup = openRollup(app, fail, slotDays(owner, topology))
  const context = openProcess({
    ...{ sql: app, topology, timeZone: organisation.timeZone, rawDays: organisation.rawDays, failpoint: fail },
    createDays: (days) => createDays(owner, topology, days),
    deadLetters: options.deadLetters,
  })
  const work = Promise.all([
    context.deadLetterQuota.watch(app, logger, stopping.signal),
    queue.durability === 'ack-after-commit' ? reportQueueUntil(app, queue, logger, stopping.signal) : null,
    writeLiveEvents({ live: context.live, sql: app, logger, signal: stopping.signal }),
    runWorker({
      context,
      queue,
      inbox,
      logger,
      concurrency: options.concurrency,
      waitMs: options.batchWaitMs,
      signal: stopping.signal,
      progress: openProgress(app, 'process'),
    }),
    runAttributor({
      sql: app,
      failpoint: fail,
      logger,
      everyMs: ATTRIBUTE_EVERY_MS,
      signal: stopping.signal,
      progress: openProgress(app, 'attribution'),
    }),
    runRollupLoop({
      context: { ...rollup, logger },
      logger,
      everyMs: options.rollupEveryMs,
      signal: stopping.signal,
      progress: openProgress(app, 'rollup'),
    }),
    runJobs({
      jobs: jobsOf({ app, owner, databaseUrl: appUrl, signal: stopping.signal, topology, queue, organisation, logger }),
      sql: app,
      logger,
      signal: stopping.signal,
    }),
  ])
  logger.info('working', { concurrency: options.concurrency })
  return {
    async stop() {
      stopping.abort()
      await work
      await close()
      await Promise.all([app.end({ timeout: 5 }), owner.end({ timeout: 5 })])
    },
  }
}
