import { expect, test } from 'vitest'
import { dayIn } from '../../lib/formats.ts'
import { presets, shifted } from './ranges.ts'

test('presets respect month boundaries', () => {
  const named = Object.fromEntries(presets('2026-03-01').map(({ label, start, end }) => [label, [start, end]]))
  expect(named.Yesterday).toEqual(['2026-02-28', '2026-02-28'])
  expect(named['Last month']).toEqual(['2026-02-01', '2026-02-28'])
  expect(named['This month']).toEqual(['2026-03-01', '2026-03-01'])
  expect(named['Last 7 full days']).toEqual(['2026-02-22', '2026-02-28'])
})

test('a range moves by its own length and stops at today', () => {
  const week = { start: '2026-11-16', end: '2026-11-22' }
  expect(shifted(week, -1, '2026-11-22')).toEqual({ range: 'custom', start: '2026-11-09', end: '2026-11-15' })
  expect(shifted(week, 1, '2026-11-25')).toEqual({ range: 'custom', start: '2026-11-19', end: '2026-11-25' })
  expect(shifted(week, 1, '2026-11-22')).toBeNull()
})

test('today is the current day of the zone', () => {
  expect(dayIn('Pacific/Auckland', Date.parse('2026-11-22T12:00:00Z'))).toBe('2026-11-23')
})
