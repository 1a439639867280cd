import { CONVERSION_STATUSES, type ConversionStatus } from '@bx/contracts/events/values'
import { localDay, localHour } from './localTime.ts'

// Figures counted from raw events in the simplest way. Tests compare rollups, sketches and SQL with them, so clarity comes
// first. Every function counts exactly the given events: select them first with `once`, `net` and `during`. Rates are null
// when the denominator is 0.

/** The fields that the functions use; wire events and parsed events both fit. */
export interface Seen {
  readonly event_id: string
  readonly merchant_id?: string | undefined
  readonly placement_id?: string | undefined
  readonly user_id: string
  readonly session_id: string
  readonly timestamp: string | number
  readonly rank_position?: number | null | undefined
  readonly viewable?: boolean | null | undefined
  readonly ivt_reason?: string | null | undefined
}

// --- Choosing events ---

/** The first event of each id. */
export function once<T extends { readonly event_id: string }>(events: readonly T[]): T[] {
  const ids = new Set<string>()
  return events.filter(({ event_id }) => !ids.has(event_id) && ids.add(event_id))
}

/** Without suspected invalid traffic. */
export function net<T extends Pick<Seen, 'ivt_reason'>>(events: readonly T[]): T[] {
  return events.filter((event) => event.ivt_reason == null)
}

export interface LocalDays {
  readonly first: string
  /** Included. */
  readonly last: string
  readonly timeZone: string
}

export function during<T extends Pick<Seen, 'timestamp'>>(
  events: readonly T[],
  { first, last, timeZone }: LocalDays,
): T[] {
  return events.filter(({ timestamp }) => {
    const day = localDay(timestamp, timeZone)
    return first <= day && day <= last
  })
}

// --- Counting them ---

/** Impressions by the key of `keyOf`: a placement, a merchant, a day, or several joined. */
export function impressionsBy<T>(events: readonly T[], keyOf: (event: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const event of events) counts.set(keyOf(event), (counts.get(keyOf(event)) ?? 0) + 1)
  return counts
}

/** Impressions per (placement, merchant, local day), keyed `placement merchant day`. */
export function impressionsPerPlacementMerchantDay(events: readonly Seen[], timeZone: string): Map<string, number> {
  return impressionsBy(
    events,
    (event) => `${event.placement_id} ${event.merchant_id} ${localDay(event.timestamp, timeZone)}`,
  )
}

export function distinctUsers(events: readonly Seen[]): number {
  return new Set(events.map(({ user_id }) => user_id)).size
}

export function distinctMerchants(events: readonly Seen[]): number {
  return new Set(events.map(({ merchant_id }) => merchant_id)).size
}

export interface SlotsFilled {
  /** Pairs of session and local day, per placement. */
  readonly sessions: number
  readonly merchantsShownSum: number
  readonly average: number | null
  readonly max: number | null
}

/** Distinct merchants per (placement, session, local day), summed up. */
export function merchantsPerSession(events: readonly Seen[], timeZone: string): SlotsFilled {
  const merchants = new Map<string, Set<string | undefined>>()
  for (const { placement_id, session_id, timestamp, merchant_id } of events) {
    const key = `${placement_id} ${session_id} ${localDay(timestamp, timeZone)}`
    merchants.set(key, (merchants.get(key) ?? new Set()).add(merchant_id))
  }
  const shown = [...merchants.values()].map((set) => set.size)
  const sum = shown.reduce((total, size) => total + size, 0)
  const max = shown.length === 0 ? null : shown.reduce((a, b) => Math.max(a, b))
  return { sessions: shown.length, merchantsShownSum: sum, average: ratio(sum, shown.length), max }
}

/** Impressions by local hour: always 24 numbers. */
export function hourly(events: readonly Seen[], timeZone: string): number[] {
  const hours = events.map(({ timestamp }) => localHour(timestamp, timeZone))
  return Array.from({ length: 24 }, (_, hour) => hours.filter((own) => own === hour).length)
}

export interface MerchantShare {
  readonly merchantId: string
  readonly impressions: number
  /** Of all the events given, 0..1. */
  readonly share: number
}

/** The `n` merchants with most impressions; equal ones ordered by id. */
export function topMerchants(events: readonly Seen[], n: number): MerchantShare[] {
  return [...impressionsBy(events, (event) => String(event.merchant_id))]
    .map(([merchantId, impressions]) => ({ merchantId, impressions, share: impressions / events.length }))
    .sort((a, b) => b.impressions - a.impressions || (a.merchantId < b.merchantId ? -1 : 1))
    .slice(0, n)
}

/** Mean of the non-null ranks, starting at 0. */
export function averageRank(events: readonly Seen[]): number | null {
  const ranks = events.flatMap(({ rank_position }) => (rank_position == null ? [] : [rank_position]))
  return ratio(
    ranks.reduce((sum, rank) => sum + rank, 0),
    ranks.length,
  )
}

/** Viewable ÷ measured, 0..1. */
export function viewableRate(events: readonly Seen[]): number | null {
  const measured = events.filter(({ viewable }) => viewable != null)
  return ratio(measured.filter(({ viewable }) => viewable === true).length, measured.length)
}

export const FREQUENCY_BUCKETS = ['1', '2', '3-4', '5-9', '10-19', '20-49', '50+'] as const
const BUCKET_FROM = [1, 2, 3, 5, 10, 20, 50]

/** Users by how many of the events they saw, in the order of FREQUENCY_BUCKETS. */
export function frequencyBuckets(events: readonly Seen[]): number[] {
  const perUser = [...impressionsBy(events, ({ user_id }) => user_id).values()]
  return BUCKET_FROM.map((from, i) => {
    const below = BUCKET_FROM[i + 1] ?? Number.POSITIVE_INFINITY
    return perUser.filter((seen) => from <= seen && seen < below).length
  })
}

/** Filled over available slots, 0..1. */
export function fillRate(
  renders: readonly { readonly slots_available: number; readonly slots_filled: number }[],
): number | null {
  return ratio(
    renders.reduce((sum, { slots_filled }) => sum + slots_filled, 0),
    renders.reduce((sum, { slots_available }) => sum + slots_available, 0),
  )
}

/** Counts of accepted and rejected traffic. */
export function netVsFlagged(events: readonly Seen[]): {
  gross: number
  net: number
  flagged: number
  byReason: Map<string, number>
} {
  const flagged = events.filter((event) => event.ivt_reason != null)
  const byReason = impressionsBy(flagged, (event) => String(event.ivt_reason))
  return { gross: events.length, net: events.length - flagged.length, flagged: flagged.length, byReason }
}

interface Report {
  readonly conversion_id: string
  readonly timestamp: string | number
  readonly status: ConversionStatus
  readonly status_at?: string | number | null | undefined
}

/** The current report of each sale: the greatest (status_at, order of the statuses). */
export function latestReports<T extends Report>(reports: readonly T[]): T[] {
  const latest = new Map<string, T>()
  for (const report of reports) {
    const known = latest.get(report.conversion_id)
    if (known === undefined || supersedes(report, known)) latest.set(report.conversion_id, report)
  }
  return [...latest.values()]
}

/** Sales that are pending or confirmed. */
export function trackedSales<T extends Report>(reports: readonly T[]): T[] {
  return latestReports(reports).filter(({ status }) => status === 'pending' || status === 'confirmed')
}

function supersedes(report: Report, known: Report): boolean {
  const later =
    Number(new Date(report.status_at ?? report.timestamp)) - Number(new Date(known.status_at ?? known.timestamp))
  return (
    later > 0 || (later === 0 && CONVERSION_STATUSES.indexOf(report.status) > CONVERSION_STATUSES.indexOf(known.status))
  )
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
