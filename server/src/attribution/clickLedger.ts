import { plainArray, type Tx } from '../db/client.ts'
import { ALL_MERCHANTS, UNATTRIBUTED } from '../facts/sumIds.ts'
import type { Cells } from './cells.ts'
import type { Credited } from './clickEchoes.ts'

// click_ledger: every click, its credit, and whether it counts. At most one click counts per exposure.

export interface LedgerEntry {
  readonly clickId: string
  readonly merchantId: string
  readonly at: number
  readonly clickedDay: string
  readonly flagged: boolean
  readonly namedPlacementId: string | null
  readonly credited: Credited | null
  readonly repeats: 'echo' | 'rapid' | 'same_exposure' | null
}

/** How long the ledger keeps a click. A sale that is first reported later does not find it. */
export const LEDGER_DAYS = 180

export async function readLedger(tx: Tx, clickIds: readonly string[]): Promise<ReadonlyMap<string, LedgerEntry>> {
  if (clickIds.length === 0) return new Map()
  const rows = await tx<LedgerRow[]>`
    select click_id as "clickId", merchant_id as "merchantId", clicked_at as at, clicked_day as "clickedDay", flagged,
      named_placement_id as "namedPlacementId", repeats, exposure_event_id as "eventId", exposed_at as "exposedAt", day,
      placement_id as "placementId", package_id as "packageId"
    from click_ledger where click_id = any(${plainArray(clickIds)}::uuid[])`
  return new Map(rows.map((row) => [row.clickId, entryOf(row)]))
}

interface LedgerRow extends Omit<LedgerEntry, 'at' | 'credited'> {
  readonly at: Date
  readonly eventId: string | null
  readonly exposedAt: Date | null
  readonly day: string | null
  readonly placementId: string | null
  readonly packageId: string | null
}

function entryOf({ eventId, exposedAt, day, placementId, packageId, at, ...row }: LedgerRow): LedgerEntry {
  const credited =
    eventId === null ? null : { eventId, at: exposedAt!.getTime(), day: day!, placementId: placementId!, packageId }
  return { ...row, at: at.getTime(), credited }
}

export async function writeLedger(tx: Tx, entries: readonly LedgerEntry[]): Promise<void> {
  if (entries.length === 0) return
  const column = (value: (entry: LedgerEntry) => string | number | boolean | null) => plainArray(entries.map(value))
  await tx`
    insert into click_ledger (click_id, merchant_id, clicked_at, clicked_day, flagged, named_placement_id, repeats,
      exposure_event_id, exposed_at, day, placement_id, package_id)
    select * from unnest(${column((e) => e.clickId)}::uuid[], ${column((e) => e.merchantId)}::uuid[],
      ${column((e) => new Date(e.at).toISOString())}::timestamptz[], ${column((e) => e.clickedDay)}::date[],
      ${column((e) => e.flagged)}::boolean[], ${column((e) => e.namedPlacementId)}::uuid[],
      ${column((e) => e.repeats)}::text[], ${column((e) => e.credited?.eventId ?? null)}::uuid[],
      ${column((e) => (e.credited ? new Date(e.credited.at).toISOString() : null))}::timestamptz[],
      ${column((e) => e.credited?.day ?? null)}::date[], ${column((e) => e.credited?.placementId ?? null)}::uuid[],
      ${column((e) => e.credited?.packageId ?? null)}::uuid[])
    on conflict (click_id) do update set flagged = excluded.flagged, named_placement_id = excluded.named_placement_id,
      repeats = excluded.repeats, exposure_event_id = excluded.exposure_event_id, exposed_at = excluded.exposed_at,
      day = excluded.day, placement_id = excluded.placement_id, package_id = excluded.package_id`
}

/** For each of these exposures the earliest credited click counts; echoes and rapid clicks never do. */
export async function countOncePerExposure(tx: Tx, exposureIds: readonly string[], cells: Cells): Promise<void> {
  if (exposureIds.length === 0) return
  const rows = await tx<(Counted & { readonly repeats: 'same_exposure' | null })[]>`
    with ranked as (
      select click_id, repeats, row_number() over (partition by exposure_event_id order by clicked_at, click_id) = 1 as counts
      from click_ledger
      where exposure_event_id = any(${plainArray(exposureIds)}::uuid[]) and not flagged
        and coalesce(repeats, 'same_exposure') = 'same_exposure'
    )
    update click_ledger l set repeats = case when counts then null else 'same_exposure' end
    from ranked where l.click_id = ranked.click_id and counts <> (ranked.repeats is null)
    returning l.merchant_id as "merchantId", l.day, l.placement_id as "placementId", l.repeats`
  for (const { repeats, ...counted } of rows) {
    addClick(cells, counted, repeats !== null, 1)
    addClick(cells, counted, repeats === null, -1)
  }
}

interface Counted {
  readonly merchantId: string
  readonly day: string
  readonly placementId: string
}

/** A click counts for its merchant and for all merchants, on the day and placement of its exposure. */
export function countEntry(cells: Cells, { flagged, credited, repeats, ...entry }: LedgerEntry, sign: 1 | -1): void {
  if (flagged) return
  const counted = { day: credited?.day ?? entry.clickedDay, placementId: credited?.placementId ?? UNATTRIBUTED }
  addClick(cells, { ...counted, merchantId: entry.merchantId }, repeats !== null, sign)
}

function addClick(cells: Cells, { merchantId, day, placementId }: Counted, isRepeat: boolean, sign: 1 | -1): void {
  for (const merchant of [merchantId, ALL_MERCHANTS])
    cells.add('click_daily', [merchant, day, placementId], isRepeat ? [0, 1] : [1, 0], sign)
}
