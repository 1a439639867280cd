import { expect, test } from 'vitest'
import { averageRank } from './averageRank.ts'
import { ctr } from './ctr.ts'
import { cvrPerClick } from './cvrPerClick.ts'
import { cvrPerImpression } from './cvrPerImpression.ts'
import { fillRate } from './fillRate.ts'
import { frequency } from './frequency.ts'
import { impressionShare } from './impressionShare.ts'
import { divide, percent, round } from './metric.ts'
import { saturation } from './saturation.ts'
import { slotsFilled, slotsFilledRate } from './slotsFilled.ts'
import { viewableRate } from './viewableRate.ts'

test.each([
  ['averageRank', averageRank],
  ['ctr', ctr],
  ['cvrPerClick', cvrPerClick],
  ['cvrPerImpression', cvrPerImpression],
  ['fillRate', fillRate],
  ['frequency', frequency],
  ['impressionShare', impressionShare],
  ['saturation', saturation],
  ['slotsFilled', slotsFilled],
  ['slotsFilledRate', slotsFilledRate],
  ['divide', divide],
])('%s divides its first count by its second, and is null over nothing', (_, rate) => {
  expect(rate(3, 4)).toBe(0.75)
  expect(rate(0, 4)).toBe(0)
  expect(rate(0, 0)).toBeNull()
  expect(rate(3, 0)).toBeNull()
})

test('of the impressions whose viewability was measured, some were viewable', () => {
  expect(viewableRate(3, 1)).toBe(0.75)
  expect(viewableRate(0, 0)).toBeNull()
})

test('a rate becomes a percentage of two decimals, or as many as are asked for', () => {
  expect(percent(0.123456)).toBe(12.35)
  expect(percent(0.123456, 0)).toBe(12)
  expect(percent(null)).toBeNull()
})

test('half is rounded away from zero, also where a binary fraction is a little less than its decimal', () => {
  expect([round(0.5, 0), round(-0.5, 0), round(1.005, 2), round(-1.005, 2)]).toEqual([1, -1, 1.01, -1.01])
  expect([round(1.0049, 2), round(0, 2), round(null, 2)]).toEqual([1, 0, null])
})
