import { countChange, rateChange } from '@bx/contracts/metrics/change'
import { expect, test } from 'vitest'
import {
  changeSentence,
  changeText,
  comparedWords,
  countChangeText,
  noiseWords,
  notComparedWords,
  periodNames,
  valuesFact,
} from './compareWords.ts'
import type { ReportMeta } from './endpoints.ts'
import { shortCount } from './formats.ts'

test.each([
  [8_597, 8_615, '\u22120.2% (within noise)'], // 18 of 17,212: chance alone makes 257
  [1_284_524, 1_223_356, '+5.0%'],
  [80, 100, '\u221220.0% (within noise)'],
  [60, 100, '\u221240.0%'],
  [1_200, 100, '×12'],
  [192, 0, 'New'],
  [3, 0, 'New (within noise)'],
  [7, 7, 'No change'],
  [null, 5, '–'],
])('%s after %s is %s', (now, before, text) => {
  expect(countChangeText(now, before)).toBe(text)
})

test('a change of a share is in points, and its noise explains itself', () => {
  const change = rateChange({ successes: 300, trials: 10_000 }, { successes: 250, trials: 10_000 })
  expect(changeText(change)).toBe('+0.5 pts')
  expect(noiseWords(change)).toBe('95% sure: +0.05 pts to +1.0 pts.')
  expect(noiseWords(countChange(80, 100))).toBe('95% sure: \u221240.3% to +7.2%. Chance alone explains this change.')
  expect(noiseWords(countChange(50, 0))).toMatch(/^95% sure: \+.*% or more\.$/)
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

const meta = {
  start: '2026-11-16',
  end: '2026-11-22',
  unfinished_day: '2026-11-22',
  compare: {
    ...period,
    cut_at_hour: 2,
    reach_days: { start: '2026-11-16', end: '2026-11-21' },
    reach_days_before: { start: '2026-11-09', end: '2026-11-14' },
  },
} as ReportMeta
const compared = { now: 100_740, before: 98_900, change: countChange(100_740, 98_900) }

test('the two printed values are those that were compared, cut at the same moment', () => {
  expect(comparedWords(meta, compared, shortCount, 'hours')).toBe('100.7k to 02:00, was 98.9k')
  expect(comparedWords(meta, compared, shortCount, 'days')).toBe('100.7k over 6 full days, was 98.9k')
  const whole = { ...meta, unfinished_day: null, compare: { ...meta.compare!, cut_at_hour: null } }
  expect(comparedWords(whole, compared, shortCount, 'hours')).toBe('was 98.9k')
  expect(changeSentence(meta, compared, shortCount, 'hours')).toBe('up 1.9% on 9 – 15 Nov (100.7k to 02:00, was 98.9k)')
  const same = { now: 80, before: 100, change: countChange(80, 100) }
  expect(changeSentence(meta, same, String, 'days')).toBe(
    'about the same as 9 – 14 Nov (\u221220.0%, within noise; 80 over 6 full days, was 100)',
  )
})

test('names the days of both values, and their years if these differ', () => {
  expect(valuesFact(meta, compared, shortCount, 'days')).toBe(
    '100.7k on 16 – 21 Nov, 98.9k on 9 – 14 Nov; both over 6 full days, today is excluded',
  )
  expect(valuesFact(meta, compared, shortCount, 'hours')).toBe(
    '100.7k on 16 – 22 Nov, 98.9k on 9 – 15 Nov; both counted up to 02:00 of the last day',
  )
  const year = { ...meta, compare: { ...meta.compare!, start: '2025-11-17', end: '2025-11-23' } }
  expect(periodNames(year)).toEqual({ now: '16 – 22 Nov 2026', before: '17 – 23 Nov 2025' })
  expect(periodNames({ ...meta, compare: null })).toEqual({ now: '16 – 22 Nov', before: null })
})
