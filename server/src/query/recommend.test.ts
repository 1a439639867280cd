import { firstThresholds } from '@bx/contracts/metrics/thresholds'
import { expect, test } from 'vitest'
import { type Rated, recommend } from './recommend.ts'

const asked = {
  merchant: { merchant_name: 'Atlas', category: 'Travel' },
  thresholds: firstThresholds('GBP'),
  currency: 'GBP',
}
const none = { category: null, withheld: null }
const rated = (clicks: number, rpm: string, click_cvr_pct: number): Rated => ({
  ...{ impressions: 10_000, clicks, ctr_pct: clicks / 100, click_cvr_pct, rpm },
})

test.each([
  ['CPC Candidate', rated(400, '4.00', 3), 'CPC £14.00, CPI £8.50, CPA £4.00. CPC leads by 65%.'],
  ['CPA Priority', rated(200, '20.00', 8), 'CPA £20.00, CPI £8.50, CPC £7.00. CPA leads by 135%.'],
  ['CPI Candidate', rated(150, '2.00', 1), 'CPI £8.50, CPC £5.25, CPA £2.00. CPI leads by 62%.'],
  [
    'CPI Candidate',
    rated(250, '2.00', 3),
    'CPC £8.75, CPI £8.50, CPA £2.00. CPI and CPC are within 10%; its rates decide.',
  ],
] as const)('%s where it brings most, the rates between close ones', (recommended, own, reason) => {
  expect(recommend(own, none, asked)).toMatchObject({
    recommended_package: recommended,
    basis: 'merchant',
    reason: `Atlas, expected per 1,000 impressions: ${reason}`,
  })
})

test('too small a sample is answered from the category, and without one it says what is missing', () => {
  const few = { ...rated(1, '99.00', 100), impressions: 10 }
  expect(recommend(few, { category: rated(400, '4.00', 3), withheld: null }, asked)).toMatchObject({
    ...{ recommended_package: 'CPC Candidate', basis: 'category' },
    reason: expect.stringMatching(/^Others in Travel, /),
  })
  expect(recommend(few, none, asked)).toEqual({
    ...{ recommended_package: 'Not enough data', basis: 'none', expected_rpm: null, lead_pct: null },
    reason: '10 of 5,000 impressions and 1 of 100 clicks needed.',
  })
})
