import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Logger, silentLogger } from '../lib/logger.ts'
import { sleep } from '../lib/retry.ts'
import type { Sql } from './client.ts'
import { describeBlockers, isLockTimeout, watchBlockers } from './lockWaits.ts'

// Brings a database to the newest schema. One transaction per file, one migrator at a time, forwards only; a file that
// was changed after it ran is refused. A statement may run as long as it needs, but waits only briefly for a lock:
// while it waits, all other users of the table queue behind it.

export interface Migration {
  readonly name: string
  readonly text: string
  readonly checksum: string
}

const MIGRATIONS_DIR = join(import.meta.dirname, '../../migrations')
/** The last migration of this release; its files do not change while a process runs. */
let newest: string | undefined
/** Any constant: the advisory lock that migrators queue on. */
const MIGRATION_LOCK = 7_340_221

export interface MigrateOptions {
  /** Logs what a migration waits for. */
  readonly logger?: Logger
  /** Replaces our files: for tests. */
  readonly migrations?: readonly Migration[]
  /** Longest wait for a lock, milliseconds, and how often a migration is tried. */
  readonly lockTimeoutMs?: number
  readonly tries?: number
}

type Connection = Awaited<ReturnType<Sql['reserve']>>
type Limits = Required<Omit<MigrateOptions, 'migrations'>>

/** Retries for two minutes: long enough for a report to end, short enough for a person who watches the start. */
const LIMITS: Limits = { logger: silentLogger, lockTimeoutMs: 3_000, tries: 40 }
const LOG_EVERY_MS = 10_000

const COMMENTS = `
  comment on table schema_migrations is 'Migrations that ran';
  comment on column schema_migrations.name is 'File name without the ending';
  comment on column schema_migrations.checksum is 'SHA-256 of the file when it ran; a file changed since is refused';
  comment on column schema_migrations.applied_at is 'When it ran'`

/** Runs the pending migrations, up to and including `upTo` (all if omitted). Returns their names. */
export async function migrate(sql: Sql, upTo?: string, options: MigrateOptions = {}): Promise<string[]> {
  const all = options.migrations ?? readMigrations()
  const migrations = all.filter((migration) => upTo === undefined || migration.name <= upTo)
  const limits = { ...LIMITS, ...options }
  const connection = await sql.reserve()
  try {
    await connection`select set_config('statement_timeout', '0', false)`
    await queueUp(connection, sql, limits)
    await connection`create table if not exists schema_migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`
    await connection.unsafe(COMMENTS)
    const applied = await connection<{ name: string; checksum: string }[]>`select name, checksum from schema_migrations`
    const checksums = new Map(applied.map((row) => [row.name, row.checksum]))
    refuseChanged(migrations, checksums)
    const pending = migrations.filter((migration) => !checksums.has(migration.name))
    for (const migration of pending) await applyPatiently(connection, sql, migration, limits)
    return pending.map((migration) => migration.name)
  } finally {
    await leave(connection)
  }
}

/** One migrator at a time. The others wait as long as necessary, and log for whom. */
async function queueUp(connection: Connection, sql: Sql, { logger }: Limits): Promise<void> {
  for (let loggedAt = Number.NEGATIVE_INFINITY; ; await sleep(250)) {
    const [row] = await connection<{ locked: boolean }[]>`select pg_try_advisory_lock(${MIGRATION_LOCK}) as locked`
    if (row!.locked) return
    if (performance.now() - loggedAt < LOG_EVERY_MS) continue
    loggedAt = performance.now()
    logger.info('migration_waits', { for: await describeBlockers(sql, { advisory: MIGRATION_LOCK }) })
  }
}

async function leave(connection: Connection): Promise<void> {
  // Fails if the connection is gone; then its session, lock and settings are gone too.
  await connection`select pg_advisory_unlock(${MIGRATION_LOCK})`.catch(() => {})
  await connection`reset all`.catch(() => {})
  connection.release()
}

export function readMigrations(): Migration[] {
  return readdirSync(MIGRATIONS_DIR)
    .filter((file) => /^\d{4}_\w+\.sql$/.test(file))
    .sort()
    .map((file) => {
      const text = readFileSync(join(MIGRATIONS_DIR, file), 'utf8')
      return { name: file.replace(/\.sql$/, ''), text, checksum: createHash('sha256').update(text).digest('hex') }
    })
}

/** Whether every migration of this release has run: one index lookup. */
export async function isMigrated(sql: Sql): Promise<boolean> {
  newest ??= readMigrations().at(-1)!.name
  const [row] = await sql`select 1 from schema_migrations where name = ${newest}`
  return row !== undefined
}

function refuseChanged(migrations: readonly Migration[], checksums: ReadonlyMap<string, string>): void {
  const changed = migrations.filter((m) => checksums.has(m.name) && checksums.get(m.name) !== m.checksum)
  if (changed.length === 0) return
  const names = changed.map((m) => m.name).join(', ')
  throw new Error(
    `Migrations were changed after they ran: ${names}. Restore the files; put changes into a new migration.`,
  )
}

/** Lets the other users of the same tables go first, then tries again. */
async function applyPatiently(
  connection: Connection,
  sql: Sql,
  migration: Migration,
  { logger, lockTimeoutMs, tries }: Limits,
): Promise<void> {
  await connection`select set_config('lock_timeout', ${`${lockTimeoutMs}ms`}, false)`
  for (let attempt = 1; ; attempt++) {
    const watch = await watchBlockers(connection, sql, lockTimeoutMs)
    try {
      return await apply(connection, migration)
    } catch (error) {
      const blockers = watch.blockers()
      if (!isLockTimeout(error)) throw failed(migration, error, '')
      logger.warn('migration_waits', { migration: migration.name, attempt, of: tries, for: blockers })
      if (attempt >= tries)
        throw failed(migration, error, ` It waits for ${blockers}. End that session, then start again.`)
      await sleep(Math.random() * lockTimeoutMs)
    } finally {
      watch.stop()
    }
  }
}

async function apply(connection: Connection, migration: Migration): Promise<void> {
  await connection.unsafe('begin')
  try {
    await connection.unsafe(migration.text)
    await connection`insert into schema_migrations (name, checksum) values (${migration.name}, ${migration.checksum})`
    await connection.unsafe('commit')
  } catch (error) {
    await connection.unsafe('rollback').catch(() => {})
    throw error
  }
}

function failed(migration: Migration, cause: unknown, hint: string): Error {
  const message = cause instanceof Error ? cause.message : String(cause)
  return new Error(`Migration ${migration.name} failed: ${message}.${hint}`, { cause })
}
