import { expect, test } from 'vitest'
import { dayRows } from './DaysDrawer.tsx'

const daily = [
  { day: '2026-11-21', impressions: 2000, clicks: 40, conversions: 4, total_revenue: 12 },
  { day: '2026-11-22', impressions: 0, clicks: 0, conversions: 0, total_revenue: 0 },
]

test('rates come from the counts of their day, the newest first, and an open window is marked', () => {
  const { rows, csv } = dayRows({ daily }, { open_from: '2026-11-22' })
  expect(rows).toEqual([
    { day: '2026-11-22', isOpen: true, cells: ['0', '0', '–', '0', '–', '–'] },
    { day: '2026-11-21', isOpen: false, cells: ['2,000', '40', '2.00%', '4', '0.200%', '10.0%'] },
  ])
  expect(csv.rows[1]).toEqual(['2026-11-21', 2000, 40, 2, 4, 0.2, 10, 'false'])
})
