import { expect, test } from 'vitest'
import { rangeQuery, readViewState, VIEW_KEYS, writeViewState } from './viewState.ts'

const read = (query: string) => readViewState(new URLSearchParams(query))

test('a URL is read, written and read again without a loss', () => {
  for (const query of [
    '',
    'range=30d',
    'range=7d',
    'start_date=2026-11-01&end_date=2026-11-09&compare=none&traffic=gross',
    'sort=-unique_users&q=home&tier=high_value',
    'id=p1&range=30d&hours=weekend&seen=not_7d&page=3',
    'sort=-revenue_at_risk_30pct&warning=few_days',
  ]) {
    expect(writeViewState(read(query))).toBe(query)
    // A parameter that is written again is replaced.
    for (const key of new URLSearchParams(query).keys()) expect(VIEW_KEYS).toContain(key)
  }
})

test('invalid values fall back to the default', () => {
  const state = read('range=90d&start_date=2026-11-09&end_date=2026-11-01&compare=x&sort=drop%20table')
  expect(state).toEqual(read(''))
})

test('the API is asked with the range alone', () => {
  expect(rangeQuery(read('range=30d&q=home'))).toEqual({ range: '30d', compare: 'prev', traffic: 'net' })
})

test('without a chosen range the API is asked for the days of the page, else for the last 7', () => {
  const days = { start: '2026-10-23', end: '2026-11-21' }
  const asked = { start_date: days.start, end_date: days.end }
  expect(rangeQuery(read(''), days)).toEqual({ ...asked, compare: 'prev', traffic: 'net' })
  expect(rangeQuery(read(''))).toMatchObject({ range: '7d' })
  expect(rangeQuery(read('range=7d'), days)).toMatchObject({ range: '7d' })
})
