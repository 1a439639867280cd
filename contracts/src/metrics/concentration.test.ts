import { expect, test } from 'vitest'
import { herfindahl, topShare } from './concentration.ts'
import { isDominated } from './smallGroups.ts'

test('the share of the largest is found in any order, and leaves the counts as they were', () => {
  const counts = Object.freeze([10, 60, 10, 20])
  expect(topShare(counts, 1)).toBe(0.6)
  expect(topShare(counts, 3)).toBe(0.9)
  expect(topShare(counts, 9)).toBe(1)
  expect(topShare([], 3)).toBeNull()
})

test('the index is the sum of squared shares: 1 where one merchant has all', () => {
  expect(herfindahl([50, 30, 20])).toBeCloseTo(0.38, 12)
  expect(herfindahl([7])).toBe(1)
  expect(herfindahl([0, 0])).toBeNull()
})

test('one merchant dominates a group with more than 60 % of it, not with 60 %', () => {
  expect([isDominated(60, 100), isDominated(61, 100), isDominated(0, 0)]).toEqual([false, true, false])
})
