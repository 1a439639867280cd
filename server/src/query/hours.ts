import type { Tx } from '../db/client.ts'
import { addDays, type Days } from '../lib/clock.ts'
import { startOfDay } from '../lib/localDay.ts'
import type { Period } from './period.ts'

/** Impressions of one clock hour, by the class of its days. */
export interface HourCount {
  readonly hour: number
  readonly isWeekend: boolean
  readonly isUnfinished: boolean
  readonly impressions: number
}

/**
 * @param placementId null: all placements
 * @param days this period or the one before, in the zone and traffic of `period`
 */
export function readHourlyCounts(tx: Tx, placementId: string | null, days: Days, period: Period): Promise<HourCount[]> {
  return tx<HourCount[]>`
    select extract(hour from hour at time zone ${period.timeZone})::int as hour, extract(isodow from day) >= 6 as "isWeekend",
      day is not distinct from ${period.unfinishedDay}::date as "isUnfinished", sum(impressions)::bigint as impressions
    from placement_hourly
    where ${placementId === null ? tx`true` : tx`placement_id = ${placementId}`} and day between ${days.start} and ${days.end}
      and hour >= ${startOfDay(days.start, period.timeZone)} and hour < ${startOfDay(addDays(days.end, 1), period.timeZone)}
      ${period.gross ? tx`` : tx`and not flagged`}
    group by 1, 2, 3`
}

/** Always 24 rows, by the clock of the reporting zone. */
export function hourlyCountsOf<Extra>(
  counts: readonly HourCount[],
  extra: (rows: readonly HourCount[], sum: (rows: readonly HourCount[]) => number) => Extra,
) {
  const sum = (rows: readonly HourCount[]) => rows.reduce((total, row) => total + row.impressions, 0)
  return Array.from({ length: 24 }, (_, hour) => {
    const rows = counts.filter((row) => row.hour === hour)
    return {
      hour_of_day: hour,
      impressions: sum(rows),
      weekend_impressions: sum(rows.filter((row) => row.isWeekend)),
      ...extra(rows, sum),
    }
  })
}

/**
 * Clock hours of a single day and of the day it is compared with; null for hours that are not over or not compared. An hour that
 * the clock repeats is the sum of both, and is over when the second one is.
 * @param hoursOver clock hours of the unfinished day that are over
 */
export function hoursOfDay(
  hours: { readonly here: readonly HourCount[]; readonly before: readonly HourCount[] } | null,
  { unfinishedDay, before }: Period,
  hoursOver: number,
) {
  if (hours === null) return null
  const sumAt = (rows: readonly HourCount[], hour: number) =>
    rows.reduce((total, row) => total + (row.hour === hour ? row.impressions : 0), 0)
  const cut = before?.cutHours ?? 24
  return Array.from({ length: 24 }, (_, hour) => {
    const isOver = unfinishedDay === null || hour < hoursOver
    return {
      hour_of_day: hour,
      impressions: isOver ? sumAt(hours.here, hour) : null,
      impressions_before: before !== null && isOver && hour < cut ? sumAt(hours.before, hour) : null,
    }
  })
}
