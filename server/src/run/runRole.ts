import { setPriority } from 'node:os'
import type { Config } from '../config.ts'
import { pepperOf } from '../lib/ids.ts'
import { createLogger } from '../lib/logger.ts'
import { prepareDatabase } from './prepare.ts'
import { runApi } from './runApi.ts'
import { runWorkers } from './runWorkers.ts'

/** Time a role has to finish what is in hand after SIGTERM, milliseconds; the promise is 10 s. */
const DRAIN_MS = 9_000
/** Workers step back where they share cores with acknowledgements: ack p99 at 70 % load fell from 119 to 58-97 ms. */
const WORKER_NICE = 10

/** Runs one role until SIGTERM, then drains and exits 0. */
export async function runRole(config: Config, role: 'ingest' | 'api' | 'worker'): Promise<void> {
  const logger = createLogger(role)
  if (config.database.kind !== 'url') throw new Error(`ROLE=${role} needs DATABASE_URL.`)
  if (config.pepper === null)
    throw new Error('USER_ID_PEPPER is missing: make one with `openssl rand -hex 32` and keep it.')
  const databaseUrl = config.database.url
  const pepper = pepperOf(config.pepper)
  const organisation = await prepareDatabase({ ...config, databaseUrl, pepper, logger })
  if (role === 'worker') setPriority(WORKER_NICE)
  const shared = { databaseUrl, organisation, logger, failpoint: config.failpoint }
  const running =
    role === 'worker'
      ? await runWorkers({
          ...shared,
          concurrency: config.workerConcurrency,
          batchWaitMs: config.batchWaitMs,
          foldEveryMs: config.foldEveryMs,
          letters: config.letters,
        })
      : await runApi({ ...config, ...shared, role, pepper })
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), DRAIN_MS).unref()
    await running.stop()
    logger.info('stopped')
    process.exit(0)
  }
  process.on('SIGTERM', stop).on('SIGINT', stop)
  process.send?.({ ready: role, ...('url' in running ? { url: running.url } : {}) })
}
