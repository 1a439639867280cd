import { PACKAGE_STATES } from '@bx/contracts/packages/values'
import { expect, test } from 'vitest'
import { GROUPS, groupOf, nextStep, perUnits, sizeOf, unitsText } from './states.ts'
import { testPackage } from './testPackage.ts'

test('every state is in one group, and the groups add up to all', () => {
  const grouped = Object.values(GROUPS).flatMap(({ states }) => states)
  expect(grouped.toSorted()).toEqual([...PACKAGE_STATES].sort())
  const states = { draft: 2, live: 3, paused: 1, closed: 4 }
  expect(sizeOf('all', states)).toBe(10)
  expect([sizeOf('offers', states), sizeOf('running', states), sizeOf('finished', states)]).toEqual([2, 4, 4])
  expect(groupOf('constructor')).toBe('all')
})

test('units have a plural, and an open package says so', () => {
  expect(unitsText('CPI', 1_500_000)).toBe('1,500,000 impressions')
  expect(unitsText('CPC', 1)).toBe('1 click')
  expect(unitsText('CPA', null)).toBe('no guarantee')
  expect(perUnits('CPI')).toBe('per 1,000 impressions')
  expect(perUnits('CPA')).toBe('per conversion')
})

test('the next step names its day in the reporting zone', () => {
  const held = testPackage({ status: 'held', hold_expires_at: '2026-12-08T00:30:00.000Z' })
  expect(nextStep(held, 'UTC')).toBe('Approve by 8 Dec 2026')
  expect(nextStep(held, 'America/New_York')).toBe('Approve by 7 Dec 2026')
  expect(nextStep(testPackage({ status: 'booked' }), 'UTC')).toBe('Starts 10 Dec 2026')
  expect(nextStep(testPackage({ status: 'closed' }), 'UTC')).toBe('–')
})
