import { expect, test } from 'vitest'
import { combine } from './testResults.ts'

const clock = { file: 'clock.test.ts', test: 'ticks' }
const chart = { file: 'chart.test.ts', test: 'is drawn' }
const first = { passed: 8, skipped: 1, failures: [clock, chart] }

test('without a second run all failures count', () => {
  expect(combine(first, null)).toEqual({
    ...{ passed: 8, failed: 2, skipped: 1 },
    lines: ['failed: clock.test.ts: ticks', 'failed: chart.test.ts: is drawn'],
  })
})

test('a test that fails twice counts as failed, one that passes again counts as passed and is named', () => {
  expect(combine(first, { passed: 3, skipped: 0, failures: [clock] })).toEqual({
    ...{ passed: 9, failed: 1, skipped: 1 },
    lines: ['failed: clock.test.ts: ticks', 'passed only when run again, alone: chart.test.ts: is drawn'],
  })
})

test('a test that fails only the second time counts as failed', () => {
  const other = { file: 'clock.test.ts', test: 'stops' }
  expect(combine({ ...first, failures: [clock] }, { passed: 1, skipped: 0, failures: [other] }).failed).toBe(1)
})

test('a run that failed outside of any test has failed', () => {
  expect(combine(null, null)).toMatchObject({ passed: 0, failed: 1 })
})
