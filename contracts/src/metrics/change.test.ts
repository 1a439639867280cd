import { describe, expect, test } from 'vitest'
import { countChange, MIN_COMPARED, rankedChange, rateChange, ratioChange } from './change.ts'

describe('countChange(now, before)', () => {
  test.each([
    [8_597, 8_615, true],
    [100_740, 98_900, false],
    [80, 100, true],
    [120, 80, false],
    [3, 0, true],
    [4, 0, false],
    [0, 3, true],
    [0, 4, false],
  ])('%i against %i: within noise is %s', (now, before, isNoise) => {
    expect(countChange(now, before).within_noise).toBe(isNoise)
  })

  test('says how large the change is, whether or not it is noise, and its interval contains it', () => {
    const { value, low, high } = countChange(80, 100)
    expect(value).toBeCloseTo(-0.2)
    expect(low).toBeCloseTo(-0.403, 2)
    expect(high).toBeCloseTo(0.073, 2)
  })

  test('has no upper bound from nothing, and no change between two zeros', () => {
    expect(countChange(50, 0)).toMatchObject({ value: null, high: null, within_noise: false })
    expect(countChange(0, 0)).toMatchObject({ value: 0, low: null, high: null, within_noise: true })
  })

  test('agrees with the square root of the sum for every pair of counts', () => {
    for (let now = 0; now <= 60; now++)
      for (let before = 0; before <= 60; before++)
        expect(countChange(now, before).within_noise, `${now} ${before}`).toBe(
          Math.abs(now - before) <= 1.96 * Math.sqrt(now + before),
        )
  })
})

describe('rateChange(now, before)', () => {
  const of = (successes: number, trials: number) => ({ successes, trials })

  test('is in percentage points', () => {
    const change = rateChange(of(300, 10_000), of(200, 10_000))!
    expect(change).toMatchObject({ kind: 'points', within_noise: false })
    expect(change.value).toBeCloseTo(1)
    expect(change.low).toBeGreaterThan(0.5)
    expect(change.high).toBeLessThan(1.5)
  })

  test('is within noise for small samples, and null without one', () => {
    expect(rateChange(of(3, 100), of(2, 100))!.within_noise).toBe(true)
    expect(rateChange(of(0, 0), of(2, 100))).toBeNull()
    expect(rateChange(of(2, 100), of(0, 0))).toBeNull()
  })

  test('contains the change, also of rates above 1', () => {
    const { value, low, high } = rateChange(of(12, 4), of(3, 4))!
    expect(low!).toBeLessThanOrEqual(value!)
    expect(high!).toBeGreaterThanOrEqual(value!)
  })
})

describe('ratioChange(now, before)', () => {
  test('widens with the variance of both', () => {
    const change = (variance: number) => ratioChange({ value: 11, variance }, { value: 10, variance })!
    expect(change(0.0001).within_noise).toBe(false)
    expect(change(0.01).within_noise).toBe(true)
    expect(change(0.01).value).toBeCloseTo(0.1)
  })

  test('has a rule where a logarithm has none', () => {
    expect(ratioChange({ value: 5, variance: 1 / 3 }, { value: 0, variance: 0 })).toMatchObject({
      value: null,
      within_noise: true,
    })
    expect(ratioChange({ value: 0, variance: 0 }, { value: 5, variance: 1 / 9 })).toMatchObject({
      value: -1,
      within_noise: false,
    })
    expect(ratioChange({ value: 0, variance: 0 }, { value: 0, variance: 0 })).toMatchObject({
      value: 0,
      within_noise: true,
    })
    expect(ratioChange(null, { value: 1, variance: 0 })).toBeNull()
  })
})

test('a change is ranked from a minimum of events on', () => {
  expect(rankedChange(countChange(3, 1), 3, 1)).toBeNull()
  expect(rankedChange(countChange(60, 40), 60, MIN_COMPARED - 60)).toBeCloseTo(0.5)
  expect(rankedChange(countChange(500, 0), 500, 0)).toBe(Number.POSITIVE_INFINITY)
  expect(rankedChange(null, 500, 500)).toBeNull()
})
