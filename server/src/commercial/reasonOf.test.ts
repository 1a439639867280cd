import { expect, test } from 'vitest'
import { reasonOf } from './reasonOf.ts'

const renders = {
  by: 'renders',
  percent: 50,
  placements: 3,
  of: 125_937,
  allows: 125_937,
  used: 0,
  leaves: 125_937,
} as const
const share = { by: 'allocation', percent: 50, placements: 1, of: 1000, allows: 500, used: 100, leaves: 400 } as const

test('the limit that binds is explained with its own numbers', () => {
  expect(reasonOf({ goal: 2_000_000, boundBy: 'renders', limits: [renders] })).toBe(
    'Limited by renders. Renders allow 125,937, as a merchant fills one slot of each.',
  )
  expect(reasonOf({ goal: 450, boundBy: 'sold', limits: [share] })).toBe(
    'Limited by sold packages. 50% of 1,000 expected impressions allow 500; sold packages use 100, which leaves 400.',
  )
})

test('limits of different placements add up', () => {
  expect(reasonOf({ goal: 2_000_000, boundBy: 'renders', limits: [renders, share] })).toBe(
    'Limited by renders. Renders allow 125,937, as a merchant fills one slot of each (3 placements). ' +
      '50% of 1,000 expected impressions allow 500 (1 placement); sold packages use 100, which leaves 400. Together 126,337.',
  )
})
