import { AppError } from '../lib/errors.ts'
import type { Sql, Tx } from './db.ts'

// Settings of which every version is kept; the newest is in force.

export type Versioned<T> = T & {
  readonly version: number
  readonly changed_by: string | null
  readonly changed_at: string | null
}

/** The version in force; 0 is what an installation begins with. */
export async function readVersioned<T extends object>(sql: Sql | Tx, name: string, first: T): Promise<Versioned<T>> {
  const [row] = await sql<{ value: T; version: number; changedBy: string; changedAt: Date }[]>`
    select value, version, changed_by as "changedBy", changed_at as "changedAt" from settings
    where name = ${name} order by version desc limit 1`
  if (row === undefined) return { ...first, version: 0, changed_by: null, changed_at: null }
  return { ...row.value, version: row.version, changed_by: row.changedBy, changed_at: row.changedAt.toISOString() }
}

export interface VersionedChange<T> {
  readonly name: string
  readonly first: T
  readonly actor: string
  /** The version that was changed; left out, whatever is in force is replaced. */
  readonly version: number | undefined
  readonly value: T
}

/** Puts a new version in force. Throws changed_meanwhile when the one that was changed no longer is. */
export async function writeVersioned<T extends object>(
  tx: Tx,
  { name, first, actor, version, value }: VersionedChange<T>,
): Promise<{ before: T; after: Versioned<T> }> {
  // One version after the other, also when two change them at once.
  await tx`select pg_advisory_xact_lock(hashtext(${name}))`
  const { version: inForce, changed_by, changed_at, ...before } = await readVersioned(tx, name, first)
  if (version !== undefined && version !== inForce)
    throw new AppError('changed_meanwhile', { details: { version: inForce, changed_by, changed_at, current: before } })
  await tx`
    insert into settings (name, version, value, changed_by)
    values (${name}, ${inForce + 1}, ${JSON.stringify(value)}::text::jsonb, ${actor})`
  return { before: before as unknown as T, after: await readVersioned(tx, name, first) }
}
