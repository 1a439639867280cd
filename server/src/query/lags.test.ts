import { expect, test } from 'vitest'
import { lagBucket } from '../lib/lagBucket.ts'
import { histogramOf, type LagBucket, medianOf } from './lags.ts'

function lagsOf(seconds: readonly number[]): LagBucket[] {
  const buckets = Map.groupBy(seconds, lagBucket)
  return [...buckets]
    .map(([fromSeconds, all]) => ({ fromSeconds, conversions: all.length, seconds: all.reduce((a, b) => a + b, 0) }))
    .sort((a, b) => a.fromSeconds - b.fromSeconds)
}

test.each([
  ['no sale', [], null, null],
  ['two sales, after 1 and after 100 hours', [3600, 360_000], 50.5, 0],
  ['three sales: the middle one', [3600, 7200, 360_000], 2, 0],
  ['sales within seconds', [7, 7, 7, 8], 7 / 3600, 0],
] as const)('%s', (_, seconds, hours, within) => {
  const median = medianOf(lagsOf(seconds))
  if (hours === null) expect(median.median_hours).toBeNull()
  else expect(median.median_hours).toBeCloseTo(hours, 4)
  expect(median.median_within_pct).toBe(within)
})

test('among many sales it is within 2 % of the true one', () => {
  for (let run = 1; run <= 50; run++) {
    // Not uniform: most sales come soon, some after days.
    const seconds = Array.from({ length: 100 * run + (run % 2) }, (_, i) => Math.round(((i * 7919) % 997) ** 2 / run))
    const sorted = seconds.toSorted((a, b) => a - b)
    const middle = (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.floor(sorted.length / 2)]!) / 2 / 3600
    const { median_hours: hours, median_within_pct: within } = medianOf(lagsOf(seconds))
    expect(Math.abs(hours! - middle)).toBeLessThanOrEqual((middle * (within ?? 0)) / 100 + 0.0001)
  }
})

test('a bin holds exactly the sales of its 12 hours', () => {
  const seconds = [0, 43_199, 43_200, 86_399, 400_000]
  expect(histogramOf(lagsOf(seconds)).map(({ conversions }) => conversions)).toEqual([2, 2, 0, 0, 0, 0, 0, 0, 0, 1])
})
