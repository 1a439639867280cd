import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HOUR } from './clock.ts'
import { hourOfWeek } from './hourOfWeek.ts'

test('Monday begins at 0, Sunday ends at 167, in the zone', () => {
  expect(hourOfWeek(Date.parse('2026-11-30T00:00:00Z'), 'UTC')).toEqual({
    hour: 0,
    ends: Date.parse('2026-11-30T01:00:00Z'),
  })
  expect(hourOfWeek(Date.parse('2026-11-29T23:59:59Z'), 'UTC').hour).toBe(167)
  expect(hourOfWeek(Date.parse('2026-11-29T15:30:00Z'), 'Asia/Tokyo').hour).toBe(0)
  expect(hourOfWeek(Date.parse('2026-11-29T18:40:00Z'), 'Asia/Kolkata')).toEqual({
    hour: 0,
    ends: Date.parse('2026-11-29T19:30:00Z'),
  })
})

test('the hour that a clock change repeats is the same twice, and the one it skips never comes', () => {
  const hours = (from: string, count: number) =>
    Array.from({ length: count }, (_, i) => hourOfWeek(Date.parse(from) + i * HOUR, 'Europe/London').hour % 24)
  expect(hours('2026-10-24T23:00:00Z', 4)).toEqual([0, 1, 1, 2])
  expect(hours('2026-03-29T00:00:00Z', 3)).toEqual([0, 2, 3])
})

test('an hour contains the instant, in any zone', () => {
  const zone = fc.constantFrom(
    'Europe/London',
    'America/New_York',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'America/Havana',
  )
  fc.assert(
    fc.property(zone, fc.integer({ min: 1.7e12, max: 1.9e12 }), (timeZone, at) => {
      const { hour, ends } = hourOfWeek(at, timeZone)
      expect(hour).toBeGreaterThanOrEqual(0)
      expect(hour).toBeLessThan(168)
      expect(ends).toBeGreaterThan(at)
      expect(ends - at).toBeLessThanOrEqual(HOUR)
    }),
  )
})
