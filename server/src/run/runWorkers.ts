import { runAttributor } from '../attribution/attributor.ts'
import { openFold } from '../fold/foldDeltas.ts'
import { runFolder } from '../fold/folder.ts'
import { failpoint } from '../lib/failpoint.ts'
import type { Logger } from '../lib/logger.ts'
import { jobsOf } from '../ops/jobs.ts'
import { runJobs } from '../ops/runJobs.ts'
import type { LetterLimits } from '../process/letterRoom.ts'
import { openProcess } from '../process/openProcess.ts'
import { runWorker } from '../process/worker.ts'
import { writeLiveEvents } from '../process/writeLiveEvents.ts'
import { openQueue } from '../queue/open.ts'
import { openPool } from '../store/db.ts'
import { openProgress } from '../store/loopProgress.ts'
import { createDays } from '../store/partitions.ts'
import type { Organisation } from '../store/settings.ts'
import { detectTopology } from '../store/topology/open.ts'

/** Longest wait before new clicks and sales are attributed. */
const ATTRIBUTE_EVERY_MS = 500

export interface RunWorkersOptions {
  /** Of the owner: partitions and expired rows. */
  readonly databaseUrl: string
  readonly appUrl: string
  readonly organisation: Organisation
  readonly concurrency: number
  readonly batchWaitMs: number
  readonly foldEveryMs: number
  readonly letters: LetterLimits
  readonly failpoint: string | null
  readonly logger: Logger
}

export interface RunningWorkers {
  /** Finishes the batches in hand, then resolves. */
  stop(): Promise<void>
}

/** Processes, folds and runs the jobs. Any number of these may run; they share the work. */
export async function runWorkers(options: RunWorkersOptions): Promise<RunningWorkers> {
  const { databaseUrl, appUrl, organisation, logger } = options
  const app = openPool({ url: appUrl, max: options.concurrency * 2 + 4, name: 'bx worker' })
  const owner = openPool({ url: databaseUrl, max: 1, name: 'bx maintenance' })
  const topology = await detectTopology(owner)
  const queue = openQueue({
    ingest: app,
    worker: app,
    onSetAside: (failed) => logger.error('envelope_set_aside', failed),
  })
  const stopping = new AbortController()
  const fail = failpoint(options.failpoint)
  const fold = openFold(app, fail, async (days) => {
    for (const day of days) await topology.createDay(owner, 'session_slots', day)
  })
  const context = openProcess({
    ...{ sql: app, topology, timeZone: organisation.timeZone, rawDays: organisation.rawDays, failpoint: fail },
    createDays: (days) => createDays(owner, topology, days),
    letters: options.letters,
  })
  const work = Promise.all([
    context.letterRoom.watch(app, logger, stopping.signal),
    writeLiveEvents({ live: context.live, sql: app, logger, signal: stopping.signal }),
    runWorker({
      context,
      queue,
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
    runFolder({
      context: { ...fold, logger },
      logger,
      everyMs: options.foldEveryMs,
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
      await queue.close()
      await Promise.all([app.end({ timeout: 5 }), owner.end({ timeout: 5 })])
    },
  }
}
