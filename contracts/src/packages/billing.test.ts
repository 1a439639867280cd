import fc from 'fast-check'
import { expect, test } from 'vitest'
import { billingOf, completeAt } from './billing.ts'
import { MAX_UNITS } from './values.ts'

test('goal and buffer are billed, the rest is free of charge, and nothing is owed below 0', () => {
  expect(billingOf(900, 1000, 50)).toEqual({ billed: 900, remaining: 100, free: 0 })
  expect(billingOf(1000, 1000, 50)).toEqual({ billed: 1000, remaining: 0, free: 0 })
  expect(billingOf(1050, 1000, 50)).toEqual({ billed: 1050, remaining: 0, free: 0 })
  expect(billingOf(1051, 1000, 50)).toEqual({ billed: 1050, remaining: 0, free: 1 })
  expect(billingOf(7, null, 0)).toEqual({ billed: 7, remaining: null, free: 0 })
  expect(billingOf(7, null, 0, 5)).toEqual({ billed: 5, remaining: null, free: 2 })
})

test('a package is complete at goal and buffer if it runs to the goal, and at its cap in any case', () => {
  const terms = { goal: 1000, buffer: 50, cap: null, endRule: 'run_to_goal' } as const
  expect(completeAt(terms)).toBe(1050)
  expect(completeAt({ ...terms, cap: 1100 })).toBe(1050)
  expect(completeAt({ ...terms, endRule: 'hard_stop' })).toBeNull()
  expect(completeAt({ ...terms, endRule: 'hard_stop', cap: 1100 })).toBe(1100)
  expect(completeAt({ ...terms, goal: null, buffer: 0 })).toBeNull()
  expect(completeAt({ ...terms, goal: null, buffer: 0, cap: 5 })).toBe(5)
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
