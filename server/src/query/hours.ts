import { addDays } from '../lib/clock.ts'
import type { Tx } from '../store/db.ts'
import { isWithin } from './daily.ts'
import type { Days, Period } from './period.ts'

// The hours of the average day, apart for weekdays and weekends, beside the period before.

interface HourRow {
  readonly weekend: boolean
  readonly hour: number
  /** All of the range, an hour that is not over included. */
  readonly impressions: number
  /** Hours that are over. */
  readonly over: number
  readonly before: number
}

/** Impressions of one placement by hour of the day and kind of day. */
export function readHours(tx: Tx, placementId: string, period: Period): Promise<HourRow[]> {
  const before = period.before ?? period
  const [today, hoursOver] = [period.unfinishedDay, period.hoursOver ?? 24]
  const within = (days: Days) => tx`(hour >= (${days.start}::date::timestamp at time zone ${period.timeZone})
    and hour < ((${days.end}::date + 1)::timestamp at time zone ${period.timeZone}))`
  return tx<HourRow[]>`
    select extract(isodow from day) > 5 as weekend, extract(hour from local)::int as hour,
      coalesce(sum(impressions) filter (where day between ${period.start} and ${period.end}), 0)::bigint as impressions,
      coalesce(sum(impressions) filter (where day between ${period.start} and ${period.end}
        and (day is distinct from ${today}::date
          or at < (day::timestamp at time zone ${period.timeZone}) + ${hoursOver}::int * interval '1 hour')), 0)::bigint as over,
      coalesce(sum(impressions) filter (where day between ${before.start} and ${before.end}), 0)::bigint as before
    from (
      select day, hour as at, hour at time zone ${period.timeZone} as local, impressions from placement_hourly
      where placement_id = ${placementId} and (${within(period)} or ${within(before)})
        ${period.gross ? tx`` : tx`and not flagged`}
    ) hours group by 1, 2`
}

/** The seed's 24 rows: impressions by the clock of the reporting zone. */
export function hourlyOf(rows: readonly HourRow[]) {
  return Array.from({ length: 24 }, (_, hour) => ({
    hour_of_day: hour,
    impressions: rows.reduce((sum, row) => (row.hour === hour ? sum + row.impressions : sum), 0),
  }))
}

/** 48 rows: weekdays, then weekends, each with the number of days behind it. */
export function hoursByDayType(rows: readonly HourRow[], period: Period) {
  const { before, unfinishedDay: today } = period
  return (['weekday', 'weekend'] as const).flatMap((dayType) => {
    const isWeekend = dayType === 'weekend'
    const days = daysOf(period, isWeekend).filter((day) => today === null || day <= today)
    const daysBefore = before ? daysOf(before, isWeekend).length : 0
    return Array.from({ length: 24 }, (_, hour) => {
      const row = rows.find((one) => one.weekend === isWeekend && one.hour === hour)
      return {
        day_type: dayType,
        hour_of_day: hour,
        impressions: row?.over ?? 0,
        days: days.filter((day) => day !== today || hour < (period.hoursOver ?? 24)).length,
        impressions_before: before ? (row?.before ?? 0) : 0,
        days_before: daysBefore,
      }
    })
  })
}

function daysOf(range: Days, weekend: boolean): string[] {
  const days: string[] = []
  for (let day = range.start; isWithin(day, range); day = addDays(day, 1)) {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
    if ((weekday === 0 || weekday === 6) === weekend) days.push(day)
  }
  return days
}
