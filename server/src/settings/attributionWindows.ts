import { LIMITS } from '@bx/contracts/events/values'
import type { Sql, Tx } from '../db/client.ts'
import { ATTRIBUTION_WINDOWS } from './registry.ts'
import { readSetting } from './setting.ts'

/** How far back clicks and sales are credited. */
export interface VersionedWindows {
  readonly version: number
  readonly clickMinutes: number
  readonly conversionDays: number
  readonly clickMs: number
  readonly conversionMs: number
  readonly aheadMs: number
}

export async function readWindows(sql: Sql | Tx): Promise<VersionedWindows> {
  const { version, value } = await readSetting(sql, ATTRIBUTION_WINDOWS)
  return {
    version,
    clickMinutes: value.click_minutes,
    conversionDays: value.conversion_days,
    clickMs: value.click_minutes * 60_000,
    conversionMs: value.conversion_days * 86_400_000,
    aheadMs: LIMITS.aheadMs,
  }
}
