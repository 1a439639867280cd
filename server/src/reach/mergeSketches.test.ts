import { expect, test } from 'vitest'
import { mergeSketches, peopleIn } from './mergeSketches.ts'
import { addCounts, EMPTY_SKETCH, HASH_SPACE } from './sketch.ts'

const K = 64
/** Hashes of people `from` to `until`, spread evenly and without order. */
const people = (from: number, until: number) =>
  Array.from({ length: until - from }, (_, i) => Math.floor((((from + i) * 0.6180339887498949) % 1) * HASH_SPACE)).sort(
    (a, b) => a - b,
  )
const sketchOf = (users: readonly number[]) =>
  addCounts(
    EMPTY_SKETCH,
    users,
    users.map(() => 1),
    K,
  )

test('the days of a package are merged as if everybody had been added to one sketch', () => {
  for (const n of [10, 64, 65, 500]) {
    const merged = mergeSketches([sketchOf(people(0, n)), sketchOf(people(n, 2 * n)), EMPTY_SKETCH], K)
    const whole = sketchOf(people(0, 2 * n))
    expect(merged.theta).toBeLessThanOrEqual(whole.theta)
    const below = whole.hashes.filter((hash) => hash < merged.theta)
    expect([...merged.hashes]).toEqual([...below])
  }
})

test('somebody seen on two days is one person, with the impressions of both', () => {
  const merged = mergeSketches([sketchOf(people(0, 10)), sketchOf(people(5, 15))], K)
  expect(peopleIn(merged)).toEqual({ people: 15, exact: true, low: 15, high: 15 })
  expect([...merged.counts].filter((count) => count === 2)).toHaveLength(5)
})

test('more people than a sketch holds are estimated, with a range that contains them', () => {
  const { people: found, exact, low, high } = peopleIn(mergeSketches([sketchOf(people(0, 5000))], K))
  expect(exact).toBe(false)
  expect(Math.abs(found - 5000) / 5000).toBeLessThan(0.25)
  expect(low).toBeLessThan(5000)
  expect(high).toBeGreaterThan(5000)
})
