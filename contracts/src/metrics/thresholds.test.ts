import { expect, test } from 'vitest'
import { FIRST_THRESHOLDS, indicatorOf, recommendPackage } from './thresholds.ts'

const enough = { impressions: 5000, clicks: 100 }

test.each([
  [{ ctr_pct: 1, click_cvr_pct: 5 }, enough, 'CPA Priority'],
  [{ ctr_pct: 2, click_cvr_pct: 1.99 }, enough, 'CPC Candidate'],
  [{ ctr_pct: 2, click_cvr_pct: 2 }, enough, 'CPI Candidate'],
  [{ ctr_pct: 1.9, click_cvr_pct: 0 }, enough, 'CPI Candidate'],
  [{ ctr_pct: 9, click_cvr_pct: 9 }, { impressions: 4999, clicks: 100 }, 'Not enough data'],
  [{ ctr_pct: 9, click_cvr_pct: 9 }, { impressions: 5000, clicks: 99 }, 'Not enough data'],
] as const)('%o of %o suits %s', (rates, sample, recommended) => {
  expect(recommendPackage(rates, sample, FIRST_THRESHOLDS)).toBe(recommended)
})

test('a rate is green, yellow or red by its thresholds, grey below the sample', () => {
  const of = (value: number | null, sample = 100) => indicatorOf(value, { good: 3, watch: 1.5 }, sample, 100)
  expect([of(3), of(2.99), of(1.5), of(1.49), of(9, 99), of(null)]).toEqual([
    'green',
    'yellow',
    'yellow',
    'red',
    'grey',
    'grey',
  ])
})
