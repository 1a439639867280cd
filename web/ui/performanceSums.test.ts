import { expect, it } from 'vitest'
import { sumPerformance } from './performanceSums.ts'

const ROW = {
  impressions: 1000,
  clicks: 30,
  conversions: 1.5,
  open_conversions: 0.5,
  confirmed_conversions: 1,
  rejected_conversions: 0,
  refunded_conversions: 0,
  click_through_conversions: 1,
  total_revenue: '10.10',
}

it('adds counts and money exactly, and calculates rates from the sums', () => {
  const sum = sumPerformance([ROW, { ...ROW, impressions: 9000, clicks: 70, total_revenue: '0.2005' }], 'GBP')
  expect(sum).toMatchObject({ impressions: 10_000, clicks: 100, conversions: 3, total_revenue: '10.3005' })
  // Not the mean of 3 % and 0.78 %.
  expect(sum.ctr_pct).toBe(1)
  expect(sum.rpm).toBe('1.0301')
  expect(sum.ctr_interval!.low).toBeLessThan(1)
  expect(sum.ctr_interval!.high).toBeGreaterThan(1)
})

it('has no rate of nothing', () => {
  expect(sumPerformance([], 'GBP')).toMatchObject({ impressions: 0, ctr_pct: null, rpm: null, ctr_interval: null })
})
