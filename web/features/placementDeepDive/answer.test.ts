import { expect, test } from 'vitest'
import { answerOf } from './answer.ts'
import { testDeepDive } from './testData.ts'

const hours = Array.from({ length: 24 }, (_, hour) => (hour === 20 ? 9 : 1))

test('names the share of the top three, its change with the compared days, and the busiest hour', () => {
  const answer = testDeepDive([50, 20, 10, 10, 10], { top_3_share_pct: 81, top_3_share_before_pct: 79 })
  expect(answerOf(answer, false, hours)).toEqual({
    lead: 'Three merchants take 80.0% of impressions,',
    rest: '2.0 pts more than the period before over 6 full days. The busiest hour starts at 20:00.',
  })
})

test('does not compare when stale, and counts the merchants', () => {
  const answer = testDeepDive([3, 1], { top_3_share_pct: 90, top_3_share_before_pct: 79 })
  expect(answerOf(answer, true, hours).lead).toBe('Two merchants take 100.0% of impressions.')
  expect(answerOf(testDeepDive([3]), false, hours).lead).toBe('One merchant takes 100.0% of impressions.')
  expect(answerOf(testDeepDive([]), false, []).lead).toBe('Nothing was shown here in these days.')
})
