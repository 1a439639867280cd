import type { Render } from '@bx/contracts/events/render'
import { plainArray, type Tx } from '../db/client.ts'
import type { LocalTime } from '../db/localTime.ts'
import { type Dated, withoutKnownIds } from './appendOnce.ts'
import type { Item } from './item.ts'

export type RenderSource = 'sdk' | 'server'

export interface RenderRow extends Dated {
  readonly item: Item<Render>
  readonly placementId: string
  readonly local: LocalTime
  /** SDK and server may both report one render; each counts once, and coverage compares them. */
  readonly source: RenderSource
}

/** Inserts renders that are not stored yet. Returns the inserted rows. */
export async function appendRenders(tx: Tx, rows: readonly RenderRow[]): Promise<ReadonlySet<RenderRow>> {
  const inserted = new Set<RenderRow>()
  for (const source of ['sdk', 'server'] as const) {
    const ofSource = rows.filter((row) => row.source === source)
    if (ofSource.length === 0) continue
    const candidates = await withoutKnownIds(tx, `render:${source}`, ofSource, (dated) => stored(tx, source, dated))
    const ids = await insert(tx, source, candidates)
    for (const row of candidates) if (ids.has(row.id)) inserted.add(row)
  }
  return inserted
}

async function stored(tx: Tx, source: RenderSource, dated: readonly Dated[]): Promise<ReadonlySet<string>> {
  const rows = await tx<{ render_id: string }[]>`
    select r.render_id from unnest(
      ${plainArray(dated.map((d) => d.id))}::uuid[], ${plainArray(dated.map((d) => d.date))}::date[]) as t(id, date)
    join render_events r on r.render_id = t.id and r.event_date = t.date and r.source = ${source}`
  return new Set(rows.map((row) => row.render_id))
}

async function insert(tx: Tx, source: RenderSource, rows: readonly RenderRow[]): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set()
  const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))
  const events = sorted.map((row) => row.item.event)
  const inserted = await tx<{ render_id: string }[]>`
    insert into render_events (render_id, event_date, "timestamp", received_at, day, placement_id, session_id,
      slots_available, slots_filled, source)
    select t.*, ${source} from unnest(
      ${plainArray(sorted.map((row) => row.id))}::uuid[],
      ${plainArray(sorted.map((row) => row.date))}::date[],
      ${plainArray(events.map((event) => new Date(event.timestamp).toISOString()))}::timestamptz[],
      ${plainArray(sorted.map((row) => new Date(row.item.envelope.receivedAt).toISOString()))}::timestamptz[],
      ${plainArray(sorted.map((row) => row.local.day))}::date[],
      ${plainArray(sorted.map((row) => row.placementId))}::uuid[],
      ${plainArray(events.map((event) => event.session_id))}::uuid[],
      ${plainArray(events.map((event) => event.slots_available))}::int[],
      ${plainArray(events.map((event) => event.slots_filled))}::int[]
    ) as t(id, event_date, at, received_at, day, placement_id, session_id, available, filled)
    where not exists (select from event_ids known
      where known.event_id = t.id and known.kind = ${`render:${source}`} and known.event_date <> t.event_date)
    on conflict do nothing returning render_id`
  return new Set(inserted.map((row) => row.render_id))
}
