import { expect, test } from 'vitest'
import { withUnattributed } from './unattributed.ts'

test('a CSV about sales ends with unattributed sales by reason, and each row has the windows', () => {
  const rows = [{ placement_id: 'p1', conversions: 4, total_revenue: '8.00' }]
  const reasons = [{ reason: 'unknown_click', conversions: 2, total_revenue: '3.00' }] as const
  const windows = { click_minutes: 60, conversion_hours: 168 }
  expect(withUnattributed(rows, reasons, windows)).toEqual([
    { placement_id: 'p1', conversions: 4, total_revenue: '8.00', unattributed_reason: null, ...windows },
    { conversions: 2, total_revenue: '3.00', unattributed_reason: 'unknown_click', ...windows },
  ])
})
