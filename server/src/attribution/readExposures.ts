import { plainArray, type Tx } from '../db/client.ts'
import type { ExposureFact } from './creditClick.ts'

/** Exposures of a user and merchant in a span of time. */
export interface Span {
  readonly userId: string
  readonly merchantId: string
  /** Epoch milliseconds, both inclusive. */
  readonly from: number
  readonly to: number
}

interface StoredExposureRow extends Omit<ExposureFact, 'at'> {
  readonly at: Date
}

/**
 * The exposures that clicks could be credited to besides the one they name: for each session and merchant the latest on
 * each placement. Bounded by the number of placements, however many exposures a bot has.
 */
export async function readLastSeen(
  tx: Tx,
  spans: readonly (Span & { readonly sessionId: string })[],
): Promise<ExposureFact[]> {
  if (spans.length === 0) return []
  const rows = await tx<StoredExposureRow[]>`
    select distinct on (event_id) ${columns(tx)} from (
      select e.*, row_number() over (partition by span.n, e.placement_id order by e."timestamp" desc, e.event_id desc) as nth
      from unnest(${spanArrays(tx, spans)}, ${plainArray(spans.map((s) => s.sessionId))}::uuid[])
          with ordinality as span (user_id, merchant_id, "from", "to", session_id, n)
        join exposure_events e on ${within(tx)} and e.session_id = span.session_id
      where ${onDays(tx, spans)} and e.ivt_reason is null
    ) e where nth = 1`
  return rows.map(factOf)
}

/**
 * What people saw in any of the spans: net exposures not measured as out of view. For each span the earliest, the
 * latest `atMost` and the latest on each placement: touches can only come from these.
 */
export async function readViews(tx: Tx, spans: readonly Span[], atMost: number): Promise<ExposureFact[]> {
  if (spans.length === 0) return []
  const rows = await tx<StoredExposureRow[]>`
    select distinct on (event_id) ${columns(tx)} from (
      select e.*, row_number() over (partition by span.n order by e."timestamp" desc, e.event_id desc) as from_last,
        row_number() over (partition by span.n order by e."timestamp", e.event_id) as nth,
        row_number() over (partition by span.n, e.placement_id order by e."timestamp" desc, e.event_id desc) as last_there
      from unnest(${spanArrays(tx, spans)}) with ordinality as span (user_id, merchant_id, "from", "to", n)
        join exposure_events e on ${within(tx)}
      where ${onDays(tx, spans)} and e.ivt_reason is null and e.viewable is not false
    ) e where from_last <= ${atMost} or nth = 1 or last_there = 1`
  return rows.map(factOf)
}

function spanArrays(tx: Tx, spans: readonly Span[]) {
  return tx`${plainArray(spans.map((s) => s.userId))}::uuid[], ${plainArray(spans.map((s) => s.merchantId))}::uuid[],
    ${plainArray(spans.map((s) => iso(s.from)))}::timestamptz[], ${plainArray(spans.map((s) => iso(s.to)))}::timestamptz[]`
}

/** Uses the index on user_id. */
function within(tx: Tx) {
  return tx`e.user_id = span.user_id and e.merchant_id = span.merchant_id and e."timestamp" between span."from" and span."to"`
}

/** Only the partitions of the days. */
function onDays(tx: Tx, spans: readonly Span[]) {
  const [from, to] = [Math.min(...spans.map((span) => span.from)), Math.max(...spans.map((span) => span.to))]
  return tx`e.event_date between ${iso(from).slice(0, 10)} and ${iso(to).slice(0, 10)}`
}

export async function readNamed(tx: Tx, eventIds: readonly string[]): Promise<ExposureFact[]> {
  if (eventIds.length === 0) return []
  const rows = await tx<StoredExposureRow[]>`
    select ${columns(tx)} from exposure_events e where event_id = any(${plainArray(eventIds)}::uuid[])`
  return rows.map(factOf)
}

/** First UTC day whose exposures are kept; earlier rows are gone. */
export async function firstKeptDay(tx: Tx): Promise<string> {
  const [row] = await tx<{ day: string | null }[]>`
    select min(to_date(right(child.relname, 8), 'YYYYMMDD'))::date as day
    from pg_inherits join pg_class child on child.oid = inhrelid
    where inhparent = 'exposure_events'::regclass and child.relname ~ '_[0-9]{8}$'`
  return row?.day ?? '9999-12-31'
}

function columns(tx: Tx) {
  return tx`e.event_id as "eventId", e."timestamp" as at, e.day, e.user_id as "userId", e.session_id as "sessionId",
    e.merchant_id as "merchantId", e.placement_id as "placementId", case when e.package_verdict = 'counted' then e.package_id end as "packageId", e.viewable,
    e.ivt_reason is not null as flagged`
}

function factOf(row: StoredExposureRow): ExposureFact {
  return { ...row, at: row.at.getTime() }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
