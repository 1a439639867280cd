import { expect, test } from 'vitest'
import { answerOf } from './answer.ts'
import { testOverview, testRow } from './testData.ts'

const rows = [
  testRow({ placement_name: 'Home', total_impressions: 900_000, avg_merchants_shown: 5.8, max_slots: 8 }),
  testRow({ placement_name: 'Category browse', total_impressions: 384_524, avg_merchants_shown: 6.1, max_slots: 12 }),
]

test('names volume, change and the placement with the most room', () => {
  expect(answerOf(testOverview(rows, 1_223_356), false)).toEqual({
    lead: '1.28M impressions in 2 placements,',
    rest: 'up 5.0% on 9 – 15 Nov (1.28M to 14:00, was 1.22M). Category browse has the most room: 6.1 of 12 slots used.',
  })
})

test('does not compare when the figures are stale, nor growth from nothing as a percentage', () => {
  expect(answerOf(testOverview(rows, 1_223_356), true).lead).toBe('1.28M impressions in 2 placements.')
  expect(answerOf(testOverview(rows, 0), false).rest).toMatch(/^1\.28M from nothing on 9 – 15 Nov\./)
})

test('says so when nothing was shown, and when no slot is free', () => {
  expect(answerOf(testOverview([testRow({ total_impressions: 0 })]), false).lead).toBe('No impressions on these days.')
  const few = testRow({ placement_name: 'New', total_impressions: 1, sessions: 1, avg_merchants_shown: 0.1 })
  expect(answerOf(testOverview([few]), false).rest).toBe('')
  const full = testOverview([testRow({ avg_merchants_shown: 4, max_slots: 4 })], 1000)
  expect(answerOf(full, false)).toEqual({
    lead: '1,000 impressions in 1 placement,',
    rest: 'about the same as 9 – 15 Nov (no change; 1,000 to 14:00, was 1,000).',
  })
})
