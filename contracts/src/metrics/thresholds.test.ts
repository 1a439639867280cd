import { expect, test } from 'vitest'
import { firstThresholds, indicatorOf, recommendPackage } from './thresholds.ts'

const enough = { impressions: 5000, clicks: 100 }

test.each([
  [{ ctr_pct: 1, click_cvr_pct: 5 }, enough, 'CPA Priority'],
  [{ ctr_pct: 2, click_cvr_pct: 1.99 }, enough, 'CPC Candidate'],
  [{ ctr_pct: 2, click_cvr_pct: 2 }, enough, 'CPI Candidate'],
  [{ ctr_pct: 1.9, click_cvr_pct: 0 }, enough, 'CPI Candidate'],
  [{ ctr_pct: 9, click_cvr_pct: 9 }, { impressions: 4999, clicks: 100 }, 'Not enough data'],
  [{ ctr_pct: 9, click_cvr_pct: 9 }, { impressions: 5000, clicks: 99 }, 'Not enough data'],
] as const)('%o of %o suits %s', (rates, sample, recommended) => {
  expect(recommendPackage(rates, sample, firstThresholds('GBP'))).toBe(recommended)
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

test('the first money thresholds suit the size and the decimals of the currency', () => {
  const rpm = (currency: string) => firstThresholds(currency).rpm
  expect(rpm('GBP')).toEqual({ good: '15.00', watch: '3.00' })
  expect(rpm('JPY')).toEqual({ good: '1500', watch: '300' })
  expect(rpm('KWD')).toEqual({ good: '4.500', watch: '0.900' })
  expect(rpm('IDR')).toEqual({ good: '450000.00', watch: '90000.00' })
})

test('rates begin with the thresholds of the design', () => {
  expect(firstThresholds('GBP')).toMatchObject({
    ctr_pct: { good: 3, watch: 1.5 },
    cvr_pct: { good: 0.3, watch: 0.1 },
    click_cvr_pct: { good: 10, watch: 5 },
  })
})

test('a placement without impressions or clicks to divide by is neither CPA nor CPC, however low the thresholds', () => {
  const all = { ...firstThresholds('GBP'), min_impressions: 0, min_clicks: 0, cpa_click_cvr_pct: 0, cpc_ctr_pct: 0 }
  const none = { impressions: 0, clicks: 0 }
  expect(recommendPackage({ ctr_pct: null, click_cvr_pct: null }, none, all)).toBe('CPI Candidate')
  expect(recommendPackage({ ctr_pct: 0, click_cvr_pct: null }, none, all)).toBe('CPC Candidate')
})
