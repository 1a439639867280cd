import type { z } from 'zod'
import { audit } from '../accounts/audit.ts'
import type { Sql, Tx } from '../db/client.ts'
import { recordChange } from '../db/recordChange.ts'
import { AppError } from '../lib/errors.ts'

// Reads and writes settings; settings/registry.ts lists them. Every version is stored, and the newest is in force.

export interface Setting<T> {
  readonly name: string
  readonly schema: z.ZodType<T>
  /** The default, as version 0. */
  readonly first: T
  /** Action of its changes in the audit log. */
  readonly action: string
  /**
   * What a reader does if the schema refuses the stored value. refuse: throws, because continuing would damage stored
   * data. previous: uses the last valid version, and reports it in `unusable`.
   */
  readonly broken: 'refuse' | 'previous'
}

export interface Versioned<T> {
  readonly value: T
  readonly version: number
  readonly changedBy: string | null
  readonly changedAt: Date | null
  /** The newest version if it is invalid; null if it is in force. */
  readonly unusable: number | null
}

/** Versions that are tried before the default is used. */
const VERSIONS = 20

/** The version in force. */
export async function readSetting<T>(sql: Sql | Tx, setting: Setting<T>): Promise<Versioned<T>> {
  const rows = await sql<{ version: number; value: unknown; changedBy: string; changedAt: Date }[]>`
    select version, value, changed_by as "changedBy", changed_at as "changedAt" from settings
    where name = ${setting.name} order by version desc limit ${VERSIONS}`
  const newest = rows[0]?.version ?? 0
  for (const { value, ...row } of rows) {
    const parsed = setting.schema.safeParse(value)
    if (parsed.success) return { ...row, value: parsed.data, unusable: row.version === newest ? null : newest }
    if (setting.broken === 'refuse') throw new Error(unusableText(setting.name, row.version, parsed.error))
  }
  const unusable = newest === 0 ? null : newest
  return { value: setting.first, version: 0, changedBy: null, changedAt: null, unusable }
}

/** The value in force, without its version. */
export async function currentValue<T>(sql: Sql | Tx, setting: Setting<T>): Promise<T> {
  return (await readSetting(sql, setting)).value
}

export interface SettingChange<T> {
  readonly actor: string
  /** The version that was edited; if omitted, the value is overwritten. */
  readonly version?: number | undefined
  readonly value: T
}

/** Writes a new version, with an audit entry. Throws changed_meanwhile if the edited version is no longer in force. */
export async function writeSetting<T>(
  tx: Tx,
  setting: Setting<T>,
  { actor, version, value }: SettingChange<T>,
): Promise<Versioned<T>> {
  const { name, schema, action } = setting
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new Error(`Setting ${name} cannot have this value: ${problemOf(parsed.error)}.`)
  // One version after the other, even if two are written at the same time.
  await tx`select pg_advisory_xact_lock(hashtext(${name}))`
  const before = await readSetting(tx, setting)
  if (version !== undefined && version !== before.version)
    throw new AppError('changed_meanwhile', { details: meanwhile(before) })
  await tx`
    insert into settings (name, version, value, changed_by)
    values (${name}, ${(before.unusable ?? before.version) + 1}, ${JSON.stringify(value)}::text::jsonb, ${actor})`
  await recordChange(tx, 'settings')
  await audit(tx, { actor, action, target: name, details: { before: before.value, after: value } })
  return readSetting(tx, setting)
}

/** Stores a default of an installation; does not change an existing value. */
export async function beginWith<T>(sql: Sql | Tx, { name }: Setting<T>, value: T, actor = 'system'): Promise<void> {
  const { count } = await sql`
    insert into settings (name, version, value, changed_by)
    values (${name}, 1, ${JSON.stringify(value)}::text::jsonb, ${actor}) on conflict do nothing`
  if (count > 0) await recordChange(sql, 'settings')
}

function meanwhile<T>({ value, version, changedBy, changedAt }: Versioned<T>) {
  return { version, changed_by: changedBy, changed_at: changedAt?.toISOString() ?? null, current: value }
}

function unusableText(name: string, version: number, error: z.ZodError): string {
  return `Setting ${name}, version ${version}, cannot be used: ${problemOf(error)}. Set a new value.`
}

function problemOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(' ')).join('; ')
}
