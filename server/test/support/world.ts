import type { Exposure } from '@bx/contracts/events/exposure'
import type { IvtReason, KeyKind } from '@bx/contracts/events/values'
import fc from 'fast-check'
import type { Envelope, Refused } from '../../src/queue/queue.ts'
import type { Raw, RawExposure } from './naive.ts'
import { envelope } from './pipeline.ts'

// Random small worlds: what was sent, in which envelopes, and what goes wrong on the way.

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
export const WINDOW_DAYS = 6

/** Six UTC days each, with the minute at which the zone's clocks change where they do. */
export const WINDOWS = [
  { zone: 'UTC', from: '2026-03-06', change: 2 * 1440 },
  { zone: 'Asia/Kolkata', from: '2026-10-30', change: 2 * 1440 - 330 },
  { zone: 'America/New_York', from: '2026-03-06', change: 2 * 1440 + 7 * 60 }, // 23 hours on the 8th
  { zone: 'America/New_York', from: '2026-10-30', change: 2 * 1440 + 6 * 60 }, // 25 hours on the 1st
  { zone: 'Australia/Lord_Howe', from: '2026-04-03', change: 1440 + 15 * 60 }, // 24.5 hours on the 5th
  { zone: 'Australia/Lord_Howe', from: '2026-10-02', change: 1440 + 15 * 60 + 30 }, // 23.5 hours on the 4th
] as const

export const MERCHANTS = Array.from({ length: 12 }, (_, i) => ({
  merchant_id: `00000000-0000-4000-8000-0000000001${String(i).padStart(2, '0')}`,
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

/** One number for ever, one that changes inside each window, one that begins late, none at all. */
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
  rate: fc.option(fc.constantFrom(0.5, 0.25), { freq: 3 }),
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
  claimEvents: fc.constantFrom(1, 25, 1000),
  faults: fc.array(fc.constantFrom(...FAULTS), { maxLength: 2 }),
  foldFaults: fc.nat(2),
  period: fc.record({
    start: fc.integer({ min: -1, max: WINDOW_DAYS - 1 }),
    length: fc.integer({ min: 1, max: 4 }),
    compare: fc.boolean(),
    cutHours: fc.option(fc.nat(23)),
    keptFrom: fc.integer({ min: -9, max: 2 }),
  }),
})
export type WorldSpec = typeof worldSpec extends fc.Arbitrary<infer T> ? T : never

/** An exposure as it was sent, with what it must look like when this copy is the one that counts. */
export interface Sent {
  readonly id: string
  readonly raw: RawExposure
}

export interface World {
  readonly zone: string
  readonly firstDay: string
  readonly envelopes: readonly Envelope[]
  /** Copies that may count: their merchant, placement and day are known. */
  readonly countable: readonly Sent[]
  readonly renders: ReadonlyMap<string, Raw['renders']>
  readonly clicks: ReadonlyMap<string, Raw['clicks']>
  readonly saleReports: readonly Raw['conversions'][number][]
}

type Kind = 'exposures' | 'renders' | 'clicks' | 'conversions' | 'refused'
interface Item {
  readonly order: number
  readonly kind: Kind
  readonly event: Envelope[Kind][number]
  /** Told what envelope it landed in. */
  landed?(envelope: Envelope): void
}

export function buildWorld(spec: WorldSpec): World {
  const { zone, from, change } = WINDOWS[spec.window]!
  const start = Date.parse(from)
  const at = (w: { near: boolean; minute: number; order: number }) =>
    start + (w.near ? change + (w.minute % 360) - 180 : w.minute) * MINUTE + (w.order % 60) * 1000
  const countable: Sent[] = []
  const renders = new Map<string, Raw['renders'][number][]>()
  const clicks = new Map<string, Raw['clicks'][number][]>()
  const saleReports: Raw['conversions'][number][] = []
  const shows = spec.shows.map((s, i) => exposureOf(s, i, at(s), spec))
  const countIfKept = (event: Exposure) => (landed: Envelope) => {
    const isKept = event.timestamp >= start && event.timestamp < start + WINDOW_DAYS * DAY
    if (isKept) countable.push({ id: event.event_id, raw: rawOf(event, landed.ivt !== null) })
  }
  const items: Item[] = shows.map((event, i) => ({
    ...{ order: spec.shows[i]!.order, kind: 'exposures', event },
    landed: countIfKept(event),
  }))
  for (const { of, shift, rank, order } of spec.copies) {
    const original = shows[of % shows.length]!
    const event = { ...original, timestamp: original.timestamp + shift * MINUTE, rank_position: rank }
    items.push({ order, kind: 'exposures', event, landed: countIfKept(event) })
  }
  spec.strays.forEach((s, i) => items.push({ order: s.order, ...strayOf(s.why, shows[s.of % shows.length]!, i) }))
  for (const r of spec.renders) {
    const [filled, timestamp] = [Math.max(0, r.available - r.empty), at(r)]
    const placementId = PLACEMENTS[r.placement % spec.placements]!.placement_id
    const event = {
      render_id: uuid(3, r.id),
      placement_id: placementId,
      session_id: uuid(4, 0),
      timestamp,
      slots_available: r.available,
      slots_filled: filled,
    }
    items.push({
      order: r.order,
      kind: 'renders',
      event,
      landed: ({ keyKind }) => {
        const source = keyKind === 'browser' ? 'sdk' : 'server'
        push(renders, `${source} ${event.render_id}`, {
          placementId,
          source,
          at: timestamp,
          available: r.available,
          filled,
        })
      },
    })
  }
  for (const c of spec.clicks) {
    const merchantId = MERCHANTS[c.merchant % spec.merchants]!.merchant_id
    const event = {
      click_id: uuid(5, c.id),
      merchant_id: merchantId,
      user_id: userOf(0),
      session_id: uuid(4, 0),
      timestamp: at(c),
    }
    items.push({
      order: c.order,
      kind: 'clicks',
      event,
      landed: ({ ivt }) => push(clicks, event.click_id, { merchantId, at: event.timestamp, flagged: ivt !== null }),
    })
  }
  for (const s of spec.sales) {
    const merchantId = MERCHANTS[s.merchant % spec.merchants]!.merchant_id
    const event = {
      conversion_id: `sale ${s.id} of ${merchantId}`,
      merchant_id: merchantId,
      user_id: userOf(1),
      timestamp: start + (s.id * DAY) / 2,
      order_amount: '10',
      commission_amount: '1',
      currency: 'GBP',
      status: s.status,
      status_at: at(s),
    }
    items.push({ order: s.order, kind: 'conversions', event: event as Envelope['conversions'][number] })
    saleReports.push({ merchantId, at: event.timestamp, status: s.status })
  }
  return { zone, firstDay: from, envelopes: pack(items, spec, start), countable, renders, clicks, saleReports }
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  map.set(key, [...(map.get(key) ?? []), value])
}

function exposureOf(s: WorldSpec['shows'][number], i: number, timestamp: number, spec: WorldSpec): Exposure {
  const idTime = s.id === 'v7' ? timestamp : timestamp + 5 * DAY
  const id =
    s.id === 'v4'
      ? uuid(1, i)
      : `${idTime.toString(16).padStart(12, '0').replace(/^.{8}/, '$&-')}-7000-8000-${String(i).padStart(12, '0')}`
  return {
    event_id: id,
    merchant_id: MERCHANTS[s.merchant % spec.merchants]!.merchant_id,
    placement_id: PLACEMENTS[s.placement % spec.placements]!.placement_id,
    exposure_unit_id: uuid(2, s.rank ?? 0),
    exposure_type: 'carousel',
    user_id: userOf(s.user),
    timestamp,
    rank_position: s.rank,
    session_id: uuid(4, s.session),
    is_clickable: true,
    algorithm_version: 'v1',
    viewable: s.viewable,
    sample_rate: s.rate,
  }
}

function rawOf(event: Exposure, flagged: boolean): RawExposure {
  return {
    merchantId: event.merchant_id!,
    placementId: event.placement_id!,
    userId: event.user_id,
    sessionId: event.session_id,
    at: event.timestamp,
    rank: event.rank_position ?? null,
    viewable: event.viewable ?? null,
    sampleRate: event.sample_rate ?? null,
    flagged,
  }
}

/** Events that must not count: refused by a rule in the worker, or on receipt. */
function strayOf(why: string, like: Exposure, i: number): Pick<Item, 'kind' | 'event'> {
  const id = uuid(6, i)
  if (why === 'unknown_merchant')
    return { kind: 'exposures', event: { ...like, event_id: id, merchant_id: uuid(7, i) } }
  if (why === 'unknown_placement')
    return { kind: 'exposures', event: { ...like, event_id: id, placement_id: 'nowhere' } }
  const refused: Refused = {
    kind: 'exposure',
    code: 'invalid_event',
    message: 'not an event',
    eventId: null,
    body: '{}',
  }
  if (why === 'refused') return { kind: 'refused', event: refused }
  const date = new Date(like.timestamp).toISOString().slice(0, 10)
  return { kind: 'refused', event: { ...refused, code: 'stale', stored: { id: like.event_id, date } } }
}

function pack(items: readonly Item[], spec: WorldSpec, start: number): Envelope[] {
  const sorted = [...items].sort((a, b) => a.order - b.order)
  const packed: Envelope[] = []
  for (let taken = 0, n = 0; taken < sorted.length; n++) {
    const { size, kind, ivt, keyId, receivedHour } = spec.envelopes[n % spec.envelopes.length]!
    const own = sorted.slice(taken, taken + size)
    taken += own.length
    const of = <K extends Kind>(wanted: K) =>
      own.flatMap((i) => (i.kind === wanted ? [i.event] : [])) as unknown as Envelope[K]
    const made = envelope({
      ...{ keyId, keyKind: kind, ivt, receivedAt: start + receivedHour * 60 * MINUTE + 60_000 * n },
      exposures: of('exposures'),
      renders: of('renders'),
      clicks: of('clicks'),
      conversions: of('conversions'),
      refused: of('refused'),
    })
    for (const item of own) item.landed?.(made)
    packed.push(made)
  }
  return packed
}

/** Ids are made of what they name, so that a world is the same each time it is built. */
function uuid(what: number, i: number): string {
  return `0000000${what}-0000-4000-8000-${i.toString(16).padStart(12, '0')}`
}

export function userOf(i: number): string {
  const hash = ((i + 1) * 0x9e37_79b9_7f4a) % 2 ** 48
  return `${hash.toString(16).padStart(12, '0').replace(/^.{8}/, '$&-')}-8000-8000-000000000000`
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10)
}
