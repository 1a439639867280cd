import { addDays } from '../lib/clock.ts'
import { type Days, startOfDay } from '../query/period.ts'
import type { Tx } from '../store/db.ts'

/** A package that takes inventory in the days of a deal. */
export interface SoldPackage {
  readonly packageId: string
  readonly merchantId: string
  readonly type: 'CPI' | 'CPC' | 'CPA'
  /** Impressions, clicks or conversions guaranteed; null where a CPA package leaves them open. */
  readonly units: number | null
  /** Part of its flight that lies in those days, 0..1. */
  readonly share: number
  /** Empty: all. */
  readonly placements: readonly string[]
}

/** Held to paused packages whose flight [start, end) meets the days. */
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
