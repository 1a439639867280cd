import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JourneyCount } from './markovRemoval.ts'
import { shapley } from './shapley.ts'

// Shapley's definition, over all orders in which placements may join; the closed form must equal it.
function byDefinition(paths: readonly JourneyCount[]): Map<string, number> {
  const players = [...new Set(paths.flatMap(({ steps }) => steps))].sort()
  const worth = (coalition: ReadonlySet<string>) =>
    paths
      .filter(({ steps }) => steps.length > 0 && steps.every((step) => coalition.has(step)))
      .reduce((sum, { conversions }) => sum + conversions, 0)
  const value = new Map(players.map((player) => [player, 0]))
  const orders = permutations(players)
  for (const order of orders) {
    const joined = new Set<string>()
    for (const player of order) {
      const before = worth(joined)
      joined.add(player)
      value.set(player, value.get(player)! + (worth(joined) - before) / orders.length)
    }
  }
  return value
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]))
}

test('shares each journey equally among the placements it saw', () => {
  // v(A) = 10, v(B) = 20, v(AB) = 10 + 20 + 30: A = 10 + 15, B = 20 + 15.
  expect(
    shapley([
      { steps: ['A'], journeys: 100, conversions: 10 },
      { steps: ['B'], journeys: 100, conversions: 20 },
      { steps: ['A', 'B', 'A'], journeys: 100, conversions: 30 },
    ]),
  ).toEqual([
    { placement: 'A', conversions: 25, share: 25 / 60 },
    { placement: 'B', conversions: 35, share: 35 / 60 },
  ])
})

test('equals the definition over all orders of joining', () => {
  const path = fc.record({
    steps: fc.array(fc.constantFrom('A', 'B', 'C', 'D', 'E'), { maxLength: 6 }),
    journeys: fc.constant(100),
    conversions: fc.nat(100),
  })
  fc.assert(
    fc.property(fc.array(path, { maxLength: 12 }), (paths) => {
      const expected = byDefinition(paths)
      for (const { placement, conversions } of shapley(paths))
        expect(conversions).toBeCloseTo(expected.get(placement)!, 9)
    }),
    { numRuns: 60 },
  )
})

test('sales without a placement before them have no share, and placements come in the order of their ids', () => {
  const paths = [
    { steps: ['b', 'a'], conversions: 2, journeys: 2 },
    { steps: [], conversions: 6, journeys: 6 },
    { steps: ['a', 'c'], conversions: 2, journeys: 2 },
  ]
  expect(shapley(paths)).toEqual([
    { placement: 'a', conversions: 2, share: 0.5 },
    { placement: 'b', conversions: 1, share: 0.25 },
    { placement: 'c', conversions: 1, share: 0.25 },
  ])
})

test('where nothing was sold shares are 0, not undefined', () => {
  expect(shapley([{ steps: ['a'], conversions: 0, journeys: 3 }])).toEqual([
    { placement: 'a', conversions: 0, share: 0 },
  ])
})
