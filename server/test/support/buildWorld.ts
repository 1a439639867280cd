import type { Conversion } from '@bx/contracts/events/conversion'
import type { Exposure } from '@bx/contracts/events/exposure'
import type { Envelope, Refused } from '../../src/queue/queue.ts'
import type { Raw, RawExposure } from './naive.ts'
import { envelope } from './pipeline.ts'
import { MERCHANTS, PLACEMENTS, WINDOW_DAYS, WINDOWS, type WorldSpec } from './world.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** An exposure as sent, with its expected row if this copy counts. */
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
  /** Receives the envelope of the event. */
  landed?(envelope: Envelope): void
}

export function buildWorld(spec: WorldSpec): World {
  const { zone, from } = WINDOWS[spec.window]!
  const start = Date.parse(from)
  const heard: Heard = { countable: [], renders: new Map(), clicks: new Map() }
  const sales = saleItems(spec, start)
  const items = [
    ...showItems(spec, start, heard),
    ...renderItems(spec, start, heard),
    ...clickItems(spec, start, heard),
  ]
  const envelopes = pack([...items, ...sales], spec, start)
  const saleReports = sales.map(({ event: { merchant_id, timestamp, status } }) => ({
    ...{ merchantId: merchant_id!, at: timestamp, status },
  }))
  return { zone, firstDay: from, envelopes, ...heard, saleReports }
}

interface Heard {
  readonly countable: Sent[]
  readonly renders: Map<string, Raw['renders'][number][]>
  readonly clicks: Map<string, Raw['clicks'][number][]>
}

/** The moment of an event: anywhere in the window, or near the change of the clocks. */
function timeOf(spec: WorldSpec, start: number, when: { near: boolean; minute: number; order: number }): number {
  const { change } = WINDOWS[spec.window]!
  const minute = when.near ? change + (when.minute % 360) - 180 : when.minute
  return start + minute * MINUTE + (when.order % 60) * 1000
}

function showItems(spec: WorldSpec, start: number, { countable }: Heard): Item[] {
  const shows = spec.shows.map((show, i) => exposureOf(show, i, timeOf(spec, start, show), spec))
  const countIfKept = (event: Exposure) => (landed: Envelope) => {
    const isKept = event.timestamp >= start && event.timestamp < start + WINDOW_DAYS * DAY
    if (isKept) countable.push({ id: event.event_id, raw: rawOf(event, landed.ivt !== null) })
  }
  const item = (order: number, event: Exposure): Item => ({
    ...{ order, kind: 'exposures', event, landed: countIfKept(event) },
  })
  const copies = spec.copies.map(({ of, shift, rank, order }) => {
    const original = shows[of % shows.length]!
    return item(order, { ...original, timestamp: original.timestamp + shift * MINUTE, rank_position: rank })
  })
  const strays = spec.strays.map(({ of, why, order }, i) => ({ order, ...strayOf(why, shows[of % shows.length]!, i) }))
  return [...shows.map((event, i) => item(spec.shows[i]!.order, event)), ...copies, ...strays]
}

function renderItems(spec: WorldSpec, start: number, { renders }: Heard): Item[] {
  return spec.renders.map((render) => {
    const { placement_id: placementId, slots } = PLACEMENTS[render.placement % spec.placements]!
    const most = slots.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...slots.map(([, max]) => max))
    const available = Math.min(render.available, most)
    const filled = Math.max(0, available - render.empty)
    const at = timeOf(spec, start, render)
    const ids = { render_id: uuid(3, render.id), placement_id: placementId, session_id: uuid(4, 0) }
    return {
      order: render.order,
      kind: 'renders',
      event: { ...ids, timestamp: at, slots_available: available, slots_filled: filled },
      landed({ keyKind }) {
        const source = keyKind === 'browser' ? 'sdk' : 'server'
        push(renders, `${source} ${ids.render_id}`, { placementId, source, at, available, filled })
      },
    }
  })
}

function clickItems(spec: WorldSpec, start: number, { clicks }: Heard): Item[] {
  return spec.clicks.map((click) => {
    const merchantId = MERCHANTS[click.merchant % spec.merchants]!.merchant_id
    const at = timeOf(spec, start, click)
    const ids = { click_id: uuid(5, click.id), merchant_id: merchantId, user_id: userOf(0), session_id: uuid(4, 0) }
    return {
      order: click.order,
      kind: 'clicks',
      event: { ...ids, timestamp: at },
      landed: ({ ivt }) => push(clicks, ids.click_id, { merchantId, at, flagged: ivt !== null }),
    }
  })
}

function saleItems(spec: WorldSpec, start: number): (Item & { readonly event: Conversion })[] {
  return spec.sales.map((sale) => {
    const merchantId = MERCHANTS[sale.merchant % spec.merchants]!.merchant_id
    const event: Conversion = {
      // Two merchants' networks use the same numbers.
      conversion_id: `sale ${sale.id}`,
      merchant_id: merchantId,
      user_id: userOf(1),
      timestamp: start + (sale.id * DAY) / 2,
      order_amount: '10',
      commission_amount: '1',
      currency: 'GBP',
      status: sale.status,
      status_at: timeOf(spec, start, sale),
    }
    return { order: sale.order, kind: 'conversions', event }
  })
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
    visitor: event.user_id.endsWith('0'),
    sessionId: event.session_id,
    at: event.timestamp,
    rank: event.rank_position ?? null,
    viewable: event.viewable ?? null,
    sampleRate: event.sample_rate ?? null,
    flagged,
  }
}

/** Events that must not count: rejected by a rule in the worker, or on receipt. */
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
  return `${hash.toString(16).padStart(12, '0').replace(/^.{8}/, '$&-')}-8000-8000-00000000000${isVisitor(i) ? 0 : 1}`
}

/** Every third is not signed in. */
function isVisitor(user: number): boolean {
  return user % 3 === 0
}
