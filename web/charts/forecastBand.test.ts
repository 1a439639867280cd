import { expect, test } from 'vitest'
import { describeForecast, forecastBand, forecastPoints, forecastRows } from './forecastBand.ts'
import { testColours } from './testColours.ts'

const history = [
  { day: '2026-11-21', impressions: 100 },
  { day: '2026-11-22', impressions: 120 },
]
const daily = [
  { day: '2026-11-24', low: 80, mid: 110, high: 150 },
  { day: '2026-11-25', low: 90, mid: 130, high: 160 },
]
const points = forecastPoints({ history, daily })

test('days continue from the past to the end of the deal, with a gap for days without data', () => {
  expect(points.map(({ day, impressions, expected }) => [day, impressions, expected?.mid ?? null])).toEqual([
    ['2026-11-21', 100, null],
    ['2026-11-22', 120, null],
    ['2026-11-23', null, null],
    ['2026-11-24', null, 110],
    ['2026-11-25', null, 130],
  ])
  expect(forecastPoints({ history: [], daily: [] })).toEqual([])
})

test('the band is drawn from low to high', () => {
  const { series } = forecastBand(points, testColours) as { series: { data: (number | null)[] }[] }
  expect(series[0]!.data.slice(3)).toEqual([80, 90])
  expect(series[1]!.data.slice(3)).toEqual([70, 70])
})

test('sentence and rows have the values of the chart', () => {
  expect(describeForecast(points)).toBe(
    'Impressions per day, expected from 24 Nov to 25 Nov: lowest 110 on Tue 24 Nov, highest 130 on Wed 25 Nov.',
  )
  expect(describeForecast([])).toBe('Impressions per day: no forecast.')
  expect(forecastRows(points).rows[3]).toEqual(['Tue 24 Nov', '–', '110', '80 to 150'])
  expect(forecastRows(points).csv.rows).toHaveLength(4)
})
