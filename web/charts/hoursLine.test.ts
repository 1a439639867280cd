import { expect, test } from 'vitest'
import { averageDay, describeHours, hourRows, peakOf } from './hoursLine.ts'

const hour = (day_type: 'weekday' | 'weekend', hour_of_day: number, impressions: number, days: number, before = 0) => ({
  day_type,
  hour_of_day,
  impressions,
  days,
  impressions_before: before,
  days_before: before > 0 ? 5 : 0,
})
const hours = [
  ...Array.from({ length: 24 }, (_, h) => hour('weekday', h, h === 20 ? 500 : 100, 5, 250)),
  ...Array.from({ length: 24 }, (_, h) => hour('weekend', h, h < 14 ? 40 : 10, h < 14 ? 2 : 1)),
]

test('divides by the days in which the hour is over, so that an unfinished day does not pull evenings down', () => {
  expect(averageDay(hours, 'weekend')[20]).toEqual({ hour: 20, average: 10, before: null })
  expect(averageDay(hours, 'weekend')[3]).toEqual({ hour: 3, average: 20, before: null })
  expect(averageDay(hours, 'all')[20]).toEqual({ hour: 20, average: 510 / 6, before: 50 })
})

test('names the busiest hour', () => {
  const points = averageDay(hours, 'weekday')
  expect(peakOf(points)).toBe(20)
  expect(describeHours(points)).toBe(
    'Impressions by hour of the average day: busiest at 20:00 with 100, quietest at 00:00 with 20.',
  )
  expect(hourRows(points)[20]).toEqual({ hour: '20:00', average: '100', before: '50', change: '+100.0%' })
})

test('without data there is no peak', () => {
  expect(peakOf(averageDay([], 'all'))).toBeNull()
  expect(describeHours(averageDay([], 'all'))).toBe('Impressions by hour: no data.')
})
