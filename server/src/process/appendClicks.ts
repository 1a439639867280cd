import type { Click } from '@bx/contracts/events/click'
import { plainArray, type Tx } from '../db/client.ts'
import type { LocalTime } from '../db/localTime.ts'
import { type Dated, withoutKnownIds } from './appendOnce.ts'
import type { MerchantKey } from './dimensions.ts'
import { type Item, sourceOf } from './item.ts'

// The SDK and a redirect server may both report one click. It is stored once, as in its first report; what only a later
// one contains (exposure, placement, a suspicion) is added.

export interface ClickRow extends Dated {
  readonly item: Item<Click>
  readonly merchant: MerchantKey
  readonly exposureEventId: string | null
  readonly placementId: string | null
  readonly local: LocalTime
  readonly ivt: string | null
}

/**
 * Inserts clicks that are not stored yet. Returns the inserted rows.
 * @param completed receives the stored clicks that these reports completed
 */
export async function appendClicks(
  tx: Tx,
  rows: readonly ClickRow[],
  completed: Set<string>,
): Promise<ReadonlySet<ClickRow>> {
  const candidates = await withoutKnownIds(tx, 'click', rows, (dated) => stored(tx, dated))
  const ids = candidates.length === 0 ? new Set<string>() : await insert(tx, candidates)
  const known = rows.filter(({ id }) => !ids.has(id))
  for (const id of await completeStored(tx, known)) completed.add(id)
  return new Set(candidates.filter(({ id }) => ids.has(id)))
}

/** A click with what another report of it adds. */
export function completeClick(row: ClickRow, copy: ClickRow): ClickRow {
  if (copy.merchant.merchantId !== row.merchant.merchantId) return row
  const exposureEventId = row.exposureEventId ?? copy.exposureEventId
  return { ...row, exposureEventId, placementId: row.placementId ?? copy.placementId, ivt: row.ivt ?? copy.ivt }
}

async function insert(tx: Tx, rows: readonly ClickRow[]): Promise<ReadonlySet<string>> {
  const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))
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
      ${plainArray(sorted.map((row) => row.exposureEventId))}::uuid[],
      ${plainArray(sorted.map((row) => row.placementId))}::uuid[],
      ${plainArray(sorted.map((row) => row.merchant.merchantId))}::uuid[],
      ${plainArray(events.map((event) => event.user_id))}::uuid[],
      ${plainArray(events.map((event) => event.session_id))}::uuid[],
      ${plainArray(sorted.map((row) => row.ivt))}::text[],
      ${plainArray(sorted.map((row) => sourceOf(row.item)))}::bigint[]
    ) as t(id, event_date, at, received_at, day, exposure, placement, merchant, user_id, session_id, ivt, source)
    where not exists (select from event_ids known
      where known.event_id = t.id and known.kind = 'click' and known.event_date <> t.event_date)
    on conflict do nothing returning click_id`
  return new Set(inserted.map((row) => row.click_id))
}

/** Adds what stored clicks lack, on any day; returns those that lacked something. */
async function completeStored(tx: Tx, rows: readonly ClickRow[]): Promise<string[]> {
  const adding = rows.filter((row) => row.exposureEventId !== null || row.placementId !== null || row.ivt !== null)
  if (adding.length === 0) return []
  const completed = await tx<{ id: string }[]>`
    with lacking as (
      select c.click_id, c.event_date, t.exposure, t.placement, t.ivt from unnest(
        ${plainArray(adding.map((row) => row.id))}::uuid[], ${plainArray(adding.map((row) => row.merchant.merchantId))}::uuid[],
        ${plainArray(adding.map((row) => row.exposureEventId))}::uuid[], ${plainArray(adding.map((row) => row.placementId))}::uuid[],
        ${plainArray(adding.map((row) => row.ivt))}::text[]
      ) as t(id, merchant, exposure, placement, ivt)
        join click_events c on c.click_id = t.id and c.merchant_id = t.merchant
      where c.exposure_event_id is null and t.exposure is not null or c.placement_id is null and t.placement is not null
        or c.ivt_reason is null and t.ivt is not null
      order by c.click_id for update of c
    )
    update click_events c
    set exposure_event_id = coalesce(c.exposure_event_id, lacking.exposure),
      placement_id = coalesce(c.placement_id, lacking.placement), ivt_reason = coalesce(c.ivt_reason, lacking.ivt)
    from lacking where c.click_id = lacking.click_id and c.event_date = lacking.event_date
    returning c.click_id as id`
  return completed.map(({ id }) => id)
}

async function stored(tx: Tx, dated: readonly Dated[]): Promise<ReadonlySet<string>> {
  const rows = await tx<{ click_id: string }[]>`
    select c.click_id from unnest(
      ${plainArray(dated.map((d) => d.id))}::uuid[], ${plainArray(dated.map((d) => d.date))}::date[]) as t(id, date)
    join click_events c on c.click_id = t.id and c.event_date = t.date`
  return new Set(rows.map((row) => row.click_id))
}
