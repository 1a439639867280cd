import { firstThresholds } from '@bx/contracts/metrics/thresholds'
import { expect, it } from 'vitest'
import { thresholdCounts } from './thresholdCounts.ts'

const row = (ctr_pct: number, rpm: string, impressions = 10_000) => ({
  ...{ impressions, clicks: 500, ctr_pct, cvr_pct: 0.2, click_cvr_pct: 4, rpm },
})
const ROWS = [row(4, '20.00'), row(2, '5.00'), row(1, '1.00'), row(9, '99.00', 10)]
const NOW = firstThresholds('EUR')

it('counts the placements that each verdict would get', () => {
  expect(thresholdCounts(ROWS, 'ctr_pct', NOW)).toEqual({ green: 1, yellow: 1, red: 1, grey: 1 })
  expect(thresholdCounts(ROWS, 'ctr_pct', { ...NOW, ctr_pct: { good: 1, watch: 0.5 } })).toMatchObject({ green: 3 })
  expect(thresholdCounts(ROWS, 'rpm', NOW)).toEqual({ green: 1, yellow: 1, red: 1, grey: 1 })
})

it('follows the data that a rating needs', () => {
  expect(thresholdCounts(ROWS, 'ctr_pct', { ...NOW, min_impressions: 1 })).toMatchObject({ green: 2, grey: 0 })
  expect(thresholdCounts(ROWS, 'click_cvr_pct', { ...NOW, min_clicks: 501 })).toMatchObject({ grey: 4 })
})

it('says nothing while an amount is being typed', () => {
  expect(thresholdCounts(ROWS, 'rpm', { ...NOW, rpm: { good: '', watch: '3' } })).toBeNull()
})
