import { LIMITS } from '@bx/contracts/events/values'
import type { Sql, Tx } from './db.ts'

/** The windows in force: the setting `attribution_windows`, `{ click_minutes, conversion_days }`. */
export interface VersionedWindows {
  readonly version: number
  readonly clickMinutes: number
  readonly conversionDays: number
  readonly clickMs: number
  readonly conversionMs: number
  readonly aheadMs: number
}

/** The seed's: a click credits an exposure of the hour before, a sale those of the 7 days before. */
const FIRST = { click_minutes: 60, conversion_days: 7 }

export async function readWindows(sql: Sql | Tx): Promise<VersionedWindows> {
  const [row] = await sql<{ version: number; value: typeof FIRST }[]>`
    select version, value from settings where name = 'attribution_windows' order by version desc limit 1`
  const { version, value } = row ?? { version: 0, value: FIRST }
  return {
    version,
    clickMinutes: value.click_minutes,
    conversionDays: value.conversion_days,
    clickMs: value.click_minutes * 60_000,
    conversionMs: value.conversion_days * 86_400_000,
    aheadMs: LIMITS.aheadMs,
  }
}
