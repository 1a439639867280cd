import type { IvtReason, KeyKind } from '@bx/contracts/events/values'
import fc from 'fast-check'

// Random small worlds: what happened, in which envelopes it was sent, and which faults occur. buildWorld.ts turns them into events.

export const WINDOW_DAYS = 6

/** Six UTC days each, with the minute at which the zone's clocks change where they do. */
export const WINDOWS = [
  { zone: 'UTC', from: '2026-03-06', change: 2 * 1440 },
  { zone: 'Asia/Kolkata', from: '2026-10-30', change: 2 * 1440 - 330 },
  { zone: 'America/New_York', from: '2026-03-06', change: 2 * 1440 + 7 * 60 }, // 23 hours on the 8th
  { zone: 'America/New_York', from: '2026-10-30', change: 2 * 1440 + 6 * 60 }, // 25 hours on the 1st
  { zone: 'Australia/Lord_Howe', from: '2026-04-03', change: 1440 + 15 * 60 }, // 24.5 hours on the 5th
  { zone: 'Australia/Lord_Howe', from: '2026-10-02', change: 1440 + 15 * 60 + 30 }, // 23.5 hours on the 4th
  { zone: 'America/Havana', from: '2026-03-06', change: 2 * 1440 + 5 * 60 }, // no midnight on the 8th
  { zone: 'America/Havana', from: '2026-10-30', change: 2 * 1440 + 5 * 60 }, // midnight to 1 a.m. twice on the 1st
] as const

export const MERCHANTS = Array.from({ length: 12 }, (_, i) => ({
  merchant_id: `00000000-0000-4000-8000-0000000001${String(i).padStart(2, '0')}`,
  merchant_ref: i % 3 === 0 ? null : `merchant-${i}`,
  merchant_name: `Merchant ${String.fromCharCode(65 + i)}`,
  category: i % 2 === 0 ? 'food' : null,
}))
export const PLACEMENTS = Array.from({ length: 4 }, (_, i) => ({
  placement_id: `00000000-0000-4000-8000-00000000020${i}`,
  placement_key: `place_${i}`,
  placement_name: `Place ${i}`,
  tier: i === 0 ? ('high_value' as const) : ('standard' as const),
  slots: SLOTS(i),
}))

/** A constant number, one that changes inside each window, one that begins late, none. */
function SLOTS(i: number): [string, number][] {
  if (i === 0) return [['2026-01-01', 4]]
  if (i === 1) return [...new Set(WINDOWS.map((w) => w.from))].sort().map((from, n) => [dayAfter(from, 3), 2 + n])
  return i === 2 ? [['2026-12-01', 3]] : []
}

const when = { near: fc.boolean(), minute: fc.nat(WINDOW_DAYS * 1440 - 1), order: fc.nat(1_000_000) }
const show = fc.record({
  ...when,
  placement: fc.nat(3),
  merchant: fc.nat(11),
  user: fc.nat(8),
  session: fc.nat(6),
  rank: fc.option(fc.nat(9)),
  viewable: fc.option(fc.boolean()),
  rate: fc.option(fc.constantFrom(0.5, 0.25, 1), { freq: 3 }),
  id: fc.constantFrom('v7', 'v7', 'v7', 'v4', 'v7 of another day'),
})
const copy = fc.record({
  of: fc.nat(119),
  shift: fc.constantFrom(0, 0, 7, -90, 1440, -1440, 2880, -20_000),
  rank: fc.nat(9),
  order: fc.nat(1_000_000),
})
const stray = fc.record({
  of: fc.nat(119),
  why: fc.constantFrom('unknown_merchant', 'unknown_placement', 'refused', 'stale'),
  order: fc.nat(1_000_000),
})
const render = fc.record({ ...when, placement: fc.nat(3), available: fc.nat(8), empty: fc.nat(8), id: fc.nat(20) })
const click = fc.record({ ...when, merchant: fc.nat(11), id: fc.nat(20) })
const sale = fc.record({
  ...when,
  merchant: fc.nat(11),
  id: fc.nat(9),
  status: fc.constantFrom('pending', 'confirmed', 'rejected', 'refunded'),
})

export const FAULTS = ['after-read', 'mid-append', 'before-commit', 'after-commit', 'abandon', 'take over'] as const
export type Fault = (typeof FAULTS)[number]

/** Which worker rolls up next, and whether it fails after writing everything. */
export interface RollupTurn {
  readonly who: 'first' | 'second' | 'both'
  readonly fails: boolean
}

export const worldSpec = fc.record({
  window: fc.nat(WINDOWS.length - 1),
  merchants: fc.integer({ min: 2, max: 12 }),
  placements: fc.integer({ min: 2, max: 4 }),
  shows: fc.array(show, { minLength: 10, maxLength: 120, size: 'max' }),
  copies: fc.array(copy, { maxLength: 30 }),
  strays: fc.array(stray, { maxLength: 10 }),
  renders: fc.array(render, { maxLength: 15 }),
  clicks: fc.array(click, { maxLength: 10 }),
  sales: fc.array(sale, { maxLength: 10 }),
  envelopes: fc.array(
    fc.record({
      size: fc.integer({ min: 1, max: 40 }),
      kind: fc.constantFrom<KeyKind>('browser', 'server', 'import'),
      ivt: fc.option(fc.constantFrom<IvtReason>('bot_user_agent', 'prefetch'), { freq: 3, nil: null }),
      keyId: fc.constantFrom('key-a', 'key-b'),
      receivedHour: fc.nat(WINDOW_DAYS * 24 + 5),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  /** Events come by a queue outside the database. */
  isOutside: fc.boolean(),
  claimEvents: fc.constantFrom(1, 25, 1000),
  faults: fc.array(fc.constantFrom(...FAULTS), { maxLength: 2 }),
  rollups: fc.array(
    fc.record({
      who: fc.constantFrom<RollupTurn['who']>('first', 'first', 'second', 'both'),
      fails: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  period: fc.record({
    start: fc.integer({ min: -1, max: WINDOW_DAYS - 1 }),
    length: fc.integer({ min: 1, max: 4 }),
    compare: fc.boolean(),
    /** Days of the range that are still to come; where nothing is compared. */
    ahead: fc.nat(2),
    cutHours: fc.option(fc.nat(23)),
    keptFrom: fc.integer({ min: -9, max: 2 }),
  }),
})
export type WorldSpec = typeof worldSpec extends fc.Arbitrary<infer T> ? T : never

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}
