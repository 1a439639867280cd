import { expect, test } from 'vitest'
import { dayIn } from '../../lib/formats.ts'
import { presets, shifted } from './ranges.ts'

test('presets respect month boundaries', () => {
  const named = Object.fromEntries(presets('2026-03-01').map(({ label, start, end }) => [label, [start, end]]))
  expect(named.Yesterday).toEqual(['2026-02-28', '2026-02-28'])
  expect(named['Last month']).toEqual(['2026-02-01', '2026-02-28'])
  expect(named['This month']).toEqual(['2026-03-01', '2026-03-01'])
  expect(named['Last 7 full days']).toEqual(['2026-02-22', '2026-02-28'])
  expect(named['Last 30 full days']).toEqual(['2026-01-30', '2026-02-28'])
})

test.each([
  ['2026-11-30', ['2026-11-30', '2026-11-30'], ['2026-11-23', '2026-11-29']],
  ['2026-11-29', ['2026-11-23', '2026-11-29'], ['2026-11-16', '2026-11-22']],
  ['2027-01-01', ['2026-12-28', '2027-01-01'], ['2026-12-21', '2026-12-27']],
])('on %s weeks begin on Monday', (today, thisWeek, lastWeek) => {
  const named = Object.fromEntries(presets(today).map(({ label, start, end }) => [label, [start, end]]))
  expect([named['This week'], named['Last week']]).toEqual([thisWeek, lastWeek])
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
