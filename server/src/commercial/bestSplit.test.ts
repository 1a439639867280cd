import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bestSplit, type Offer } from './bestSplit.ts'

const offers = fc
  .array(fc.record({ available: fc.nat(6), commissionPerImpression: fc.integer({ min: 0, max: 4 }) }), { maxLength: 4 })
  .map((list): Offer[] => list.map((offer, i) => ({ placementId: `p${i}`, ...offer })))

/** Every split into whole impressions within the available amounts and the goal. */
function allSplits(goal: number, [first, ...rest]: readonly Offer[]): number[][] {
  if (first === undefined) return [[]]
  return Array.from({ length: Math.min(goal, first.available) + 1 }, (_, units) =>
    allSplits(goal - units, rest).map((others) => [units, ...others]),
  ).flat()
}

const sum = (values: readonly number[]) => values.reduce((total, n) => total + n, 0)

test('delivers the most, at the least commission of all splits that do: every split of small deals tried', () => {
  fc.assert(
    fc.property(fc.nat(16), offers, (goal, list) => {
      const split = bestSplit(goal, list)
      const units = list.map(({ placementId }) => split.get(placementId)!)
      expect(units.every((n, i) => 0 <= n && n <= list[i]!.available)).toBe(true)
      const cost = (taken: readonly number[]) => sum(taken.map((n, i) => n * list[i]!.commissionPerImpression!))
      const every = allSplits(goal, list)
      const most = Math.max(...every.map(sum))
      const cheapest = Math.min(...every.filter((taken) => sum(taken) === most).map(cost))
      expect([sum(units), cost(units)]).toEqual([most, cheapest])
    }),
    { numRuns: 300 },
  )
})
