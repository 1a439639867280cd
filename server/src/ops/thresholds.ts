import { FIRST_THRESHOLDS, type PerformanceThresholds } from '@bx/contracts/metrics/thresholds'
import type { Sql } from '../store/db.ts'
import { readVersioned, type Versioned, writeVersioned } from '../store/versionedSetting.ts'
import { audit } from './audit.ts'

// The setting performance_thresholds: every version is kept.

const SETTING = 'performance_thresholds'

export type VersionedThresholds = Versioned<PerformanceThresholds>

/** Those in force; version 0 are the first ones, which nobody changed. */
export function readThresholds(sql: Sql): Promise<VersionedThresholds> {
  return readVersioned(sql, SETTING, FIRST_THRESHOLDS)
}

/** Throws changed_meanwhile when another version than the one that was changed is in force. */
export function writeThresholds(
  sql: Sql,
  actor: string,
  { version, ...thresholds }: PerformanceThresholds & { readonly version?: number | undefined },
): Promise<VersionedThresholds> {
  return sql.begin(async (tx) => {
    const change = { name: SETTING, first: FIRST_THRESHOLDS, actor, version, value: thresholds }
    const { before, after } = await writeVersioned(tx, change)
    await audit(tx, { actor, action: 'change_setting', target: SETTING, details: { before, after: thresholds } })
    return after
  })
}
