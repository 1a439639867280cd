import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '../lib/clock.ts'
import { forecast } from './forecast.ts'

const START = '2026-09-07'
/** The days after a history of `length`. */
const next = (length: number, days: number, skip = 0) => ({
  start: addDays(START, length + skip),
  end: addDays(START, length + skip + days - 1),
})
const WEEK = [100, 90, 80, 90, 110, 200, 150]
const weeks = (n: number) => Array.from({ length: 7 * n }, (_, i) => WEEK[i % 7]!)

test('a week that repeats itself is expected again, day by day and without doubt', () => {
  const { days, total, basis } = forecast({ start: START, counts: weeks(6) }, next(42, 7))
  expect(days.map(({ mid }) => mid)).toEqual(WEEK)
  expect(total).toEqual({ low: 820, mid: 820, high: 820 })
  expect(basis).toBe('weekdays')
})

test('days between the history and the deal are skipped, the weekdays stay where they are', () => {
  const { days } = forecast({ start: START, counts: weeks(6) }, next(42, 3, 5))
  expect(days.map(({ day, mid }) => [day, mid])).toEqual([
    [addDays(START, 47), 200],
    [addDays(START, 48), 150],
    [addDays(START, 49), 100],
  ])
})

test('one outage moves neither the weekday nor, by much, the level', () => {
  const counts = weeks(6)
  counts[38] = 0
  const { total } = forecast({ start: START, counts }, next(42, 7))
  expect(total.mid).toBeGreaterThan(0.9 * 820)
})

test('a new level is followed within three weeks', () => {
  const counts = [...weeks(5), ...weeks(3).map((n) => n * 1.6)]
  expect(forecast({ start: START, counts }, next(56, 7)).total.mid).toBeGreaterThan(1.4 * 820)
})

test('farther days are less sure', () => {
  const counts = weeks(6).map((n, i) => n + ((i * 37) % 23) - 11)
  const { days } = forecast({ start: START, counts }, next(42, 56))
  const width = (i: number) => (days[i]!.high - days[i]!.low) / days[i]!.mid
  expect(width(50)).toBeGreaterThan(width(1))
})

test('with little history the interval is half to one and a half, without any it is nothing', () => {
  const few = forecast({ start: START, counts: [100, 100, 100] }, next(3, 2))
  expect([few.basis, few.total]).toEqual(['few_days', { low: 100, mid: 200, high: 300 }])
  for (const counts of [[], [0, 0, 0]]) {
    const none = forecast({ start: START, counts }, next(counts.length, 2))
    expect([none.basis, none.total.high, none.days.length]).toEqual(['none', 0, 2])
  }
})

test('regardless of the history: one entry a day, low <= mid <= high, nothing negative, days add up to the total', () => {
  const counts = fc.array(fc.nat(2_000_000), { maxLength: 60 })
  fc.assert(
    fc.property(counts, fc.integer({ min: 1, max: 60 }), fc.nat(40), (history, days, skip) => {
      const { days: daily, total } = forecast({ start: START, counts: history }, next(history.length, days, skip))
      expect(daily).toHaveLength(days)
      for (const { low, mid, high } of [...daily, total]) {
        expect([low, mid, high].every(Number.isSafeInteger)).toBe(true)
        expect(0 <= low && low <= mid && mid <= high).toBe(true)
      }
      expect(total.mid).toBe(daily.reduce((sum, { mid }) => sum + mid, 0))
    }),
    { numRuns: 200 },
  )
})
