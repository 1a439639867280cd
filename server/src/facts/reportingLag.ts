import { FIRST_REPORTING_LAG_DAYS, MIN_SALES_FOR_LAG } from '@bx/contracts/metrics/finality'
import type { Sql, Tx } from '../db/client.ts'
import { addDays } from '../lib/clock.ts'
import type { VersionedWindows } from '../settings/attributionWindows.ts'

// The first day whose figures are open. By the day of the credited exposure: open until the attribution window and the
// usual reporting lag have passed. By the day of the sale: open until the lag has passed.

export const BASES = ['exposure', 'sale'] as const
export type Basis = (typeof BASES)[number]

export interface ReportingLag {
  readonly days: number
  /** false: too few sales; the default is used. */
  readonly measured: boolean
}

export async function readReportingLag(tx: Sql | Tx): Promise<ReportingLag> {
  const [row] = await tx<{ days: number; sales: number }[]>`select days, sales from reporting_lag`
  if (row === undefined || row.sales < MIN_SALES_FOR_LAG) return { days: FIRST_REPORTING_LAG_DAYS, measured: false }
  return { days: row.days, measured: true }
}

/** First day that is open by the clock alone. */
export function openFromOf(basis: Basis, today: string, windows: VersionedWindows, lag: ReportingLag): string {
  const window = basis === 'exposure' ? Math.ceil(windows.conversionDays) : 0
  return addDays(today, -window - lag.days)
}
