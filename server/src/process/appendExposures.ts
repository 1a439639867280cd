import type { Exposure } from '@bx/contracts/events/exposure'
import { plainArray, type Tx, textArray } from '../store/db.ts'
import type { LocalTime } from '../store/localTime.ts'
import { type Dated, withoutKnownIds } from './appendOnce.ts'
import type { Merchant } from './dimensions.ts'
import type { Item } from './item.ts'

export interface ExposureRow extends Dated {
  readonly item: Item<Exposure>
  readonly merchant: Merchant
  readonly placementId: string
  readonly local: LocalTime
  readonly ivt: string | null
}

/** Inserts exposures that are not stored yet. Returns the rows that were inserted. `rows` hold each id once. */
export async function appendExposures(tx: Tx, rows: readonly ExposureRow[]): Promise<ReadonlySet<ExposureRow>> {
  const candidates = await withoutKnownIds(tx, 'exposure', rows, (dated) => storedExposures(tx, dated))
  if (candidates.length === 0) return new Set()
  const [result] = await insert(tx, candidates)
  if (result!.all) return new Set(candidates)
  const ids = new Set(result!.ids)
  return new Set(candidates.filter((row) => ids.has(row.id)))
}

/** Which of these exposures are stored. */
export async function storedExposures(tx: Tx, dated: readonly Dated[]): Promise<ReadonlySet<string>> {
  const rows = await tx<{ event_id: string }[]>`
    select e.event_id from unnest(
      ${plainArray(dated.map((d) => d.id))}::uuid[], ${plainArray(dated.map((d) => d.date))}::date[]) as t(id, date)
    join exposure_events e on e.event_id = t.id and e.event_date = t.date`
  return new Set(rows.map((row) => row.event_id))
}

// The ids come back only when some were duplicates: most batches have none, and 1000 ids cost more than the rest of
// the answer. Rows go in by key, so that two workers with the same events wait for each other instead of deadlocking.
function insert(tx: Tx, rows: readonly ExposureRow[]) {
  const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))
  const events = sorted.map((row) => row.item.event)
  return tx<{ all: boolean; ids: string[] }[]>`
    with stored as (
      insert into exposure_events (event_id, event_date, "timestamp", received_at, day, hour, merchant_id, placement_id,
        exposure_unit_id, exposure_type, user_id, session_id, rank_position, is_clickable, algorithm_version,
        render_id, package_id, viewable, queued, sample_rate, ivt_reason, context, source_hash)
      select * from unnest(
        ${plainArray(sorted.map((row) => row.id))}::uuid[],
        ${plainArray(sorted.map((row) => row.date))}::date[],
        ${plainArray(events.map((event) => new Date(event.timestamp).toISOString()))}::timestamptz[],
        ${plainArray(sorted.map((row) => new Date(row.item.envelope.receivedAt).toISOString()))}::timestamptz[],
        ${plainArray(sorted.map((row) => row.local.day))}::date[],
        ${plainArray(sorted.map((row) => row.local.hour))}::timestamptz[],
        ${plainArray(sorted.map((row) => row.merchant.merchantId))}::uuid[],
        ${plainArray(sorted.map((row) => row.placementId))}::uuid[],
        ${plainArray(events.map((event) => event.exposure_unit_id))}::uuid[],
        ${plainArray(events.map((event) => event.exposure_type))}::exposure_type[],
        ${plainArray(events.map((event) => event.user_id))}::uuid[],
        ${plainArray(events.map((event) => event.session_id))}::uuid[],
        ${plainArray(events.map((event) => event.rank_position ?? null))}::int[],
        ${plainArray(events.map((event) => event.is_clickable))}::boolean[],
        ${textArray(events.map((event) => event.algorithm_version))}::text[],
        ${plainArray(events.map((event) => event.render_id ?? null))}::uuid[],
        ${plainArray(events.map((event) => event.package_id ?? null))}::uuid[],
        ${plainArray(events.map((event) => event.viewable ?? null))}::boolean[],
        ${plainArray(events.map((event) => event.queued ?? false))}::boolean[],
        ${plainArray(events.map((event) => event.sample_rate ?? null))}::real[],
        ${plainArray(sorted.map((row) => row.ivt))}::text[],
        ${textArray(events.map((event) => (event.context ? JSON.stringify(event.context) : null)))}::jsonb[],
        ${plainArray(sorted.map((row) => row.item.envelope.source ?? null))}::bigint[]
      ) as t(event_id, event_date, at, received_at, day, hour, merchant_id, placement_id, unit_id, type, user_id,
        session_id, rank, clickable, algorithm, render_id, package_id, viewable, queued, rate, ivt, context, source)
      where not exists (select from event_ids known
        where known.event_id = t.event_id and known.kind = 'exposure' and known.event_date <> t.event_date)
      on conflict do nothing
      returning event_id
    )
    select count(*) = ${rows.length} as all,
      case when count(*) < ${rows.length} then array_agg(event_id) end as ids from stored`
}
