import { CREDIT_MODELS } from '@bx/contracts/metrics/creditModels'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CreditTouch, creditOf, shareMoney, WHOLE_CREDIT } from './creditModels.ts'

const DAY = 86_400_000
const touch = (daysBefore: number, isDecisive = false): CreditTouch => ({ at: -daysBefore * DAY, isDecisive })

describe('a journey seen 7 days, 3.5 days and just before the sale, clicked in the middle', () => {
  const touches = [touch(7), touch(3.5, true), touch(0)]

  test.each([
    ['decisive_touch', [0, 1_000_000, 0]],
    ['first_touch', [1_000_000, 0, 0]],
    ['linear', [333_334, 333_333, 333_333]],
    // Weights 1/2, 1/sqrt 2 and 1.
    ['time_decay', [226_541, 320_377, 453_082]],
    ['position_based', [400_000, 200_000, 400_000]],
  ] as const)('%s', (model, expected) => {
    expect(creditOf(model, touches, 0)).toEqual(expected)
  })
})

test('position based gives one touch everything and two a half each', () => {
  expect(creditOf('position_based', [touch(1, true)], 0)).toEqual([1_000_000])
  expect(creditOf('position_based', [touch(2), touch(1, true)], 0)).toEqual([500_000, 500_000])
})

test('no touches, no credit', () => {
  for (const model of CREDIT_MODELS) expect(creditOf(model, [], 0)).toEqual([])
})

test('money follows credit to the minor unit, refunds too', () => {
  const credits = creditOf('linear', [touch(3), touch(2), touch(1, true)], 0)
  expect(shareMoney(1000, credits)).toEqual([334, 333, 333])
  expect(shareMoney(-1000, credits)).toEqual([-334, -333, -333])
  expect(shareMoney(1, credits)).toEqual([1, 0, 0])
})

test('credit and money sum exactly under every model', () => {
  const journeys = fc.array(fc.double({ min: 0, max: 7, noNaN: true }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(journeys, fc.nat(), fc.integer({ min: -1e9, max: 1e9 }), (ages, decisive, money) => {
      const touches = ages.sort((a, b) => b - a).map((age, i) => touch(age, i === decisive % ages.length))
      for (const model of CREDIT_MODELS) {
        const credits = creditOf(model, touches, 0)
        expect(credits.reduce((sum, part) => sum + part, 0)).toBe(WHOLE_CREDIT)
        expect(credits.every((part) => part >= 0)).toBe(true)
        expect(shareMoney(money, credits).reduce((sum, part) => sum + part, 0)).toBe(money)
      }
    }),
  )
})

test('position based shares a fifth among all that are neither first nor last', () => {
  const touches = [touch(4), touch(3), touch(2), touch(1, true)]
  expect(creditOf('position_based', touches, 0)).toEqual([400_000, 100_000, 100_000, 400_000])
})

test('linear is even regardless of the number of touches', () => {
  expect(creditOf('linear', [touch(2), touch(1, true)], 0)).toEqual([500_000, 500_000])
})
