import { plainArray, type Tx } from '../store/db.ts'
import type { ExposureFact } from './creditClick.ts'

/** Exposures of a user and merchant in a span of time. */
export interface Span {
  readonly userId: string
  readonly merchantId: string
  /** Epoch milliseconds, both inclusive. */
  readonly from: number
  readonly to: number
}

interface ExposureRow extends Omit<ExposureFact, 'at'> {
  readonly at: Date
}

/** Exposures within any of the spans: those of each user, by the index on user_id, in the partitions of the days. */
export async function readSpans(tx: Tx, spans: readonly Span[]): Promise<ExposureFact[]> {
  if (spans.length === 0) return []
  const [from, to] = [Math.min(...spans.map((span) => span.from)), Math.max(...spans.map((span) => span.to))]
  const rows = await tx<ExposureRow[]>`
    select distinct on (event_id) ${columns(tx)}
    from unnest(${plainArray(spans.map((s) => s.userId))}::uuid[], ${plainArray(spans.map((s) => s.merchantId))}::uuid[],
        ${plainArray(spans.map((s) => iso(s.from)))}::timestamptz[], ${plainArray(spans.map((s) => iso(s.to)))}::timestamptz[])
        as span (user_id, merchant_id, "from", "to")
      join exposure_events e on e.user_id = span.user_id and e.merchant_id = span.merchant_id
        and e."timestamp" between span."from" and span."to"
    where event_date between ${iso(from).slice(0, 10)} and ${iso(to).slice(0, 10)}`
  return rows.map(factOf)
}

/** @param from earliest and latest day they can lie on */
export async function readNamed(tx: Tx, eventIds: readonly string[]): Promise<ExposureFact[]> {
  if (eventIds.length === 0) return []
  const rows = await tx<ExposureRow[]>`
    select ${columns(tx)} from exposure_events e where event_id = any(${plainArray(eventIds)}::uuid[])`
  return rows.map(factOf)
}

/** First UTC day whose exposures are kept; earlier rows are gone. */
export async function firstKeptDay(tx: Tx): Promise<string> {
  const [row] = await tx<{ day: string | null }[]>`
    select min(to_date(right(child.relname, 8), 'YYYYMMDD'))::date as day
    from pg_inherits join pg_class child on child.oid = inhrelid where inhparent = 'exposure_events'::regclass`
  return row?.day ?? '9999-12-31'
}

function columns(tx: Tx) {
  return tx`e.event_id as "eventId", e."timestamp" as at, e.day, e.user_id as "userId", e.session_id as "sessionId",
    e.merchant_id as "merchantId", e.placement_id as "placementId", e.package_id as "packageId", e.viewable,
    e.ivt_reason is not null as flagged`
}

function factOf(row: ExposureRow): ExposureFact {
  return { ...row, at: row.at.getTime() }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
