import { expect, test } from 'vitest'
import { dayRows } from './DaysDrawer.tsx'

const daily = [
  { day: '2026-11-21', impressions: 2000, clicks: 40, conversions: 4, total_revenue: '12.00' },
  { day: '2026-11-22', impressions: 0, clicks: 0, conversions: 0, total_revenue: '0.00' },
]

const PLACEMENT = { placement_key: 'home', placement_name: 'Home', tier: 'standard' } as const
const restated_at = '2026-11-29T10:00:00Z'
const finality = {
  ...{
    state: 'open' as const,
    pending_pct: null,
    reporting_lag: { days: 2, measured: false },
    restated: [],
    restated_total: 0,
  },
  days: [
    { day: '2026-11-21', state: 'final' as const, pending_pct: 0, restated_at },
    { day: '2026-11-22', state: 'open' as const, pending_pct: null, restated_at: null },
  ],
}

test('rates use the counts of their day, newest first, and days that are not final or restated are marked', () => {
  const { rows, csv } = dayRows({ daily, ...PLACEMENT }, { finality, currency: 'GBP' })
  expect(rows).toEqual([
    { day: '2026-11-22', state: 'open', restatedAt: null, cells: ['0', '0', '–', '0', '–', '–', '£0.00'] },
    {
      day: '2026-11-21',
      state: 'final',
      restatedAt: restated_at,
      cells: ['2,000', '40', '2.00%', '4', '0.200%', '10.0%', '£12.00'],
    },
  ])
  expect(csv.rows[1]).toEqual([
    ...['home', 'Home', 'standard', '2026-11-21', 2000, 40, 2, 4, 0.2, 10, '12.00', 'GBP', 'final', restated_at],
  ])
})
