// A worker that dies whenever it handles a batch holding an event with KILLER as algorithm_version. Otherwise it is the
// worker of ROLE=worker: the same queue, the same steps. Started as a process of its own.
import { openFold } from '../../../src/fold/foldDeltas.ts'
import { runFolder } from '../../../src/fold/folder.ts'
import { failpoint } from '../../../src/lib/failpoint.ts'
import { createLogger } from '../../../src/lib/logger.ts'
import { openProcess } from '../../../src/process/openProcess.ts'
import { runWorker } from '../../../src/process/worker.ts'
import { postgresQueue } from '../../../src/queue/postgres.ts'
import type { Claim, Queue } from '../../../src/queue/queue.ts'
import { openPool } from '../../../src/store/db.ts'
import { plain } from '../../../src/store/topology/plain.ts'
import { KILLER } from './killer.ts'

const { DATABASE_URL: ownerUrl, APP_DATABASE_URL: appUrl } = process.env
const app = openPool({ url: appUrl!, max: 8, name: 'killer worker' })
const owner = openPool({ url: ownerUrl!, max: 1, name: 'killer worker owner' })
const logger = createLogger('killer-worker', () => {})
const { signal } = new AbortController()
const never = failpoint(null)

const queue = postgresQueue({ ingest: app, worker: app })
void runWorker({
  context: openProcess({ sql: app, topology: plain, timeZone: 'UTC', rawDays: 0, failpoint: never }),
  queue: { ...queue, take: async (maxEvents) => deadly(await queue.take(maxEvents)) } satisfies Queue,
  ...{ logger, concurrency: 2, waitMs: 50, signal },
})
void runFolder({
  context: openFold(app, never, async (days) => {
    for (const day of days) await plain.createDay(owner, 'session_slots', day)
  }),
  ...{ logger, everyMs: 200, signal },
})

/** The claim; storing it kills this process when the event is among those to store. */
function deadly(claim: Claim | null): Claim | null {
  const isDeadly = claim?.envelopes.some(({ exposures }) => exposures.some((e) => e.algorithm_version === KILLER))
  if (claim === null || !isDeadly) return claim
  return {
    ...claim,
    removeWithin: async () => {
      process.kill(process.pid, 'SIGKILL')
    },
  }
}
