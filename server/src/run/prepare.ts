import type { Pepper } from '../lib/ids.ts'
import type { Logger } from '../lib/logger.ts'
import { assertDurable } from '../store/assertDurable.ts'
import { assertLeastPrivilege } from '../store/assertLeastPrivilege.ts'
import { openPool, type Sql } from '../store/db.ts'
import { isMigrated, migrate } from '../store/migrate.ts'
import { ensurePartitions } from '../store/partitions.ts'
import { assertPurpose, markDemo, type Purpose } from '../store/purpose.ts'
import { type FirstSettings, type Organisation, openOrganisation } from '../store/settings.ts'
import { detectTopology } from '../store/topology/open.ts'

export interface PrepareOptions {
  /** Of the owner: schema, settings of the first start, partitions. */
  readonly databaseUrl: string
  /** Of the application. */
  readonly appUrl: string
  readonly pepper: Pepper | null
  readonly timeZone: string
  readonly currency: string
  readonly rawDays: number | null
  readonly purpose: Purpose
  readonly maxAmount: number
  /** Hears what a migration waits for. */
  readonly logger?: Logger
}

/** Brings a database to where every role can start: schema, settings of the first start, partitions. */
export async function prepareDatabase(options: PrepareOptions): Promise<Organisation> {
  const owner = openPool({ url: options.databaseUrl, max: 2, name: 'bx prepare' })
  try {
    await assertDurable(owner)
    await assertPurpose(owner, options.purpose)
    await migrate(owner, undefined, options.logger ? { logger: options.logger } : {})
    if (options.purpose === 'demo') await markDemo(owner)
    await checkLogin(options.appUrl)
    const topology = await detectTopology(owner)
    const organisation = await openOrganisation(owner, options)
    await ensurePartitions(owner, topology, Date.now(), organisation.rawDays)
    return organisation
  } finally {
    await owner.end({ timeout: 5 })
  }
}

/** For a process that has the application's login only: the schema must be there. */
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
  return known!.isThere && (await isMigrated(app))
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
