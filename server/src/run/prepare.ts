import { assertDurable } from '../db/assertDurable.ts'
import { assertLeastPrivilege } from '../db/assertLeastPrivilege.ts'
import type { Sql } from '../db/client.ts'
import { isMigrated } from '../db/migrate.ts'
import { openPool } from '../db/openPool.ts'
import { assertPurpose, markDemo, type Purpose } from '../db/purpose.ts'
import { hasFacts } from '../facts/createFacts.ts'
import { ensurePartitions } from '../facts/partitions.ts'
import { prepareSchema } from '../facts/prepareSchema.ts'
import { detectTopology } from '../facts/topology/open.ts'
import type { Pepper } from '../lib/ids.ts'
import { type Logger, silentLogger } from '../lib/logger.ts'
import { type FirstSettings, type Organisation, openOrganisation } from '../settings/organisation.ts'
import { reportUnusable } from '../settings/reportUnusable.ts'

export interface PrepareOptions {
  /** Login of the owner: schema, settings of the first start, partitions. */
  readonly databaseUrl: string
  /** Login of the application. */
  readonly appUrl: string
  readonly pepper: Pepper | null
  readonly timeZone: string
  readonly currency: string
  readonly rawDays: number | null
  readonly purpose: Purpose
  readonly maxAmount: number | null
  /** Logs what a migration waits for. */
  readonly logger?: Logger
}

/** Prepares a database so that every role can start: schema, settings of the first start, partitions. */
export async function prepareDatabase(options: PrepareOptions): Promise<Organisation> {
  const owner = openPool({ url: options.databaseUrl, max: 2, name: 'bx prepare' })
  try {
    await assertDurable(owner)
    await assertPurpose(owner, options.purpose)
    await prepareSchema(owner, options.logger ? { logger: options.logger } : {})
    if (options.purpose === 'demo') await markDemo(owner)
    await checkLogin(options.appUrl)
    const topology = await detectTopology(owner)
    const organisation = await openOrganisation(owner, options)
    await reportUnusable(owner, organisation.currency, options.logger ?? silentLogger)
    await ensurePartitions(owner, topology, Date.now(), organisation.rawDays)
    return organisation
  } finally {
    await owner.end({ timeout: 5 })
  }
}

/** For a process that has only the application's login: the schema must exist. */
export async function openPrepared(
  appUrl: string,
  settings: FirstSettings & { readonly purpose: Purpose },
): Promise<Organisation> {
  return withPool(appUrl, async (app) => {
    await assertLeastPrivilege(app)
    await assertDurable(app)
    if (!(await isPrepared(app))) {
      throw new Error('The database is not up to date: start a worker first, or run `npm run admin -- migrate`.')
    }
    await assertPurpose(app, settings.purpose)
    return openOrganisation(app, settings)
  })
}

async function isPrepared(app: Sql): Promise<boolean> {
  const [known] = await app<{ isThere: boolean }[]>`select to_regclass('schema_migrations') is not null as "isThere"`
  return known!.isThere && (await isMigrated(app)) && (await hasFacts(app))
}

function checkLogin(appUrl: string): Promise<void> {
  return withPool(appUrl, assertLeastPrivilege)
}

async function withPool<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = openPool({ url, max: 1, name: 'bx prepare' })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
