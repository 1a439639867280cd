import { expect, test } from 'vitest'
import { type PackageHistory, stampVerdict } from './stampVerdict.ts'

const flight = { start: 1000, end: 2000 }
const sold = { placementId: 'p', from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }
const history = (change: Partial<PackageHistory> = {}): PackageHistory => ({
  merchantId: 'm',
  requiresToken: false,
  stages: [{ at: 500, status: 'booked', ...flight }],
  placements: [],
  ...change,
})
const verdictAt = (of: PackageHistory | undefined, at: number, change: object = {}) =>
  stampVerdict(of, { at, merchantId: 'm', placementId: 'p', slotToken: null, ...change })

test('a stamp counts within the flight, whether or not a worker wrote that it started or ended', () => {
  expect([999, 1000, 1999, 2000].map((at) => verdictAt(history(), at))).toEqual([
    ...['before_start', 'counted', 'counted', 'after_end'],
  ])
  const written = history({
    stages: [
      { at: 500, status: 'booked', ...flight },
      { at: 1000, status: 'live', ...flight },
      { at: 2000, status: 'ended', ...flight },
      { at: 5000, status: 'closed', ...flight },
    ],
  })
  expect([999, 1000, 1999, 2000, 6000].map((at) => verdictAt(written, at))).toEqual([
    ...['before_start', 'counted', 'counted', 'after_end', 'after_end'],
  ])
})

test('the state at the time of the exposure decides, not the state now', () => {
  const paused = history({
    stages: [
      { at: 500, status: 'held', ...flight },
      { at: 1200, status: 'live', ...flight },
      { at: 1400, status: 'paused', ...flight },
      { at: 1600, status: 'live', start: 1000, end: 3000 },
      { at: 1800, status: 'cancelled', start: 1000, end: 3000 },
    ],
  })
  expect([499, 1100, 1200, 1399, 1400, 1599, 1600, 1799, 1800].map((at) => verdictAt(paused, at))).toEqual([
    ...['not_live', 'not_live', 'counted', 'counted', 'not_live', 'not_live', 'counted', 'counted', 'not_live'],
  ])
})

test('what is shown after a package is complete counts until the flight ends', () => {
  const complete = history({
    stages: [
      { at: 500, status: 'live', ...flight },
      { at: 1200, status: 'ended', ...flight },
      { at: 1400, status: 'closed', ...flight },
    ],
  })
  expect([1199, 1200, 1400, 1999, 2000].map((at) => verdictAt(complete, at))).toEqual([
    ...['counted', 'counted', 'counted', 'counted', 'after_end'],
  ])
})

test('only of its merchant, and only where it was sold then', () => {
  expect(verdictAt(undefined, 1500)).toBe('unknown_package')
  expect(verdictAt(history(), 1500, { merchantId: 'other' })).toBe('other_merchant')
  const moved = history({
    placements: [
      { ...sold, until: 1500 },
      { ...sold, placementId: 'q', from: 1500 },
    ],
  })
  expect([1499, 1500].map((at) => verdictAt(moved, at))).toEqual(['counted', 'other_placement'])
  expect([1499, 1500].map((at) => verdictAt(moved, at, { placementId: 'q' }))).toEqual(['other_placement', 'counted'])
  // Sold everywhere until then.
  expect(verdictAt(history({ placements: [{ ...sold, placementId: 'q', from: 1500 }] }), 1200)).toBe('counted')
})

test('a package that asks for slot tokens counts only valid ones', () => {
  const asking = history({ requiresToken: true })
  const results = ['valid', 'invalid', 'expired', 'replayed', null]
  expect(results.map((slotToken) => verdictAt(asking, 1500, { slotToken }))).toEqual([
    'counted',
    ...Array(4).fill('bad_slot_token'),
  ])
  expect(results.map((slotToken) => verdictAt(history(), 1500, { slotToken }))).toEqual(Array(5).fill('counted'))
  expect(verdictAt(asking, 2000, { slotToken: 'invalid' })).toBe('after_end')
})
