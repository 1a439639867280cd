import { expect, test } from 'vitest'
import { answerOf } from './answer.ts'
import { testOverview, testRow } from './testData.ts'

const rows = [
  testRow({ placement_name: 'Home', total_impressions: 900_000, avg_merchants_shown: 5.8, max_slots: 8 }),
  testRow({ placement_name: 'Category browse', total_impressions: 384_524, avg_merchants_shown: 6.1, max_slots: 12 }),
]

test('names volume, change and the placement with the most room', () => {
  expect(answerOf(testOverview(rows, 1_223_356), false)).toEqual({
    lead: '1.28M impressions in 2 placements, up 5.0%',
    rest: 'on the period before. Category browse has the most room: 6.1 of 12 slots used.',
  })
})

test('does not compare when the figures are stale or the previous period has no data', () => {
  expect(answerOf(testOverview(rows, 1_223_356), true).lead).toBe('1.28M impressions in 2 placements.')
  expect(answerOf(testOverview(rows, 0), false).lead).toBe('1.28M impressions in 2 placements.')
})

test('says so when nothing was shown, and when no slot is free', () => {
  expect(answerOf(testOverview([testRow({ total_impressions: 0 })]), false).lead).toBe(
    'Nothing was shown in these days.',
  )
  const full = testOverview([testRow({ avg_merchants_shown: 4, max_slots: 4 })], 1000)
  expect(answerOf(full, false)).toEqual({
    lead: '1,000 impressions in 1 placement, no change',
    rest: 'on the period before.',
  })
})
