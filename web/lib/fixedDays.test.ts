import { expect, test } from 'vitest'
import { fixedDays } from './fixedDays.ts'

test('the days replace the range, and everything else stays', () => {
  const days = { start: '2026-11-16', end: '2026-11-22' }
  expect(fixedDays('https://bx.example/placements/?range=30d&q=home&sort=-ctr', days)).toBe(
    'https://bx.example/placements/?q=home&sort=-ctr&start_date=2026-11-16&end_date=2026-11-22',
  )
  expect(fixedDays('https://bx.example/placements/', days)).toContain('?start_date=2026-11-16&end_date=2026-11-22')
})
