import { expect, test } from 'vitest'
import { beforeFact, countChange, notComparedWords } from './compareWords.ts'
import type { ReportMeta } from './endpoints.ts'

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

const period = { start: '2026-11-09', end: '2026-11-15' }

test('says why nothing is compared: how many days of the previous period have data', () => {
  const of = (days_with_data: number) =>
    notComparedWords({
      not_compared: { reason: 'before_first_day', ...period, first_day: null, days: 11, days_with_data },
    } as ReportMeta)
  expect([of(9), of(1), of(0)]).toEqual([
    '9 of 11 days before have data',
    '1 of 11 days before has data',
    '0 of 11 days before have data',
  ])
  expect(notComparedWords({ not_compared: null } as ReportMeta)).toBeNull()
})

test('names the days of the previous value: whole days if whole days are compared', () => {
  const meta = {
    unfinished_day: '2026-11-22',
    compare: {
      ...period,
      cut_at_hour: 14,
      reach_days: { start: '2026-11-16', end: '2026-11-21' },
      reach_days_before: { start: '2026-11-09', end: '2026-11-14' },
    },
  } as ReportMeta
  expect(beforeFact(meta, { now: '7', before: '5' }, true)).toContain('5 on 9 – 14 Nov 2026, against 7 here')
  expect(beforeFact(meta, { now: '7', before: '5' }, false)).toContain('5 on 9 – 15 Nov 2026, against 7 here')
})
