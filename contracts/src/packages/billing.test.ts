import fc from 'fast-check'
import { expect, test } from 'vitest'
import { billingOf } from './billing.ts'
import { MAX_UNITS } from './values.ts'

test('goal and buffer are billed, the rest is free of charge, and nothing is owed below 0', () => {
  expect(billingOf(900, 1000, 50)).toEqual({ billed: 900, remaining: 100, free: 0 })
  expect(billingOf(1000, 1000, 50)).toEqual({ billed: 1000, remaining: 0, free: 0 })
  expect(billingOf(1050, 1000, 50)).toEqual({ billed: 1050, remaining: 0, free: 0 })
  expect(billingOf(1051, 1000, 50)).toEqual({ billed: 1050, remaining: 0, free: 1 })
  expect(billingOf(7, null, 0)).toEqual({ billed: 7, remaining: null, free: 0 })
})

test('billed and free are what was delivered, regardless of what comes late', () => {
  const units = fc.integer({ min: 0, max: MAX_UNITS })
  fc.assert(
    fc.property(units, units, units, (delivered, goal, buffer) => {
      const { billed, free, remaining } = billingOf(delivered, goal, buffer)
      expect(billed + free).toBe(delivered)
      expect(billed).toBeLessThanOrEqual(goal + buffer)
      expect(Math.min(free, remaining!)).toBe(0)
      expect(remaining! + Math.min(delivered, goal)).toBe(goal)
    }),
  )
})
