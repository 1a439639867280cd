import { addDays, type Days } from '../lib/clock.ts'
import type { PlacementForecast } from './forecastPlacement.ts'

/** Impressions of the placements together, from the first day that has any. */
export function historyOf(chosen: readonly PlacementForecast[], { start, end }: Days) {
  const byDay = new Map<string, number>()
  for (const { history } of chosen) {
    history.impressions.counts.forEach((n, i) => {
      const day = addDays(history.impressions.start, i)
      byDay.set(day, (byDay.get(day) ?? 0) + n)
    })
  }
  const first = [...byDay.keys()].reduce((least, day) => (day < least ? day : least), addDays(end, 1))
  const days: { day: string; impressions: number }[] = []
  for (let day = first > start ? first : start; day <= end; day = addDays(day, 1))
    days.push({ day, impressions: byDay.get(day) ?? 0 })
  return days
}

/** Their forecast on each day of the deal. */
export function dailyCountsOf(chosen: readonly PlacementForecast[]) {
  return (chosen[0]?.days ?? []).map(({ day }, i) => ({
    day,
    low: chosen.reduce((sum, { days }) => sum + days[i]!.low, 0),
    mid: chosen.reduce((sum, { days }) => sum + days[i]!.mid, 0),
    high: chosen.reduce((sum, { days }) => sum + days[i]!.high, 0),
  }))
}
