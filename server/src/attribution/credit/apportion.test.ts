import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apportion } from './apportion.ts'

test('gives what is left to the largest remainders, ties to the earlier', () => {
  expect(apportion(10, [1, 1, 1])).toEqual([4, 3, 3])
  expect(apportion(100, [0.505, 0.495, 0])).toEqual([51, 49, 0])
  // Balinski and Young's example: 26 seats, quotas 9.061, 7.179, 5.259, 3.319, 1.182 and so on.
  expect(apportion(26, [9061, 7179, 5259, 3319, 1182])).toEqual([9, 7, 5, 4, 1])
})

test('splits nothing, even weights, no weights and refunds', () => {
  expect(apportion(0, [1, 2])).toEqual([0, 0])
  expect(apportion(5, [0, 0])).toEqual([3, 2])
  expect(apportion(5, [])).toEqual([])
  expect(apportion(-10, [1, 1, 1])).toEqual([-4, -3, -3])
})

test('parts are whole, sum to the total and lie within one of their quota, for any weights', () => {
  const weight = fc.oneof(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constant(0), fc.integer({ min: 0, max: 5 }))
  fc.assert(
    fc.property(
      fc.integer({ min: -1e12, max: 1e12 }),
      fc.array(weight, { minLength: 1, maxLength: 50 }),
      (total, weights) => {
        const parts = apportion(total, weights)
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total)
        expect(parts.every(Number.isInteger)).toBe(true)
        const sum = weights.reduce((all, w) => all + w, 0)
        for (const [i, part] of parts.entries()) {
          const quota = (sum > 0 ? weights[i]! / sum : 1 / weights.length) * total
          expect(Math.abs(part - quota)).toBeLessThanOrEqual(1.01)
        }
      },
    ),
  )
})

test('a refund is shared out like the sale it takes back, and nothing is plain 0', () => {
  expect(apportion(-3, [1, 1])).toEqual([-2, -1])
  expect(apportion(-1, [1, 1])).toEqual([-1, 0])
  expect(apportion(0, [1, 2])).toEqual([0, 0])
})
