import { expect, test } from 'vitest'
import { isClearRateChange, wilson } from './wilson.ts'

test('Wilson interval of 81 in 263 is 0.255 to 0.366 (Newcombe 1998, table I, method 3)', () => {
  const interval = wilson(81, 263)!
  expect(interval.low).toBeCloseTo(0.2553, 4)
  expect(interval.high).toBeCloseTo(0.3662, 4)
})

test('0 of 20 may still be up to 16 %; without trials there is no interval', () => {
  expect(wilson(0, 20)).toEqual({ low: 0, high: expect.closeTo(0.1611, 4) })
  expect(wilson(0, 0)).toBeNull()
})

test('a change is clear when chance alone does not explain it', () => {
  expect(isClearRateChange({ successes: 30, trials: 1000 }, { successes: 25, trials: 1000 })).toBe(false)
  expect(isClearRateChange({ successes: 300, trials: 10_000 }, { successes: 200, trials: 10_000 })).toBe(true)
  expect(isClearRateChange({ successes: 0, trials: 0 }, { successes: 1, trials: 2 })).toBeNull()
})

test('without trials on one side, before or now, nothing can be said', () => {
  const some = { successes: 1, trials: 2 }
  expect(isClearRateChange(some, { successes: 0, trials: 0 })).toBeNull()
  expect(isClearRateChange({ successes: 0, trials: 0 }, some)).toBeNull()
})

test('the nearer rates are to one half, the more they differ by chance', () => {
  // Both changes are of 4 points in 1,000 trials: 1.96 standard errors are 4.4 points around 50 %, 2.1 points around 6 %.
  const change = (successes: number) =>
    isClearRateChange({ successes: successes + 40, trials: 1000 }, { successes, trials: 1000 })
  expect([change(480), change(40), change(920)]).toEqual([false, true, true])
})

test('equal rates are no change, also where chance has no say', () => {
  expect(isClearRateChange({ successes: 5, trials: 5 }, { successes: 7, trials: 7 })).toBe(false)
})
