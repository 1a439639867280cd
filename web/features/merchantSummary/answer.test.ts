import { expect, test } from 'vitest'
import type { MerchantSummary } from '../../lib/endpoints.ts'
import { answerOf } from './answer.ts'

function summary(impressions: number, before: number | null): MerchantSummary {
  const comparison = before === null ? null : { impressions: 12_000, impressions_before: before }
  return {
    data: { totals: { impressions, unique_users: 4_000, frequency: 3.5, comparison }, placements: [{}, {}] },
    meta: { start: '2026-11-16', compare: { reach_days: { start: '2026-11-16', end: '2026-11-21' } } },
  } as unknown as MerchantSummary
}

test('names volume, people, change over whole days and frequency', () => {
  expect(answerOf(summary(14_000, 10_000), false)).toEqual({
    lead: 'Shown 14.0k times to 4,000 people in 2 placements',
    rest: ', up 20.0% over 6 full days. Each person saw it 3.5 times.',
  })
})

test('compares nothing when figures lag or there is nothing before', () => {
  expect(answerOf(summary(14_000, 10_000), true).rest).toBe('. Each person saw it 3.5 times.')
  expect(answerOf(summary(14_000, null), false).rest).toBe('. Each person saw it 3.5 times.')
})

test('says so when the merchant was not shown', () => {
  expect(answerOf(summary(0, null), false).lead).toBe('This merchant was not shown in these days.')
})
