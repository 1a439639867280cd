import { expect, test } from 'vitest'
import { localDay, localHour } from './localTime.ts'
import * as oracle from './oracle.ts'

let made = 0
const seen = (fields: Partial<oracle.Seen>): oracle.Seen => ({
  event_id: `e${made++}`,
  merchant_id: 'm1',
  placement_id: 'p1',
  user_id: 'u1',
  session_id: 's1',
  timestamp: '2026-11-20T12:00:00Z',
  rank_position: null,
  ...fields,
})

test('local days and hours follow daylight saving, half-hour zones and the date line', () => {
  const cases = [
    // London's clocks go back at 02:00 summer time on 25 October: 01:30 comes twice.
    ['Europe/London', '2026-10-24T23:30:00Z', '2026-10-25', 0],
    ['Europe/London', '2026-10-25T00:30:00Z', '2026-10-25', 1],
    ['Europe/London', '2026-10-25T01:30:00Z', '2026-10-25', 1],
    ['Europe/London', '2026-10-25T23:59:59Z', '2026-10-25', 23],
    ['Europe/London', '2026-10-26T00:00:00Z', '2026-10-26', 0],
    // In spring the hour from 01:00 is missing.
    ['Europe/London', '2026-03-29T00:59:59Z', '2026-03-29', 0],
    ['Europe/London', '2026-03-29T01:00:00Z', '2026-03-29', 2],
    ['Asia/Kolkata', '2026-11-20T18:29:59Z', '2026-11-20', 23],
    ['Asia/Kolkata', '2026-11-20T18:30:00Z', '2026-11-21', 0],
    ['Asia/Kathmandu', '2026-11-20T18:15:00Z', '2026-11-21', 0],
    // Lord Howe Island moves by half an hour, from +11 to +10:30, at 15:00 UTC.
    ['Australia/Lord_Howe', '2026-04-04T14:59:59Z', '2026-04-05', 1],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z', '2026-04-05', 1],
    ['Australia/Lord_Howe', '2026-04-04T15:30:00Z', '2026-04-05', 2],
    ['Pacific/Kiritimati', '2026-11-20T10:00:00Z', '2026-11-21', 0],
  ] as const
  for (const [zone, at, day, hour] of cases) {
    expect([localDay(at, zone), localHour(Date.parse(at), zone)], `${at} in ${zone}`).toEqual([day, hour])
  }
})

test('a 25-hour day holds 25 hours of events, and its second 01:00 adds to the first', () => {
  const start = Date.parse('2026-10-24T23:00:00Z')
  const events = Array.from({ length: 27 }, (_, i) => seen({ timestamp: start + (i - 1) * 3_600_000 }))
  const day = oracle.during(events, { first: '2026-10-25', last: '2026-10-25', timeZone: 'Europe/London' })
  expect(day).toHaveLength(25)
  expect(oracle.hourly(day, 'Europe/London').slice(0, 3)).toEqual([1, 2, 1])
  expect(oracle.hourly(day, 'Europe/London').reduce((a, b) => a + b)).toBe(25)
})

test('an id counts once, and net figures exclude flagged traffic', () => {
  const events = [
    seen({ event_id: 'a' }),
    seen({ event_id: 'a' }),
    seen({ ivt_reason: 'user_rate' }),
    seen({ ivt_reason: null }),
  ]
  expect(oracle.once(events)).toHaveLength(3)
  expect(oracle.net(oracle.once(events))).toHaveLength(2)
  expect(oracle.netVsFlagged(oracle.once(events))).toEqual({
    gross: 3,
    net: 2,
    flagged: 1,
    byReason: new Map([['user_rate', 1]]),
  })
})

test('impressions are counted per placement, merchant and local day', () => {
  const events = [
    seen({ timestamp: '2026-11-20T18:29:00Z' }),
    seen({ timestamp: '2026-11-20T18:31:00Z' }),
    seen({ timestamp: '2026-11-20T18:32:00Z' }),
    seen({ merchant_id: 'm2' }),
  ]
  expect([...oracle.impressionsPerPlacementMerchantDay(events, 'Asia/Kolkata')]).toEqual([
    ['p1 m1 2026-11-20', 1],
    ['p1 m1 2026-11-21', 2],
    ['p1 m2 2026-11-20', 1],
  ])
})

test('people and merchants are counted once', () => {
  const events = [seen({}), seen({ user_id: 'u2' }), seen({ merchant_id: 'm2', user_id: 'u2' })]
  expect([oracle.distinctUsers(events), oracle.distinctMerchants(events)]).toEqual([2, 2])
})

test('merchants shown are counted per placement, session and local day', () => {
  const events = [
    seen({ merchant_id: 'm1' }),
    seen({ merchant_id: 'm1' }),
    seen({ merchant_id: 'm2' }),
    seen({ merchant_id: 'm3', placement_id: 'p2' }),
    seen({ merchant_id: 'm3', timestamp: '2026-11-21T00:01:00Z' }),
  ]
  const inLondon = { sessions: 3, merchantsShownSum: 4, average: 4 / 3, max: 2 }
  expect(oracle.merchantsPerSession(events, 'Europe/London')).toEqual(inLondon)
  expect(oracle.merchantsPerSession(events, 'America/New_York')).toEqual({
    sessions: 2,
    merchantsShownSum: 4,
    average: 2,
    max: 3,
  })
  expect(oracle.merchantsPerSession([], 'UTC')).toEqual({ sessions: 0, merchantsShownSum: 0, average: null, max: null })
})

test('the share of top merchants is of all impressions', () => {
  const events = ['b', 'a', 'c', 'c'].map((merchant_id) => seen({ merchant_id }))
  expect(oracle.topMerchants(events, 2)).toEqual([
    { merchantId: 'c', impressions: 2, share: 0.5 },
    { merchantId: 'a', impressions: 1, share: 0.25 },
  ])
})

test('rates exclude unmeasured events, and are null without any', () => {
  const events = [
    seen({ rank_position: 0, viewable: true }),
    seen({ rank_position: 3, viewable: false }),
    seen({ viewable: null }),
  ]
  expect([oracle.averageRank(events), oracle.viewableRate(events)]).toEqual([1.5, 0.5])
  expect([oracle.averageRank([]), oracle.viewableRate([]), oracle.fillRate([])]).toEqual([null, null, null])
  expect(oracle.fillRate([render(8, 6), render(2, 0)])).toBe(0.6)
})
const render = (slots_available: number, slots_filled: number) => ({ slots_available, slots_filled })

test('people are in the bucket of their number of impressions', () => {
  const counts = [1, 2, 3, 4, 5, 9, 10, 19, 20, 49, 50, 1000]
  const events = counts.flatMap((n, user) => Array.from({ length: n }, () => seen({ user_id: `u${user}` })))
  expect(oracle.frequencyBuckets(events)).toEqual([1, 1, 2, 2, 2, 2, 2])
})

test('the latest report of a sale counts, in any order of arrival', () => {
  const report = (status: 'pending' | 'confirmed' | 'rejected', status_at: string | null) => ({
    conversion_id: 'c1',
    timestamp: '2026-11-01T00:00:00Z',
    status,
    status_at,
  })
  const reports = [report('confirmed', '2026-11-09T00:00:00Z'), report('pending', null)]
  expect(oracle.trackedSales(reports)).toEqual([reports[0]])
  expect(oracle.latestReports(reports.toReversed())).toEqual([reports[0]])
  const together = [report('rejected', '2026-11-09T00:00:00Z'), ...reports]
  expect(oracle.latestReports(together)).toEqual([together[0]])
  expect(oracle.trackedSales(together)).toEqual([])
})
