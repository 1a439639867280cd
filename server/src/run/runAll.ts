import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { freePort } from '../lib/freePort.ts'
import { pepperOf } from '../lib/ids.ts'
import { createLogger, type Logger } from '../lib/logger.ts'
import { claimDataDir } from '../lib/ownDataDir.ts'
import { type ChildSpec, type Supervisor, supervise } from '../lib/supervise.ts'
import { openPool } from '../store/db.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../store/embedded.ts'
import { type ChildEnvironment, childEnvironment } from './childEnvironment.ts'
import { appUrlOf, databaseUrlFile } from './databaseUrl.ts'
import { localPepper } from './localPepper.ts'
import { prepareDatabase } from './prepare.ts'

const MAIN = join(import.meta.dirname, '../main.ts')

/** Everything that runs, for whoever starts it. */
export interface RunningAll {
  readonly url: string
  /** With the application's login. */
  readonly appUrl: string
  readonly supervisor: Supervisor
  /** Resolves when everything has ended. */
  readonly ended: Promise<void>
}

export interface RunAllOptions {
  /** Children beside the roles, such as demo traffic. */
  readonly extra?: (running: { url: string; appUrl: string; env: ChildEnvironment }) => Promise<readonly ChildSpec[]>
  readonly logger?: Logger
  /** Children write their logs nowhere. */
  readonly quiet?: boolean
}

/**
 * A supervisor of two processes (ingest + api, and worker), either of which may be killed and is started again; with
 * EMBEDDED=1 of its own PostgreSQL too.
 */
export async function runAll(config: Config, options: RunAllOptions = {}): Promise<RunningAll> {
  const logger = options.logger ?? createLogger('supervisor')
  const claim = config.database.kind === 'embedded' ? await claimDataDir(config.dataDir) : null
  const postgres = await openDatabase(config, logger)
  const databaseUrl = postgres?.url ?? (config.database as { url: string }).url
  const appUrl = postgres?.appUrl ?? appUrlOf(config)
  const pepper = await readPepper(config, databaseUrl)
  const purpose = config.isDemo ? 'demo' : 'installation'
  await prepareDatabase({ ...config, databaseUrl, appUrl, pepper: pepperOf(pepper), purpose })
  const port = config.port === 0 ? await freePort(config.host) : config.port
  const url = config.publicUrl ?? `http://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${port}`
  const base = { ...config.environment, PORT: String(port) }
  const secrets = { ownerUrl: databaseUrl, appUrl, pepper }
  const roles = (['api', 'worker'] as const).map((role) => ({
    name: role,
    script: MAIN,
    env: childEnvironment(role, base, secrets),
  }))
  const extra = (await options.extra?.({ url, appUrl, env: childEnvironment('demo', base, secrets) })) ?? []
  const supervisor = supervise([...roles, ...extra], {
    log: (line) => logger.info('supervisor', { line }),
    quiet: options.quiet ?? false,
  })
  await claim?.note(url)
  if (postgres) await writeFile(databaseUrlFile(config.dataDir), databaseUrl, { mode: 0o600 })
  const ended = supervisor.ended.then(async () => {
    await rm(databaseUrlFile(config.dataDir), { force: true })
    await postgres?.stop()
    await claim?.()
  })
  return { url, appUrl, supervisor, ended }
}

async function openDatabase(config: Config, logger: Logger): Promise<EmbeddedPostgres | null> {
  if (config.database.kind !== 'embedded') return null
  return startEmbeddedPostgres({
    dataDir: join(config.dataDir, 'pg'),
    durable: true,
    onExit: (reason) => logger.warn('postgres_ended', { reason }),
  })
}

async function readPepper(config: Config, databaseUrl: string): Promise<Buffer> {
  const owner = openPool({ url: databaseUrl, max: 1, name: 'bx pepper' })
  try {
    return await localPepper(config, owner)
  } finally {
    await owner.end({ timeout: 5 })
  }
}
