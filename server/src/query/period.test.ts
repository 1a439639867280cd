import { describe, expect, test } from 'vitest'
import { localNow, startOfDay } from '../lib/localDay.ts'
import { resolvePeriod } from './period.ts'

const QUERY = { traffic: 'net', compare: 'prev', format: 'json' } as const
const at = (iso: string) => Date.parse(iso)

describe('localNow(now, timeZone)', () => {
  test.each([
    ['2026-05-01T00:00:00Z', 'UTC', '2026-05-01', 0],
    ['2026-05-01T23:59:59Z', 'UTC', '2026-05-01', 23],
    ['2026-05-01T18:29:59Z', 'Asia/Kolkata', '2026-05-01', 23],
    ['2026-05-01T18:30:00Z', 'Asia/Kolkata', '2026-05-02', 0],
    ['2026-03-08T09:30:00Z', 'America/New_York', '2026-03-08', 4], // 5:30 a.m. of a day of 23 hours
    ['2026-11-01T10:30:00Z', 'America/New_York', '2026-11-01', 6], // 5:30 a.m. of a day of 25 hours
    ['2026-10-03T16:00:00Z', 'Australia/Lord_Howe', '2026-10-04', 2], // 3:00 a.m., half an hour was skipped
  ])('at %s in %s is %s, %i full hours old', (now, timeZone, day, hours) => {
    expect(localNow(at(now), timeZone)).toEqual({ day, hours })
  })
})

describe('startOfDay(day, timeZone)', () => {
  test.each([
    ['2026-11-01', 'UTC', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01', 'America/Havana', '2026-11-01T04:00:00.000Z'], // the first of two midnights
    ['2026-03-08', 'America/Havana', '2026-03-08T05:00:00.000Z'], // 1 a.m.: there is no midnight
    ['2026-11-01', 'Pacific/Kiritimati', '2026-10-31T10:00:00.000Z'],
    ['2026-11-01', 'Pacific/Pago_Pago', '2026-11-01T11:00:00.000Z'],
  ])('%s begins in %s at %s', (day, timeZone, start) => {
    expect(startOfDay(day, timeZone).toISOString()).toBe(start)
  })
})

describe('resolvePeriod(query, { timeZone, now, firstDay })', () => {
  const inZone = (timeZone: string, firstDay: string | null = '2020-01-01') => {
    return { timeZone, now: at('2026-05-10T15:30:00Z'), firstDay }
  }

  test('takes 7d as today and the six days before, cut at the same hour in the period before', () => {
    expect(resolvePeriod({ ...QUERY, range: '7d' }, inZone('UTC'))).toEqual({
      ...{ start: '2026-05-04', end: '2026-05-10', timeZone: 'UTC', gross: false },
      ...{ today: '2026-05-10', knowsVisitors: true, unfinishedDay: '2026-05-10' },
      before: {
        ...{ start: '2026-04-27', end: '2026-05-03', cutHours: 15 },
        wholeDays: {
          here: { start: '2026-05-04', end: '2026-05-09' },
          before: { start: '2026-04-27', end: '2026-05-02' },
        },
      },
      notCompared: null,
    })
  })

  test('takes no range as 7d, and knows the day of its zone', () => {
    expect(resolvePeriod(QUERY, inZone('Pacific/Auckland'))).toMatchObject({ start: '2026-05-05', end: '2026-05-11' })
  })

  test('compares closed ranges whole, with the same weekdays of the year before when asked', () => {
    const asked = { ...QUERY, start_date: '2026-05-01', end_date: '2026-05-07' }
    const here = { start: '2026-05-01', end: '2026-05-07' }
    expect(resolvePeriod(asked, inZone('UTC'))).toMatchObject({
      ...{ ...here, unfinishedDay: null, before: { start: '2026-04-24', end: '2026-04-30', cutHours: null } },
    })
    const before = { start: '2025-05-02', end: '2025-05-08' }
    expect(resolvePeriod({ ...asked, compare: 'year' }, inZone('UTC')).before).toEqual({
      ...{ ...before, cutHours: null, wholeDays: { here, before } },
    })
    expect(resolvePeriod({ ...asked, compare: 'none' }, inZone('UTC')).before).toBeNull()
  })

  test('has no whole days to compare reach over when only today is asked for', () => {
    const today = { ...QUERY, start_date: '2026-05-10', end_date: '2026-05-10' }
    expect(resolvePeriod(today, inZone('UTC')).before).toMatchObject({ start: '2026-05-09', wholeDays: null })
  })

  test('compares what has passed of a range that goes on into the future', () => {
    const asked = { ...QUERY, start_date: '2026-05-09', end_date: '2026-05-20' }
    expect(resolvePeriod(asked, inZone('UTC')).before).toMatchObject({
      start: '2026-05-07',
      end: '2026-05-08',
      cutHours: 15,
    })
    const future = { ...QUERY, start_date: '2026-06-01', end_date: '2026-06-02' }
    expect(resolvePeriod(future, inZone('UTC'))).toMatchObject({ before: null, unfinishedDay: null })
  })

  test('does not compare with days before the first that has data, and says how many have', () => {
    const before = { start: '2026-04-27', end: '2026-05-03', days: 7 }
    const at7d = (firstDay: string | null) => resolvePeriod({ ...QUERY, range: '7d' }, inZone('UTC', firstDay))
    expect(at7d('2026-04-26')).toMatchObject({ before: { start: '2026-04-27' }, notCompared: null })
    // The first day began with the first event.
    expect(at7d('2026-04-27').notCompared).toMatchObject({ first_day: '2026-04-27', days: 7, days_with_data: 6 })
    expect(at7d('2026-04-29')).toMatchObject({
      before: null,
      notCompared: { reason: 'before_first_day', ...before, first_day: '2026-04-29', days_with_data: 4 },
    })
    expect(at7d('2026-05-09').notCompared).toMatchObject({ days_with_data: 0 })
    expect(at7d(null).notCompared).toMatchObject({ first_day: null, days_with_data: 0 })
    expect(resolvePeriod({ ...QUERY, compare: 'none' }, inZone('UTC', null)).notCompared).toBeNull()
  })
})
