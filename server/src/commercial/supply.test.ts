import { ALLOCATION_PCT, allocated, FEASIBILITY } from '@bx/contracts/metrics/allocation'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Stock, supplyOf, verdictOn } from './supply.ts'

const stock = (given: Partial<Stock>): Stock => ({
  ...{ capacity: 1000, renders: 1000, sold: 0, soldToMerchant: 0 },
  ...given,
})
const units = fc.nat(3_000_000)
const stocks = fc
  .record({ capacity: units, renders: units, sold: units, own: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ own, ...rest }): Stock => ({ ...rest, soldToMerchant: Math.floor(rest.sold * own) }))
const goals = fc.integer({ min: 1, max: 4_000_000 })

test('possible = available + competing; nothing below 0, nothing above its bounds', () => {
  fc.assert(
    fc.property(stocks, (one) => {
      const { possible, competing, available, available30 } = supplyOf(one)
      expect(possible).toBe(available + competing)
      expect(Math.min(possible, competing, available, available30)).toBeGreaterThanOrEqual(0)
      expect(available30).toBeLessThanOrEqual(available)
      expect(available + one.soldToMerchant).toBeLessThanOrEqual(Math.max(one.renders, one.soldToMerchant))
      expect(available + one.sold).toBeLessThanOrEqual(
        Math.max(allocated(one.capacity, ALLOCATION_PCT.highest), one.sold),
      )
    }),
  )
})

test('with nothing sold and renders to spare the verdict is the seed’s rule', () => {
  fc.assert(
    fc.property(units, goals, (capacity, goal) => {
      const seeds =
        capacity * 0.3 >= goal - 1e-6 ? FEASIBILITY[0] : capacity * 0.5 >= goal - 1e-6 ? FEASIBILITY[1] : FEASIBILITY[2]
      expect(verdictOn(goal, [stock({ capacity, renders: capacity })]).feasibility).toBe(seeds)
    }),
  )
})

test('more sold, fewer renders or a larger goal never make a verdict better', () => {
  const rank = (goal: number, one: Stock) => FEASIBILITY.indexOf(verdictOn(goal, [one]).feasibility)
  fc.assert(
    fc.property(stocks, goals, fc.nat(100_000), (one, goal, more) => {
      const now = rank(goal, one)
      expect(rank(goal + more, one)).toBeGreaterThanOrEqual(now)
      expect(rank(goal, { ...one, sold: one.sold + more })).toBeGreaterThanOrEqual(now)
      expect(rank(goal, { ...one, renders: Math.max(0, one.renders - more) })).toBeGreaterThanOrEqual(now)
    }),
  )
})

describe('what bound it', () => {
  test.each([
    ['nothing, while it is feasible', 300, stock({}), 0, 'none'],
    ['the allocation', 301, stock({}), 1, 'allocation'],
    ['the allocation, past 50 %', 501, stock({}), 2, 'allocation'],
    ['what is sold', 300, stock({ sold: 1 }), 1, 'sold'],
    ['what is sold, past 50 %', 300, stock({ sold: 201 }), 2, 'sold'],
    ['renders', 200, stock({ renders: 199 }), 2, 'renders'],
    [
      'renders that the merchant fills already',
      100,
      stock({ renders: 150, sold: 51, soldToMerchant: 51 }),
      2,
      'renders',
    ],
    ['nothing was ever shown', 1, stock({ capacity: 0, renders: 0 }), 2, 'no_history'],
  ] as const)('%s', (_, goal, one, verdict, boundBy) => {
    expect(verdictOn(goal, [one])).toMatchObject({ feasibility: FEASIBILITY[verdict], boundBy })
  })
})

test('several placements together give the sum of each: renders of one do not replace those of another', () => {
  const two = [stock({ renders: 100 }), stock({ renders: 100 })]
  expect(verdictOn(200, two).feasibility).toBe(FEASIBILITY[0])
  expect(verdictOn(201, two)).toMatchObject({ feasibility: FEASIBILITY[2], boundBy: 'renders' })
})

test('the limits add up to the room, and name the arithmetic that binds', () => {
  fc.assert(
    fc.property(fc.array(stocks, { minLength: 1, maxLength: 6 }), goals, (several, goal) => {
      const { feasibility, limits } = verdictOn(goal, several)
      const room = several.map(supplyOf).reduce((sum, { available, available30 }) => {
        return sum + (feasibility === FEASIBILITY[2] ? available : available30)
      }, 0)
      expect(limits.reduce((sum, { leaves }) => sum + leaves, 0)).toBe(room)
      for (const { allows, used, leaves } of limits) expect(allows - used).toBe(leaves)
    }),
  )
})

test('renders bind even where half of the impressions would not be enough either', () => {
  const one = stock({ capacity: 501_905, renders: 125_937 })
  expect(verdictOn(2_000_000, [one])).toMatchObject({
    boundBy: 'renders',
    limits: [{ by: 'renders', placements: 1, allows: 125_937, used: 0, leaves: 125_937 }],
  })
})
