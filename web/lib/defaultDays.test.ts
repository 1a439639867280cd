import { expect, it } from 'vitest'
import { defaultDays } from './defaultDays.ts'

const TODAY = '2026-12-01'

it('shows the last 30 closed days of sales where most of the last week is open', () => {
  const closed = { last_closed_day: { exposure: '2026-11-21', sale: '2026-11-28' } }
  expect(defaultDays('/performance/', closed, TODAY)).toEqual({ start: '2026-10-23', end: '2026-11-21' })
  expect(defaultDays('/performance/merchant/', closed, TODAY)).toEqual({ start: '2026-10-23', end: '2026-11-21' })
  // Three of seven days are open.
  expect(defaultDays('/performance/paths/', closed, TODAY)).toBeNull()
})

it('leaves the last 7 days where most are closed, and on pages without sales', () => {
  const closed = { last_closed_day: { exposure: '2026-11-27', sale: '2026-11-27' } }
  expect(defaultDays('/performance/paths/', closed, TODAY)).toEqual({ start: '2026-10-29', end: '2026-11-27' })
  expect(defaultDays('/placements/', closed, TODAY)).toBeNull()
  const soon = { last_closed_day: { exposure: '2026-11-28', sale: '2026-11-30' } }
  expect(defaultDays('/performance/', soon, TODAY)).toBeNull()
})
