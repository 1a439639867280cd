import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFirstAdminLink } from '../accounts/firstAdmin.ts'
import type { Config } from '../config.ts'
import type { Sql } from '../db/client.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../db/embedded/startEmbeddedPostgres.ts'
import { openPool } from '../db/openPool.ts'
import { tryPort } from '../lib/freePort.ts'
import { pepperOf } from '../lib/ids.ts'
import { createLogger, type Logger } from '../lib/logger.ts'
import { claimDataDir } from '../lib/ownDataDir.ts'
import { type ChildSpec, type Supervisor, supervise } from '../lib/supervise.ts'
import { type ChildEnvironment, childEnvironment } from './childEnvironment.ts'
import { appUrlOf, databaseUrlFile } from './databaseUrl.ts'
import { localPepper } from './localPepper.ts'
import { prepareDatabase } from './prepare.ts'
import { publicAddress } from './publicAddress.ts'
import { openTeardown, type Teardown } from './teardown.ts'

const MAIN = join(import.meta.dirname, '../main.ts')

/** Everything that `runAll` started. */
export interface RunningAll {
  readonly url: string
  /** With the application's login. */
  readonly appUrl: string
  readonly supervisor: Supervisor
  /** Creates the first administrator; null if there is one. */
  readonly firstAdminLink: string | null
  /** Resolves when everything has ended. */
  readonly ended: Promise<void>
}

export interface RunAllOptions {
  /** Children in addition to the roles, such as demo traffic. */
  readonly extra?: (running: { url: string; appUrl: string; env: ChildEnvironment }) => Promise<readonly ChildSpec[]>
  readonly logger?: Logger
  /** Discards the logs of the children. */
  readonly quiet?: boolean
}

/**
 * Supervises two processes (ingest + api, and worker) and restarts either if it dies; with EMBEDDED=1 its own
 * PostgreSQL too. Resolves when both are ready. If the start fails, everything that was started is stopped before this
 * rejects.
 */
export async function runAll(config: Config, options: RunAllOptions = {}): Promise<RunningAll> {
  const logger = options.logger ?? createLogger('supervisor')
  const teardown = openTeardown()
  try {
    const running = await startAll(config, options, { logger, teardown })
    await running.supervisor.started
    return running
  } catch (error) {
    await teardown.run()
    if (teardown.isStopping()) process.exit(0) // the current step failed because a signal closed what it needs
    teardown.leaveSignals()
    throw error
  }
}

interface Starting {
  readonly logger: Logger
  readonly teardown: Teardown
}

async function startAll(config: Config, options: RunAllOptions, { logger, teardown }: Starting): Promise<RunningAll> {
  const claim = config.database.kind === 'embedded' ? await claimDataDir(config.dataDir) : null
  if (claim) teardown.add(claim)
  const port = await claimPort(config)
  const postgres = await openDatabase(config, logger, teardown)
  const databaseUrl = postgres?.url ?? (config.database as { url: string }).url
  const appUrl = postgres?.appUrl ?? appUrlOf(config)
  const pepper = await asOwner(databaseUrl, (owner) => localPepper(config, owner))
  const purpose = config.isDemo ? 'demo' : 'installation'
  await prepareDatabase({ ...config, databaseUrl, appUrl, pepper: pepperOf(pepper), purpose, logger })
  const url = publicAddress({ ...config, port })
  const firstAdminLink = config.isDemo ? null : await asOwner(databaseUrl, (owner) => makeFirstAdminLink(owner, url))
  const disk = postgres ? { DATABASE_DISK: config.dataDir } : {}
  const base = { ...config.environment, PORT: String(port), ...disk }
  const secrets = { ownerUrl: databaseUrl, appUrl, pepper }
  const roles = (['api', 'worker'] as const).map((role) => ({
    name: role,
    script: MAIN,
    env: childEnvironment(role, base, secrets),
    mustStart: true,
  }))
  const extra = (await options.extra?.({ url, appUrl, env: childEnvironment('demo', base, secrets) })) ?? []
  await claim?.note(url)
  if (postgres) await writeFile(databaseUrlFile(config.dataDir), databaseUrl, { mode: 0o600 })
  teardown.add(() => rm(databaseUrlFile(config.dataDir), { force: true }))
  teardown.leaveSignals()
  const supervisor = supervise([...roles, ...extra], {
    log: (line) => logger.info('supervisor', { line }),
    quiet: options.quiet ?? false,
  })
  teardown.add(supervisor.stop)
  const ended = supervisor.ended.then(teardown.run)
  return { url, appUrl, supervisor, firstAdminLink, ended }
}

async function openDatabase(config: Config, logger: Logger, teardown: Teardown): Promise<EmbeddedPostgres | null> {
  if (config.database.kind !== 'embedded') return null
  const opening = startEmbeddedPostgres({
    dataDir: join(config.dataDir, 'pg'),
    durable: true,
    onExit: (reason) => logger.warn('postgres_ended', { reason }),
  })
  // Also during the start: initdb and the first start take seconds.
  teardown.add(() =>
    opening.then(
      (postgres) => postgres.stop(),
      () => {},
    ),
  )
  return opening
}

/** Checks that the port is free, so that a taken one is reported before a database is created or started. */
async function claimPort({ host, port }: Config): Promise<number> {
  const free = await tryPort(host, port)
  return port === 0 ? free : port
}

async function asOwner<T>(databaseUrl: string, work: (owner: Sql) => Promise<T>): Promise<T> {
  const owner = openPool({ url: databaseUrl, max: 1, name: 'bx start' })
  try {
    return await work(owner)
  } finally {
    await owner.end({ timeout: 5 })
  }
}
