import { expect, test } from 'vitest'
import { meaningOf } from './columnMeanings.ts'
import { kindOf } from './columns.ts'

test.each([
  ['ctr_pct', 'percent'],
  ['ctr_change_pts', 'points'],
  ['impressions', 'number'],
  ['available_30pct', 'number'],
  ['total_revenue', 'money'],
  ['rpm_before', 'money'],
  ['rpm_change_pct', 'percent'],
  ['expected_cpi_rpm', 'money'],
  ['revenue_at_risk_30pct', 'money'],
  ['displaced_commission_mid', 'money'],
  ['linear_commission', 'money'],
  ['linear', 'number'],
  ['received_at', 'instant'],
  ['last_shown_day', 'day'],
  ['placement_key', 'text'],
  ['reason', 'text'],
  ['ctr_within_noise', 'flag'],
  ['unit_price', 'money'],
  ['start_date', 'day'],
  ['status', 'text'],
])('%s is of kind %s', (column, kind) => {
  expect(kindOf(column)).toBe(kind)
})

test('columns explain themselves, with what the end of their name adds', () => {
  expect(meaningOf('ctr_pct')).toBe('CTR: clicks ÷ impressions')
  expect(meaningOf('ctr_change_pts')).toBe('CTR: clicks ÷ impressions; change to the previous period; empty from 0')
  expect(meaningOf('fill_rate_before_pct')).toMatch(/^Fill rate: .+; the same in the previous period$/)
  expect(meaningOf('visitor_share_pct')).toMatch(/^Visitors: /)
  expect(meaningOf('linear_share_pct')).toMatch(/; share of the credited sales$/)
  expect(meaningOf('currency')).toBe('')
})
