import { FIRST_THRESHOLDS, type PerformanceThresholds } from '@bx/contracts/metrics/thresholds'
import type { Sql } from '../store/db.ts'
import { audit } from './audit.ts'

// The setting performance_thresholds: every version is kept.

export interface VersionedThresholds extends PerformanceThresholds {
  readonly version: number
  readonly changed_by: string | null
  readonly changed_at: string | null
}

interface Row {
  readonly value: PerformanceThresholds
  readonly version: number
  readonly changedBy: string
  readonly changedAt: Date
}

/** Those in force; version 0 are the first ones, which nobody changed. */
export async function readThresholds(sql: Sql): Promise<VersionedThresholds> {
  const [row] = await sql<Row[]>`
    select value, version, changed_by as "changedBy", changed_at as "changedAt" from settings
    where name = 'performance_thresholds' order by version desc limit 1`
  if (row === undefined) return { ...FIRST_THRESHOLDS, version: 0, changed_by: null, changed_at: null }
  return { ...row.value, version: row.version, changed_by: row.changedBy, changed_at: row.changedAt.toISOString() }
}

export async function writeThresholds(
  sql: Sql,
  actor: string,
  thresholds: PerformanceThresholds,
): Promise<VersionedThresholds> {
  await sql.begin(async (tx) => {
    // One version after the other, also when two change them at once.
    await tx`select pg_advisory_xact_lock(hashtext('performance_thresholds'))`
    await tx`
      insert into settings (name, version, value, changed_by)
      select 'performance_thresholds', coalesce(max(version), 0) + 1, ${JSON.stringify(thresholds)}::text::jsonb, ${actor}
      from settings where name = 'performance_thresholds'`
    await audit(tx, { actor, action: 'change_setting', target: 'performance_thresholds', details: thresholds })
  })
  return readThresholds(sql)
}
