import { setPriority } from 'node:os'
import type { Config } from '../config.ts'
import { pepperOf } from '../lib/ids.ts'
import { createLogger } from '../lib/logger.ts'
import { appUrlOf } from './databaseUrl.ts'
import { openPrepared, prepareDatabase } from './prepare.ts'
import { type Running, runApi } from './runApi.ts'
import { runWorkers } from './runWorkers.ts'

/** Time a role has to finish current work after SIGTERM, milliseconds; the limit for the whole stop is 10 s. */
const DRAIN_MS = 9_000
/**
 * Workers get a lower priority where they share cores with acknowledgements: ack p99 at 70 % load fell from 119 to
 * 58-97 ms.
 */
const WORKER_NICE = 10

/** Runs one role until SIGTERM, then drains and exits 0. */
export async function runRole(config: Config, role: 'ingest' | 'api' | 'worker'): Promise<void> {
  const logger = createLogger(role)
  const appUrl = appUrlOf(config)
  const purpose = config.isDemo ? 'demo' : 'installation'
  if (role === 'worker') setPriority(WORKER_NICE)
  const shared = { appUrl, logger, failpoint: config.failpoint }
  const running = role === 'worker' ? await startWorker() : await startApi(role)
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

  /** Sees only pseudonyms: it has no pepper. */
  async function startWorker(): Promise<{ stop(): Promise<void> }> {
    if (config.database.kind !== 'url') throw new Error('ROLE=worker needs DATABASE_URL.')
    const databaseUrl = config.database.url
    const organisation = await prepareDatabase({ ...config, databaseUrl, appUrl, pepper: null, purpose, logger })
    const { workerConcurrency: concurrency, batchWaitMs, rollupEveryMs, deadLetters } = config
    return runWorkers({ ...shared, databaseUrl, organisation, concurrency, batchWaitMs, rollupEveryMs, deadLetters })
  }

  /** Never uses the owner's login. */
  async function startApi(apiRole: 'ingest' | 'api'): Promise<Running> {
    if (config.pepper === null)
      throw new Error('USER_ID_PEPPER is missing: create one with `openssl rand -hex 32` and keep it.')
    const pepper = pepperOf(config.pepper)
    const organisation = await openPrepared(appUrl, { ...config, pepper, purpose })
    return runApi({ ...config, ...shared, role: apiRole, organisation, pepper })
  }
}
