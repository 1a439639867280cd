import { expect, test } from 'vitest'
import { durationText } from './durations.ts'

test.each([
  [0, '0 min'],
  [0.8833, '53 min'],
  [1, '1 h'],
  [1.5, '1.5 h'],
  [36.4, '36 h'],
  [50.5, '2.1 d'],
  [168, '7 d'],
])('%d hours are %s', (hours, text) => {
  expect(durationText(hours)).toBe(text)
})
