import type { Tx } from '../db/client.ts'
import { addDays, type Days } from '../lib/clock.ts'
import { startOfDay } from '../lib/localDay.ts'

/** A package that uses inventory in the days of a deal. */
export interface SoldPackage {
  readonly packageId: string
  readonly merchantId: string
  readonly type: 'CPI' | 'CPC' | 'CPA'
  /** Guaranteed impressions, clicks or conversions; null if a CPA package guarantees none. */
  readonly units: number | null
  /** Share of its flight within those days, 0..1. */
  readonly share: number
  /** Empty: all. */
  readonly placements: readonly string[]
}

/** Held to paused packages whose flight [start, end) overlaps the days. */
export function readSoldPackages(tx: Tx, { start, end }: Days, timeZone: string): Promise<SoldPackage[]> {
  return tx<SoldPackage[]>`
    select package_id as "packageId", merchant_id as "merchantId", package_type as type,
      coalesce(guaranteed_impressions, guaranteed_clicks, guaranteed_conversions) as units,
      (extract(epoch from least(end_date, w.until) - greatest(start_date, w.since))
        / extract(epoch from end_date - start_date))::float8 as share,
      eligible_placements as placements
    from merchant_packages, (values (${startOfDay(start, timeZone)}::timestamptz,
      ${startOfDay(addDays(end, 1), timeZone)}::timestamptz)) as w (since, until)
    where status in ('held', 'booked', 'live', 'paused') and start_date < w.until and end_date > w.since
    order by package_id`
}
