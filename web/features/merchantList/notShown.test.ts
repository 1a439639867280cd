import { expect, test } from 'vitest'
import { isNotShown } from './notShown.ts'

const meta = { complete_to: '2026-11-22T11:30:00Z', time_zone: 'Pacific/Auckland' } // already the 23rd there

test('seven days count back from the zone’s own day, and never is longer ago than any', () => {
  expect(isNotShown({ last_shown_day: '2026-11-17' }, meta)).toBe(false)
  expect(isNotShown({ last_shown_day: '2026-11-16' }, meta)).toBe(true)
  expect(isNotShown({ last_shown_day: null }, meta)).toBe(true)
})
