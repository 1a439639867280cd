import { expect, test } from 'vitest'
import { type Reached, reachFor } from './reachCurve.ts'

const AUDIENCE = 50_000
/** What each of n merchants reaches if everybody is shown the same number of impressions at random. */
const merchants = (n: number, noise: (i: number) => number = () => 1): Reached[] =>
  Array.from({ length: n }, (_, i) => {
    const impressions = 2000 * (i + 1)
    return { impressions, people: Math.round(AUDIENCE * (1 - Math.exp(-impressions / AUDIENCE)) * noise(i)) }
  })

test('the curve finds what merchants of that size reached', () => {
  const found = reachFor(21_000, AUDIENCE, merchants(20))!
  const truth = AUDIENCE * (1 - Math.exp(-21_000 / AUDIENCE))
  expect(Math.abs(found.mid / truth - 1)).toBeLessThan(0.01)
  expect([found.low, found.high].map((people) => Math.abs(people / truth - 1) < 0.02)).toEqual([true, true])
})

test('the range is as wide as merchants differ', () => {
  const { low, mid, high } = reachFor(
    21_000,
    AUDIENCE,
    merchants(20, (i) => (i % 2 ? 0.8 : 1.2)),
  )!
  expect(low / mid).toBeCloseTo(0.82, 1)
  expect(high / mid).toBeCloseTo(1.22, 1)
})

test('nobody is reached twice, and never more than everybody', () => {
  for (const impressions of [1, 10, 1000, 40_000]) {
    const { low, mid, high } = reachFor(impressions, AUDIENCE, merchants(20))!
    expect(low).toBeLessThanOrEqual(mid)
    expect(mid).toBeLessThanOrEqual(high)
    expect(high).toBeLessThanOrEqual(Math.min(impressions, AUDIENCE))
  }
})

test('nothing is claimed from few or small merchants, or far beyond the largest', () => {
  expect(reachFor(1000, AUDIENCE, merchants(7))).toBeNull()
  expect(
    reachFor(
      1000,
      AUDIENCE,
      merchants(20).map((one) => ({ ...one, people: 49 })),
    ),
  ).toBeNull()
  expect(reachFor(80_000, AUDIENCE, merchants(20))).not.toBeNull()
  expect(reachFor(80_001, AUDIENCE, merchants(20))).toBeNull()
})
