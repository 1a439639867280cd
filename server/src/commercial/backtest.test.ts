import { beforeAll, expect, test } from 'vitest'
import { createWorld } from '../../../world/src/createWorld.ts'
import { addDays } from '../lib/clock.ts'
import { COVERAGE, type Forecast, forecast, type History } from './forecast.ts'

// The forecast on a marketplace whose days are known: at several cut points the next 7 days are forecast from the days
// before, placement by placement, and compared with the actual figures. The world has weekdays, noise, growth of the whole app and
// of its placements; the naive forecast is the mean of the last 28 days.

const START = '2026-09-07'
const [DAYS, HORIZON, MEAN_DAYS] = [77, 7, 28]
const CUTS = [30, 37, 44, 51, 58, 64, 70]

let series: ReadonlyMap<string, readonly number[]>

beforeAll(() => {
  const world = createWorld({ seed: 11, start: START, days: DAYS, exposuresPerDay: 3000, users: 800 })
  const counts = new Map(world.placements.map(({ placement_id }) => [placement_id, Array<number>(DAYS).fill(0)]))
  for (let index = 0; index < DAYS; index++) {
    for (const { userAgent, exposures } of world.day(index)) {
      if (userAgent !== null) continue // bots are flagged, and forecasts are net
      for (const { placement_id, timestamp } of exposures) {
        const day = Math.floor((Date.parse(timestamp) - Date.parse(START)) / 86_400_000)
        if (day < DAYS) counts.get(placement_id!)![day]! += 1
      }
    }
  }
  series = counts
}, 60_000)

interface Trial {
  readonly actual: readonly number[]
  readonly naive: number
  readonly forecast: Forecast
}

function trials(): Trial[] {
  // A placement with very few impressions has no weekday pattern.
  const busy = [...series.values()].filter((counts) => mean(counts) >= 10)
  return busy.flatMap((counts) =>
    CUTS.map((cut) => {
      const history: History = { start: START, counts: counts.slice(Math.max(0, cut - 56), cut) }
      const first = addDays(START, history.counts.length)
      return {
        actual: counts.slice(cut, cut + HORIZON),
        naive: mean(counts.slice(cut - MEAN_DAYS, cut)),
        forecast: forecast(history, { start: first, end: addDays(first, HORIZON - 1) }),
      }
    }),
  )
}

const mean = (values: readonly number[]) => values.reduce((sum, n) => sum + n, 0) / values.length
const sum = (values: readonly number[]) => values.reduce((total, n) => total + n, 0)

test('7 days ahead: the 80 % interval holds about 80 % of what comes, and the error is below that of the mean', () => {
  const all = trials()
  const days = all.flatMap(({ actual, forecast }) => actual.map((n, i) => ({ n, ...forecast.days[i]! })))
  const inside = (n: number, { low, high }: { low: number; high: number }) => (low <= n && n <= high ? 1 : 0)
  const dayCoverage = mean(days.map((day) => inside(day.n, day)))
  const weekCoverage = mean(all.map(({ actual, forecast }) => inside(sum(actual), forecast.total)))
  const error = sum(days.map(({ n, mid }) => Math.abs(n - mid))) / sum(days.map(({ n }) => n))
  const naive = sum(all.flatMap((t) => t.actual.map((n) => Math.abs(n - t.naive)))) / sum(days.map(({ n }) => n))
  const weekError = sum(all.map((t) => Math.abs(sum(t.actual) - t.forecast.total.mid))) / sum(days.map(({ n }) => n))
  const weekNaive = sum(all.map((t) => Math.abs(sum(t.actual) - t.naive * HORIZON))) / sum(days.map(({ n }) => n))
  const width = mean(all.map(({ forecast: { total } }) => (total.high - total.low) / total.mid))
  const pct = (share: number) => `${(100 * share).toFixed(1)}%`
  console.log(
    `forecast, ${all.length} cuts x ${HORIZON} days: coverage of days ${pct(dayCoverage)}, of weeks ${pct(weekCoverage)}`,
    `(nominal ${pct(COVERAGE)}); error of days ${pct(error)} (mean ${pct(naive)}), of weeks ${pct(weekError)} (mean`,
    `${pct(weekNaive)}); weeks ${pct(width)} wide`,
  )
  expect(dayCoverage).toBeGreaterThan(0.7)
  expect(dayCoverage).toBeLessThan(0.93)
  expect(weekCoverage).toBeGreaterThan(0.68)
  expect(weekCoverage).toBeLessThan(0.97)
  expect(error).toBeLessThan(0.95 * naive)
  expect(weekError).toBeLessThan(weekNaive)
  expect(width).toBeLessThan(0.6)
})
