import { expect, test } from 'vitest'
import type { Dimensions } from '../dimensions.ts'
import { dayIsKept } from './dayIsKept.ts'
import { merchantExists } from './merchantExists.ts'
import { placementExists } from './placementExists.ts'
import { slotsExist } from './slotsExist.ts'

const dimensions = {
  merchant: (name: string) => (name === 'acme' ? { id: 'm' } : undefined),
  placement: (name: string) => (name === 'home' ? { id: 'p' } : undefined),
} as unknown as Dimensions

test('an event of a day that is not kept is refused, and the day is named', () => {
  const days = new Set(['2026-11-22'])
  expect(dayIsKept(days, '2026-11-22')).toBeNull()
  expect(dayIsKept(days, '2026-11-21')).toMatchObject({
    code: 'outside_retention',
    message: expect.stringContaining('2026-11-21'),
  })
})

test('a name that no merchant or placement has is refused, and kept for the day it appears', () => {
  expect([merchantExists(dimensions, 'acme'), placementExists(dimensions, 'home')]).toEqual([null, null])
  expect(merchantExists(dimensions, 'home')).toMatchObject({
    ...{ code: 'unknown_merchant', missingName: 'home', message: expect.stringMatching(/^merchant_id: /) },
  })
  expect(placementExists(dimensions, 'acme')).toMatchObject({
    ...{ code: 'unknown_placement', missingName: 'acme', message: expect.stringMatching(/^placement_id: /) },
  })
})

test('a render has at most the slots that its placement has; if the number is unknown, any number', () => {
  expect([slotsExist(4, 4), slotsExist(0, 0), slotsExist(99, null)]).toEqual([null, null, null])
  expect(slotsExist(5, 4)).toMatchObject({
    code: 'too_many_slots',
    message: expect.stringContaining('5, the placement has 4'),
  })
})
