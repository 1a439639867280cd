import { LIMITS } from '@bx/contracts/events/values'
import type { Sql, Tx } from './db.ts'

/** The windows in force: the latest usable version of the setting `attribution_windows`, `{ click_minutes, conversion_days }`. */
export interface VersionedWindows {
  readonly version: number
  readonly clickMinutes: number
  readonly conversionDays: number
  readonly clickMs: number
  readonly conversionMs: number
  readonly aheadMs: number
  /** The latest version when it cannot be used; null when it is the one in force. */
  readonly unusable: number | null
}

/** The seed's: a click credits an exposure of the hour before, a sale those of the 7 days before. */
const FIRST = { click_minutes: 60, conversion_days: 7 }

/** Versions looked at: one that cannot be used is passed over for the one before, because attribution must go on. */
const VERSIONS = 20

export async function readWindows(sql: Sql | Tx): Promise<VersionedWindows> {
  const rows = await sql<{ version: number; value: unknown }[]>`
    select version, value from settings where name = 'attribution_windows' order by version desc limit ${VERSIONS}`
  const { version, value } = rows.find(isUsable) ?? { version: 0, value: FIRST }
  return {
    version,
    clickMinutes: value.click_minutes,
    conversionDays: value.conversion_days,
    clickMs: value.click_minutes * 60_000,
    conversionMs: value.conversion_days * 86_400_000,
    aheadMs: LIMITS.aheadMs,
    unusable: rows[0] !== undefined && rows[0].version !== version ? rows[0].version : null,
  }
}

function isUsable(row: { version: number; value: unknown }): row is { version: number; value: typeof FIRST } {
  if (typeof row.value !== 'object' || row.value === null) return false
  const { click_minutes: minutes, conversion_days: days } = row.value as Partial<typeof FIRST>
  return isBetween(minutes, MAX_DAYS * 1440) && isBetween(days, MAX_DAYS)
}

/** Longest window: a sale is reported at most 400 days later. */
const MAX_DAYS = 400

function isBetween(value: unknown, max: number): boolean {
  return typeof value === 'number' && value > 0 && value <= max
}
