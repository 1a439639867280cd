import { rateChange } from '@bx/contracts/metrics/change'
import { expect, test } from 'vitest'
import { answerOf } from './answer.ts'
import { testDeepDive } from './testData.ts'

const hours = Array.from({ length: 24 }, (_, hour) => (hour === 20 ? 9 : 1))

const compared = {
  top_3_share_pct: 81,
  top_3_share_before_pct: 79,
  top_3_share_change: rateChange({ successes: 8100, trials: 10_000 }, { successes: 7900, trials: 10_000 }),
}

test('names the share of the top three, its change with the compared days, and the busiest hour', () => {
  expect(answerOf(testDeepDive([50, 20, 10, 10, 10], compared), false, hours)).toEqual({
    lead: 'The top 3 merchants get 80.0% of impressions,',
    rest: 'up 2.0 pts on 9 – 14 Nov (81.0% over 6 full days, was 79.0%). Busiest hour: 20:00 – 21:00.',
  })
})

test('does not compare when stale, counts the merchants, and names no hour of a few impressions', () => {
  expect(answerOf(testDeepDive([3, 1], compared), true, hours)).toEqual({
    lead: 'The top 2 merchants get 100.0% of impressions.',
    rest: '',
  })
  expect(answerOf(testDeepDive([3]), false, hours).lead).toBe('One merchant gets 100.0% of impressions.')
  expect(answerOf(testDeepDive([]), false, []).lead).toBe('No impressions here on these days.')
})
