import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shareOut, sharesPct } from './shareOut.ts'

const sum = (values: readonly (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0)
const counts = fc.array(fc.nat(1_000_000_000), { minLength: 1, maxLength: 30 })

test('parts are whole, add up, and are within one of their exact value', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), counts, (total, weights) => {
      const parts = shareOut(total, weights)
      const all = sum(weights)
      expect(sum(parts)).toBe(all === 0 ? 0 : total)
      for (const [i, part] of parts.entries())
        expect(Math.abs(part - (all === 0 ? 0 : (total * weights[i]!) / all))).toBeLessThanOrEqual(1)
    }),
  )
})

test('shares add up to 100 at every precision; without counts they are null', () => {
  fc.assert(
    fc.property(counts, fc.constantFrom(0, 1, 2), (values, places) => {
      const shares = sharesPct(values, places)
      if (sum(values) === 0) expect(new Set(shares)).toEqual(new Set([null]))
      else expect(sum(shares)).toBeCloseTo(100, 8)
    }),
  )
})

test('the rest goes to the largest remainders, the first of equal ones', () => {
  expect(sharesPct([1, 1, 1], 2)).toEqual([33.34, 33.33, 33.33])
  expect(sharesPct([2, 1, 1, 2], 0)).toEqual([33, 17, 17, 33])
})

test('without any weight all parts are 0, and no count has a share', () => {
  expect(shareOut(7, [0, 0])).toEqual([0, 0])
  expect(sharesPct([0, 0])).toEqual([null, null])
  expect(sharesPct([0, 5])).toEqual([0, 100])
})
