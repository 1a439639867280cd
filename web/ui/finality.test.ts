import { expect, test } from 'vitest'
import { daysInWords, lastClosedDay, restatedInWords, whyNotFinal } from './finality.ts'

const dayOf = (day: string, state: 'open' | 'provisional' | 'final') => ({
  ...{ day, state, pending_pct: null, restated_at: null },
})
const days = [dayOf('2026-10-30', 'final'), dayOf('2026-10-31', 'provisional'), dayOf('2026-11-01', 'open')]
const zone = { time_zone: 'UTC', currency: 'GBP' }

test('days are counted by state', () => {
  expect(daysInWords(days)).toBe('3 days: 1 final, 1 provisional, 1 open')
  expect(daysInWords(days.slice(0, 1))).toBe('1 day: 1 final')
})

test('the range can be limited to the days before the open ones', () => {
  expect(lastClosedDay(days)).toBe('2026-10-31')
  expect(lastClosedDay(days.slice(0, 2))).toBeNull()
  expect(lastClosedDay(days.slice(2))).toBeNull()
})

test('days that are not final have a reason', () => {
  const finality = {
    state: 'open',
    pending_pct: 12.5,
    reporting_lag: { days: 2, measured: true },
    days,
    restated: [],
    restated_total: 0,
  } as const
  expect(whyNotFinal({ open_from: '2026-11-01', end: '2026-11-02', finality: { ...finality, restated: [] } })).toEqual([
    'Open: sales for 1 – 2 Nov can still come in. They are usually reported within 2 days.',
    '12.5% of sales are pending.',
  ])
  const done = { ...finality, restated: [], pending_pct: 0 }
  expect(whyNotFinal({ open_from: null, end: '2026-11-02', finality: done })).toEqual([])
})

test('a restated day names its date and both values', () => {
  const row = {
    ...{ day: '2026-11-15', figure: 'sales' as const, restated_at: '2026-11-29T10:00:00Z', before: 2, after: 1 },
    ...{ revenue_before: '4.50', revenue_after: '1.00' },
  }
  expect(restatedInWords(row, zone)).toBe('15 Nov, restated 29 Nov: 2 → 1 sales, £4.50 → £1.00')
  expect(restatedInWords({ ...row, after: 2, revenue_after: '4.50' }, zone)).toBe(
    '15 Nov, restated 29 Nov: sales moved between placements',
  )
  expect(restatedInWords({ ...row, figure: 'clicks', after: 0, revenue_before: null, revenue_after: null }, zone)).toBe(
    '15 Nov, restated 29 Nov: 2 → 0 clicks',
  )
})
