import { expect, test } from 'vitest'
import { isClearRateChange, wilson } from './wilson.ts'

test('Wilson interval of 81 in 263 is 0.255 to 0.366 (Newcombe 1998, table I, method 3)', () => {
  const interval = wilson(81, 263)!
  expect(interval.low).toBeCloseTo(0.2553, 4)
  expect(interval.high).toBeCloseTo(0.3662, 4)
})

test('none in 20 still may be up to 16 %; nothing tried says nothing', () => {
  expect(wilson(0, 20)).toEqual({ low: 0, high: expect.closeTo(0.1611, 4) })
  expect(wilson(0, 0)).toBeNull()
})

test('a change is clear when chance alone would not make it', () => {
  expect(isClearRateChange({ successes: 30, trials: 1000 }, { successes: 25, trials: 1000 })).toBe(false)
  expect(isClearRateChange({ successes: 300, trials: 10_000 }, { successes: 200, trials: 10_000 })).toBe(true)
  expect(isClearRateChange({ successes: 0, trials: 0 }, { successes: 1, trials: 2 })).toBeNull()
})
