import { expect, test } from 'vitest'
import { countChange } from './compareWords.ts'

test.each([
  [8_597, 8_615, 'No clear change'], // 18 of 17,212: chance alone makes 257
  [1_284_524, 1_223_356, '+5.0%'],
  [80, 100, 'No clear change'],
  [60, 100, '\u221240.0%'],
  [192, 0, 'New'],
  [3, 0, 'No clear change'],
  [7, 7, 'No change'],
  [null, 5, '–'],
])('%s after %s is %s', (now, before, text) => {
  expect(countChange(now, before).text).toBe(text)
})
