import { expect, test } from 'vitest'
import { averageDay, describeHours, type HourSum, hourLine, hourRows, peakHour } from './hourLine.ts'
import { testColours } from './testColours.ts'

// Monday 16 to Sunday 22 November 2026; Sunday is today, after 14 complete hours.
const days = { start: '2026-11-16', end: '2026-11-22', unfinished: { day: '2026-11-22', hours: 14 } }
const hours: HourSum[] = Array.from({ length: 24 }, (_, hour) => ({
  hour_of_day: hour,
  impressions: hour < 14 ? 70 : hour === 14 ? 63 : 60,
  weekend_impressions: hour < 14 ? 20 : hour === 14 ? 13 : 10,
  unfinished_impressions: hour < 14 ? 10 : hour === 14 ? 3 : 0,
}))

test('an hour is averaged over the days that include it, without the current hour', () => {
  expect(new Set(averageDay(hours, days, 'all'))).toEqual(new Set([10]))
  expect(new Set(averageDay(hours, days, 'weekdays'))).toEqual(new Set([10]))
  expect(new Set(averageDay(hours, days, 'weekend'))).toEqual(new Set([10]))
})

test('hours without a day of the class are missing, not zero', () => {
  const today = { start: '2026-11-22', end: '2026-11-22', unfinished: days.unfinished }
  const average = averageDay(
    hours.map((hour) => ({ ...hour, impressions: hour.unfinished_impressions! })),
    today,
    'all',
  )
  expect([average[13], average[14], average[23]]).toEqual([10, null, null])
  expect(averageDay(hours, today, 'weekdays').every((value) => value === null)).toBe(true)
})

test('the busiest hour is labelled and in the sentence', () => {
  const now = Array.from({ length: 24 }, (_, hour) => (hour === 20 ? 5_210 : 100 + hour))
  expect(peakHour(now)).toBe(20)
  const { series } = hourLine({ now, before: [] }, testColours) as {
    series: { label?: { formatter: (point: { dataIndex: number }) => string } }[]
  }
  expect(series[1]!.label!.formatter({ dataIndex: 20 })).toBe('5,210 at 20:00')
  expect(describeHours({ now, before: [] })).toBe(
    'Impressions by hour of an average day: most at 20:00 with 5,210, fewest at 00:00 with 100.',
  )
  expect(hourRows({ now, before: now }).rows[20]).toEqual(['20:00', '5,210', '5,210', 'No change'])
})

test('hours of one day are its impressions, not averages', () => {
  const day = { now: [3, 9, null], before: [4, 8, null] }
  expect(describeHours(day, 'of 22 Nov')).toBe(
    'Impressions by hour of 22 Nov: most at 01:00 with 9, fewest at 00:00 with 3.',
  )
  const { head, csv, rows } = hourRows(day, 'impressions')
  expect([head[1], csv.columns[1]]).toEqual(['Impressions', 'impressions'])
  expect(rows[2]).toEqual(['02:00', '–', '–', '–'])
})
