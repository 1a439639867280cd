import { DAY, type Days, utcDate } from '../lib/clock.ts'

/** Impressions for every day of the range: a day without rows is 0, not missing. */
export function dailyCountsOf(
  rows: readonly { readonly day: string; readonly impressions: number }[],
  range: Days,
): { day: string; impressions: number }[] {
  const byDay = new Map<string, number>()
  for (const row of rows) byDay.set(row.day, (byDay.get(row.day) ?? 0) + row.impressions)
  const daily: { day: string; impressions: number }[] = []
  for (let at = Date.parse(range.start); at <= Date.parse(range.end); at += DAY) {
    const day = utcDate(at)
    daily.push({ day, impressions: byDay.get(day) ?? 0 })
  }
  return daily
}

export function isWithin(day: string, days: Days): boolean {
  return days.start <= day && day <= days.end
}
