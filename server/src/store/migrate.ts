import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sql } from './db.ts'

// Brings a database to the newest schema. One transaction per file, one migrator at a time, forwards only; a file
// that was changed after it ran is refused.

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

const COMMENTS = `
  comment on table schema_migrations is 'Migrations that ran';
  comment on column schema_migrations.name is 'File name without the ending';
  comment on column schema_migrations.checksum is 'SHA-256 of the file when it ran; a file changed since is refused';
  comment on column schema_migrations.applied_at is 'When it ran'`

/** Runs the migrations that have not run yet, up to and including `upTo` (all when left out). Returns their names. */
export async function migrate(sql: Sql, upTo?: string): Promise<string[]> {
  const migrations = readMigrations().filter((migration) => upTo === undefined || migration.name <= upTo)
  const connection = await sql.reserve()
  try {
    await connection`select pg_advisory_lock(${MIGRATION_LOCK})`
    await connection`create table if not exists schema_migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`
    await connection.unsafe(COMMENTS)
    const applied = await connection<{ name: string; checksum: string }[]>`select name, checksum from schema_migrations`
    const checksums = new Map(applied.map((row) => [row.name, row.checksum]))
    refuseChanged(migrations, checksums)
    const pending = migrations.filter((migration) => !checksums.has(migration.name))
    for (const migration of pending) await apply(connection, migration)
    return pending.map((migration) => migration.name)
  } finally {
    await connection`select pg_advisory_unlock(${MIGRATION_LOCK})`.catch(() => {})
    connection.release()
  }
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

/** Whether every migration of this release has run: one look into an index. */
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

async function apply(connection: Awaited<ReturnType<Sql['reserve']>>, migration: Migration): Promise<void> {
  await connection.unsafe('begin')
  try {
    await connection.unsafe(migration.text)
    await connection`insert into schema_migrations (name, checksum) values (${migration.name}, ${migration.checksum})`
    await connection.unsafe('commit')
  } catch (error) {
    await connection.unsafe('rollback')
    throw new Error(`Migration ${migration.name} failed: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
}
