import { MAX_REPORTING_LAG_DAYS } from '@bx/contracts/metrics/finality'
import type { Sql } from '../db/client.ts'
import { BASES, openFromOf, readReportingLag } from '../facts/reportingLag.ts'
import { readWatermark } from '../facts/watermark.ts'
import { addDays, HOUR, MINUTE } from '../lib/clock.ts'
import { readWindows } from '../settings/attributionWindows.ts'

// Records which days have become final, so that later changes in them are known as restatements: past days, when
// nothing waits and nothing in them changed for an hour. An import or an upgrade that is still being counted does not
// restate anything.

/** Days recorded and reviewed: longer than any range of one query. */
export const FINAL_DAYS_KEPT = 800
const MAX_BEHIND_MS = MINUTE

/**
 * @param today day of the reporting zone
 * @param quietMs how long a day must be unchanged
 */
export async function markFinalDays(sql: Sql, today: string, quietMs = HOUR - 5 * MINUTE): Promise<void> {
  await measureReportingLag(sql)
  const { completeTo, readAt } = await readWatermark(sql)
  if (readAt.getTime() - completeTo.getTime() > MAX_BEHIND_MS) return
  const [windows, lag] = [await readWindows(sql), await readReportingLag(sql)]
  for (const basis of BASES) {
    const lastOver = addDays(openFromOf(basis, today, windows, lag), -1)
    await sql`
      insert into final_days as f (basis, day, version)
      select ${basis}, past.day::date, coalesce(v.version, 0) from generate_series(
          greatest((select min(day) from placement_daily), ${addDays(today, -FINAL_DAYS_KEPT)}::date)::timestamp,
          ${lastOver}::timestamp, '1 day') past (day)
        left join day_versions v on v.source = 'attribution' and v.day = past.day::date
      on conflict (basis, day) do update set version = excluded.version, looked_at = now()
      where f.final_at is null and f.version <> excluded.version`
  }
  await sql`
    update final_days set final_at = now()
    where final_at is null and looked_at <= now() - ${quietMs} * interval '1 millisecond'`
}

/** From the sales received in the last 30 days: the whole days within which 95 % of them were first reported. */
async function measureReportingLag(sql: Sql): Promise<void> {
  await sql`
    insert into reporting_lag (days, sales, measured_at)
    select least(greatest(coalesce(ceil(percentile_disc(0.95) within group (
        order by extract(epoch from received_at - "timestamp") / 86400)), 0), 0), ${MAX_REPORTING_LAG_DAYS})::int, count(*), now()
    from conversion_events where received_at > now() - interval '30 days'
    on conflict (only_row) do update set days = excluded.days, sales = excluded.sales, measured_at = excluded.measured_at`
}
