import type { Period } from '../../src/query/period.ts'
import { daysOf, wallClock, within } from './naiveCalendar.ts'

// The dashboards' answers calculated the slow way: loops over raw events, a Set for every "distinct". It shares only types with
// the product, so that the same mistake cannot be made twice.

export interface RawExposure {
  readonly merchantId: string
  readonly placementId: string
  readonly userId: string
  /** Not signed in. */
  readonly visitor: boolean
  readonly sessionId: string
  readonly at: number
  readonly rank: number | null
  readonly viewable: boolean | null
  readonly sampleRate: number | null
  readonly flagged: boolean
}

export interface Raw {
  readonly exposures: readonly RawExposure[]
  readonly renders: readonly {
    readonly placementId: string
    readonly source: 'sdk' | 'server'
    readonly at: number
    readonly available: number
    readonly filled: number
  }[]
  readonly clicks: readonly { readonly merchantId: string; readonly at: number; readonly flagged: boolean }[]
  readonly conversions: readonly { readonly merchantId: string; readonly at: number; readonly status: string }[]
  /** Duplicates and refusals of exposures, by hour of receipt. */
  readonly outcomes: readonly { readonly hour: number; readonly outcome: string; readonly events: number }[]
}

export interface NaivePlacement {
  readonly placement_id: string
  readonly placement_key: string
  readonly placement_name: string
  readonly tier: 'high_value' | 'standard'
  /** max_slots by first day. */
  readonly slots: readonly (readonly [from: string, max: number])[]
}

export interface Dims {
  readonly placements: readonly NaivePlacement[]
  readonly merchants: readonly {
    readonly merchant_id: string
    readonly merchant_ref: string | null
    readonly merchant_name: string
    readonly category: string | null
  }[]
}

export function ratio(a: number, b: number): number | null {
  return b === 0 ? null : a / b
}

export function percentOf(a: number, b: number): number | null {
  return b === 0 ? null : Math.round((a / b) * 10_000) / 100
}

export function distinct<T>(values: readonly T[]): number {
  return new Set(values).size
}

/** Net events, or all of them; in the range. */
export function shownIn(raw: Raw, period: Period, range: { readonly start: string; readonly end: string } = period) {
  return raw.exposures.filter((e) => (period.gross || !e.flagged) && within(period.timeZone, e.at, range))
}

export function reachOf(events: readonly RawExposure[]) {
  const users = distinct(events.map((e) => e.userId))
  const share = ratio(distinct(events.filter((e) => e.visitor).map((e) => e.userId)), users)
  return {
    ...{ unique_users: users, unique_users_exact: true, unique_users_low: users, unique_users_high: users },
    ...{ visitor_share: share, visitor_share_low: share, visitor_share_high: share },
  }
}

export function viewableOf(events: readonly RawExposure[]) {
  const seen = events.filter((e) => e.viewable === true).length
  const unseen = events.filter((e) => e.viewable === false).length
  return { viewable_impressions: seen, viewable_rate: ratio(seen, seen + unseen) }
}

const BUCKETS = [
  ['1', 1, 1],
  ['2', 2, 2],
  ['3-4', 3, 4],
  ['5-9', 5, 9],
  ['10-19', 10, 19],
  ['20-49', 20, 49],
  ['50+', 50, Number.POSITIVE_INFINITY],
] as const

export function frequencyOf(events: readonly RawExposure[]) {
  const counts = [...Map.groupBy(events, (e) => e.userId).values()].map((own) => own.length)
  return BUCKETS.map(([bucket, from, to]) => {
    const users = counts.filter((count) => from <= count && count <= to).length
    return { bucket, users, share: ratio(users, counts.length) }
  })
}

export function dailyOf(zone: string, events: readonly RawExposure[], range: { start: string; end: string }) {
  return daysOf(range).map((day) => ({
    day,
    impressions: events.filter((e) => wallClock(zone, e.at).day === day).length,
  }))
}

export function slotsOn(placement: NaivePlacement | undefined, day: string): number {
  const dated = [...(placement?.slots ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))
  return (dated.filter(([from]) => from <= day).at(-1) ?? dated[0])?.[1] ?? 0
}

/** Distinct merchants per (placement, local day, session) of net events. */
export function slotsOf(raw: Raw, dims: Dims, zone: string, range: { start: string; end: string }, only?: string) {
  const net = raw.exposures.filter((e) => !e.flagged && (!only || e.placementId === only) && within(zone, e.at, range))
  const sessions = Map.groupBy(net, (e) => `${e.placementId} ${wallClock(zone, e.at).day} ${e.sessionId}`)
  let [sum, slots, max] = [0, 0, 0]
  for (const events of sessions.values()) {
    const shown = distinct(events.map((e) => e.merchantId))
    const { placementId, at } = events[0]!
    sum += shown
    max = Math.max(max, shown)
    slots += slotsOn(
      dims.placements.find((p) => p.placement_id === placementId),
      wallClock(zone, at).day,
    )
  }
  return { sessions: sessions.size, sum, slots, max: sessions.size === 0 ? null : max }
}

/** Slots filled over available: the server's reports of a placement and day where it made any, else the SDK's. */
export function fillOf(raw: Raw, zone: string, range: { start: string; end: string }, only?: string): number | null {
  const { filled, available } = rendersOf(raw, zone, range, only)
  return ratio(filled, available)
}

export function rendersOf(raw: Raw, zone: string, range: { start: string; end: string }, only?: string) {
  const inRange = raw.renders.filter((r) => (!only || r.placementId === only) && within(zone, r.at, range))
  let [filled, available] = [0, 0]
  for (const renders of Map.groupBy(inRange, (r) => `${r.placementId} ${wallClock(zone, r.at).day}`).values()) {
    const source = renders.some((r) => r.source === 'server') ? 'server' : 'sdk'
    for (const render of renders.filter((r) => r.source === source)) {
      filled += render.filled
      available += render.available
    }
  }
  return { filled, available }
}
