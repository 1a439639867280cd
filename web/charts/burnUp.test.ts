import { expect, test } from 'vitest'
import { type BurnUpData, burnUp, burnUpPoints, burnUpRows, describeBurnUp } from './burnUp.ts'
import { testColours } from './testColours.ts'

const data: BurnUpData = {
  days: [
    { day: '2026-11-01', delivered_units: 100, planned_units: 120 },
    { day: '2026-11-02', delivered_units: 180, planned_units: 200 },
  ],
  ahead: [
    { day: '2026-11-02', planned_units: 240 },
    { day: '2026-11-03', planned_units: 300 },
    { day: '2026-11-04', planned_units: 400 },
  ],
  goal: 400,
  forecast: { low: 320, mid: 380, high: 400 },
}

test('delivered until now, then the forecast along the plan to its range at the end', () => {
  const points = burnUpPoints(data)
  expect(points.map(({ day, delivered, planned }) => [day.slice(-2), delivered, planned])).toEqual([
    ['01', 100, 120],
    ['02', 180, 200],
    ['03', null, 300],
    ['04', null, 400],
  ])
  expect(points.map(({ expected }) => expected?.mid ?? null)).toEqual([null, 180, 280, 380])
  expect(points.at(-1)!.expected).toEqual({ low: 320, mid: 380, high: 400 })
  expect(describeBurnUp(points, 400)).toContain('380')
  expect(burnUpRows(points).csv.rows.at(-1)).toEqual(['2026-11-04', null, 400, 320, 380, 400])
})

test('an open package has no goal line and no forecast; one that has not begun has nothing delivered', () => {
  const open = burnUpPoints({ ...data, goal: null, forecast: null, ahead: [] })
  expect(open.every(({ expected }) => expected === null)).toBe(true)
  expect(JSON.stringify(burnUp(open, null, testColours))).not.toContain('markLine')
  expect(describeBurnUp([], 400)).toBe('Nothing is delivered yet.')
})
