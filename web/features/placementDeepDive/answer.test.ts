import { expect, test } from 'vitest'
import type { PlacementDeepDive } from '../../lib/endpoints.ts'
import { answerOf } from './answer.ts'

function dive(impressions: number, merchants: number, before: number | null): PlacementDeepDive {
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    ...{ day_type: 'weekday', hour_of_day: hour, impressions: hour === 20 ? 90 : 10, days: 1 },
    ...{ impressions_before: 0, days_before: 0 },
  }))
  return {
    data: {
      totals: { impressions, comparison: before === null ? null : { top_3_share_before_pct: before } },
      concentration: { top_3_share_pct: 41.3 },
      top_merchants: Array.from({ length: merchants }, () => ({})),
      hours,
    },
    meta: { start: '2026-11-16' },
  } as unknown as PlacementDeepDive
}

test('names the share of the largest three, its change and the busiest hour', () => {
  expect(answerOf(dive(412_860, 41, 39.3), false)).toEqual({
    lead: 'Three merchants take 41.3% of impressions',
    rest: ', 2.0 pts more than the period before. The busiest hour starts at 20:00.',
  })
})

test('says less when there are fewer merchants, stale figures or nothing before', () => {
  expect(answerOf(dive(100, 1, null), false).lead).toBe('One merchant takes 41.3% of impressions')
  expect(answerOf(dive(100, 5, 39.3), true).rest).toBe('. The busiest hour starts at 20:00.')
  expect(answerOf(dive(100, 5, 41.3), false).rest).toBe(', as in the period before. The busiest hour starts at 20:00.')
})

test('says what is missing when nothing was shown', () => {
  expect(answerOf(dive(0, 0, null), false).lead).toBe('Nothing was shown here in these days.')
})
