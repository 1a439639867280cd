import { expect, test } from 'vitest'
import { chanceText, conditionOf, isUrgent, whyText } from './pacing.ts'
import { testPackage } from './testPackage.ts'

const pacing = {
  ...{ checked_at: '2026-11-22T14:30:00.000Z', status: 'ON_TRACK' as const, pacing_pct: 98, delivered_units: 98 },
  ...{ planned_units: 100, chance: 0.9, forecast_units: 200, forecast_low: 190, forecast_high: 200 },
  ...{ units_per_day: 10, needed_per_day: 10, reason: null },
}
const of = (change: object) => testPackage({ status: 'live', pacing: { ...pacing, ...change } })

test('a package is behind, oversold, at risk, ahead or on course; a contract that is not sold has its own state', () => {
  expect(conditionOf(of({}))).toBe('on_track')
  expect(conditionOf(of({ status: 'UNDER_DELIVERING', reason: 'not_shown' }))).toBe('behind')
  expect(conditionOf(of({ status: 'UNDER_DELIVERING', reason: 'no_room', chance: 0.1 }))).toBe('oversold')
  expect(conditionOf(of({ chance: 0.4 }))).toBe('at_risk')
  expect(conditionOf(of({ status: 'OVER_DELIVERING' }))).toBe('ahead')
  expect(conditionOf(testPackage())).toBeNull()
  expect(conditionOf({ ...of({ status: 'ENDED_SHORT' }), status: 'closed' })).toBeNull()
  expect([isUrgent(of({})), isUrgent(of({ status: 'ENDED_SHORT' }))]).toEqual([false, true])
})

test('an estimate is never certain', () => {
  expect([0.995, 0.96, 0.004, null].map(chanceText)).toEqual(['>99%', '96%', '<1%', '–'])
  expect([whyText(null), whyText({ ...pacing, reason: 'tracking_silent' })]).toEqual(['–', 'No events arrive'])
})
