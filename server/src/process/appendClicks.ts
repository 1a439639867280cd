import type { Click } from '@bx/contracts/events/click'
import { plainArray, type Tx } from '../store/db.ts'
import type { LocalTime } from '../store/localTime.ts'
import { type Dated, withoutKnownIds } from './appendOnce.ts'
import type { Merchant } from './dimensions.ts'
import type { Item } from './item.ts'

export interface ClickRow extends Dated {
  readonly item: Item<Click>
  readonly merchant: Merchant
  readonly placementId: string | null
  readonly local: LocalTime
  readonly ivt: string | null
}

/** Inserts clicks that are not stored yet. Returns the rows that were inserted. */
export async function appendClicks(tx: Tx, rows: readonly ClickRow[]): Promise<ReadonlySet<ClickRow>> {
  const candidates = await withoutKnownIds(tx, 'click', rows, (dated) => stored(tx, dated))
  if (candidates.length === 0) return new Set()
  const sorted = [...candidates].sort((a, b) => (a.id < b.id ? -1 : 1))
  const events = sorted.map((row) => row.item.event)
  const inserted = await tx<{ click_id: string }[]>`
    insert into click_events (click_id, event_date, "timestamp", received_at, day, exposure_event_id, placement_id,
      merchant_id, user_id, session_id, ivt_reason, source_hash)
    select * from unnest(
      ${plainArray(sorted.map((row) => row.id))}::uuid[],
      ${plainArray(sorted.map((row) => row.date))}::date[],
      ${plainArray(events.map((event) => new Date(event.timestamp).toISOString()))}::timestamptz[],
      ${plainArray(sorted.map((row) => new Date(row.item.envelope.receivedAt).toISOString()))}::timestamptz[],
      ${plainArray(sorted.map((row) => row.local.day))}::date[],
      ${plainArray(events.map((event) => event.exposure_event_id ?? null))}::uuid[],
      ${plainArray(sorted.map((row) => row.placementId))}::uuid[],
      ${plainArray(sorted.map((row) => row.merchant.merchantId))}::uuid[],
      ${plainArray(events.map((event) => event.user_id))}::uuid[],
      ${plainArray(events.map((event) => event.session_id))}::uuid[],
      ${plainArray(sorted.map((row) => row.ivt))}::text[],
      ${plainArray(sorted.map((row) => row.item.envelope.source ?? null))}::bigint[]
    ) as t(id, event_date, at, received_at, day, exposure, placement, merchant, user_id, session_id, ivt, source)
    where not exists (select from event_ids known
      where known.event_id = t.id and known.kind = 'click' and known.event_date <> t.event_date)
    on conflict do nothing returning click_id`
  const ids = new Set(inserted.map((row) => row.click_id))
  return new Set(sorted.filter((row) => ids.has(row.id)))
}

async function stored(tx: Tx, dated: readonly Dated[]): Promise<ReadonlySet<string>> {
  const rows = await tx<{ click_id: string }[]>`
    select c.click_id from unnest(
      ${plainArray(dated.map((d) => d.id))}::uuid[], ${plainArray(dated.map((d) => d.date))}::date[]) as t(id, date)
    join click_events c on c.click_id = t.id and c.event_date = t.date`
  return new Set(rows.map((row) => row.click_id))
}
