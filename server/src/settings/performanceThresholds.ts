import type { PerformanceThresholds } from '@bx/contracts/metrics/thresholds'
import type { Sql, Tx } from '../db/client.ts'
import { flatVersion } from './flatVersion.ts'
import { performanceThresholds } from './registry.ts'
import { readSetting, writeSetting } from './setting.ts'

/** The thresholds in force, as the API sends them. */
export async function readPerformanceThresholds(sql: Sql | Tx, currency: string) {
  return flatVersion(await readSetting(sql, performanceThresholds(currency)))
}

/** Throws changed_meanwhile if the edited version is no longer in force. */
export function writePerformanceThresholds(
  sql: Sql,
  { actor, currency }: { readonly actor: string; readonly currency: string },
  { version, ...value }: PerformanceThresholds & { readonly version?: number | undefined },
) {
  return sql.begin(async (tx) =>
    flatVersion(await writeSetting(tx, performanceThresholds(currency), { actor, version, value })),
  )
}
