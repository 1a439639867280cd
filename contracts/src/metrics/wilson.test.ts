import { expect, test } from 'vitest'
import { rateInterval, wilson } from './wilson.ts'

test('Wilson interval of 81 in 263 is 0.255 to 0.366 (Newcombe 1998, table I, method 3)', () => {
  const interval = wilson(81, 263)!
  expect(interval.low).toBeCloseTo(0.2553, 4)
  expect(interval.high).toBeCloseTo(0.3662, 4)
})

test('0 of 20 may still be up to 16 %; without trials there is no interval', () => {
  expect(wilson(0, 20)).toEqual({ low: 0, high: expect.closeTo(0.1611, 4) })
  expect(wilson(0, 0)).toBeNull()
})

test('a rate never lies outside its range, also above 100 %', () => {
  for (const trials of [1, 2, 5, 40, 5000])
    for (const successes of [0, 0.5, 1, 2, 3, 41, 6000]) {
      const { low, high } = rateInterval(successes, trials)!
      expect(low, `${successes} of ${trials}`).toBeLessThanOrEqual(successes / trials)
      expect(high, `${successes} of ${trials}`).toBeGreaterThanOrEqual(successes / trials)
    }
  expect(rateInterval(2, 0)).toBeNull()
})
