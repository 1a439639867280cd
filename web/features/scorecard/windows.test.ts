import { expect, test } from 'vitest'
import { finalDays, windowWords } from './windows.ts'

test('windows as people say them', () => {
  expect(windowWords({ windows: { version: 1, click_minutes: 60, conversion_days: 7 } })).toBe('Click 1 h, sale 7 days')
  expect(windowWords({ windows: { version: 1, click_minutes: 90, conversion_days: 1 } })).toBe(
    'Click 90 min, sale 1 day',
  )
})

test('days from the open one on are not final', () => {
  const days = finalDays({ start: '2026-10-30', end: '2026-11-02', open_from: '2026-11-01' })
  expect(days.all.map(({ isFinal }) => isFinal)).toEqual([true, true, false, false])
  expect(days).toMatchObject({ final: 2, lastFinal: '2026-10-31' })
  expect(finalDays({ start: '2026-10-30', end: '2026-11-02', open_from: null })).toMatchObject({
    final: 4,
    lastFinal: null,
  })
  expect(finalDays({ start: '2026-10-30', end: '2026-11-02', open_from: '2026-10-30' }).lastFinal).toBeNull()
})
