import { HOUR } from '../../src/lib/clock.ts'
import { localNow } from '../../src/lib/localDay.ts'
import type { TestDatabase } from './database.ts'

// Traffic and deliveries by the hour, written into the rollups as the pipeline would, and a ranker that obeys the shares.

export interface Placement {
  readonly id: string
  /** Renders of an hour, and impressions of a render. */
  readonly renders: (at: number) => number
  readonly perRender: number
}

/** Whole hours of history before `until`, and their days. */
export async function writeHistory(
  { owner }: TestDatabase,
  placement: Placement,
  { until, days, timeZone }: { readonly until: number; readonly days: number; readonly timeZone: string },
): Promise<void> {
  const hours = Array.from({ length: days * 24 }, (_, i) => until - (days * 24 - i) * HOUR)
  const rows = hours.map((at) => {
    const renders = Math.round(placement.renders(at))
    return {
      hour: new Date(at),
      day: localNow(at, timeZone).day,
      renders,
      n: Math.round(renders * placement.perRender),
    }
  })
  await owner`
    insert into placement_hourly select ${placement.id}, hour, false, day, n, 0, 0, 0, 0, 0, n
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as t (hour timestamptz, day date, n bigint)
    on conflict do nothing`
  await owner`
    insert into placement_daily select ${placement.id}, day, false, sum(n), 0, 0, 0, 0, 0, sum(n), ''
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as t (day date, n bigint) group by day
    on conflict (placement_id, day, flagged) do update set impressions = placement_daily.impressions + excluded.impressions`
  await owner`
    insert into render_daily select ${placement.id}, day, 'sdk', sum(renders), sum(n), sum(n)
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as t (day date, n bigint, renders bigint) group by day
    on conflict (placement_id, day, source) do update set renders = render_daily.renders + excluded.renders,
      slots_filled = render_daily.slots_filled + excluded.slots_filled`
}

/** Counts impressions of a package in an hour, as the rollup would. */
export async function countImpressions(
  { owner }: TestDatabase,
  { packageId, placementId, at, timeZone, n }: Shown,
): Promise<void> {
  const hour = new Date(Math.floor(at / HOUR) * HOUR)
  const { day } = localNow(at, timeZone)
  await owner`
    insert into package_hourly values (${packageId}, ${hour}, ${placementId}, 'counted', false, ${day}, ${n}, ${n})
    on conflict (package_id, hour, placement_id, verdict, flagged)
    do update set impressions = package_hourly.impressions + ${n}, viewable = package_hourly.viewable + ${n}`
  await owner`
    insert into package_placement_daily values (${placementId}, ${day}, ${packageId}, false, ${n}, ${n})
    on conflict (placement_id, day, package_id, flagged)
    do update set impressions = package_placement_daily.impressions + ${n}, viewable = package_placement_daily.viewable + ${n}`
  await owner`
    insert into package_daily values (${packageId}, ${day}, 'counted', false, ${n}, ${n})
    on conflict (package_id, day, verdict, flagged)
    do update set impressions = package_daily.impressions + ${n}, viewable = package_daily.viewable + ${n}`
}

export interface Shown {
  readonly packageId: string
  readonly placementId: string
  readonly at: number
  readonly timeZone: string
  readonly n: number
}

/** Quiet nights, busy evenings; Sundays are twice as busy. */
export function dailyRhythm(perHour: number): (at: number) => number {
  return (at) => {
    const date = new Date(at)
    const hour = date.getUTCHours()
    return perHour * (hour < 6 ? 0.2 : hour < 17 ? 1 : 1.6) * (date.getUTCDay() === 0 ? 2 : 1)
  }
}
