import { expect, test } from 'vitest'
import { windowWords } from './windows.ts'

test('windows in words', () => {
  const windows = (click_minutes: number, conversion_days: number) => ({
    ...{ version: 1, click_minutes, conversion_days, conversion_hours: conversion_days * 24 },
    measured_in: 'elapsed_hours' as const,
  })
  expect(windowWords({ windows: windows(60, 7) })).toBe(
    'Click 1 h, sale 7 days (168 elapsed hours, also when clocks change)',
  )
  expect(windowWords({ windows: windows(90, 1) })).toBe(
    'Click 90 min, sale 1 day (24 elapsed hours, also when clocks change)',
  )
})
