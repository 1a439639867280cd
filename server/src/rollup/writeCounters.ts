import { plainArray, type Tx } from '../db/client.ts'
import { addedColumns } from '../lib/saturate.ts'
import { setBits } from '../reach/bitmap.ts'
import { COUNTER_COLUMNS, type Counters } from './counters.ts'
import type { DayCell, HourCell, PlacementDayCell } from './totals.ts'

/** Adds to placement_hourly. */
export async function writeHours(tx: Tx, cells: readonly HourCell[]): Promise<void> {
  if (cells.length === 0) return
  await tx`
    insert into placement_hourly as r (placement_id, hour, flagged, day, ${tx(COUNTER_COLUMNS)})
    select * from unnest(${plainArray(cells.map((c) => c.placement))}::uuid[], ${plainArray(cells.map((c) => c.hour))}::timestamptz[],
      ${plainArray(cells.map((c) => c.flagged))}::boolean[], ${plainArray(cells.map((c) => c.day))}::date[], ${counterArrays(tx, cells)})
    on conflict (placement_id, hour, flagged) do update set ${addedCounters(tx)}`
}

/** Adds to exposure_daily; deletes cells without any exposures left. */
export async function writeDays(tx: Tx, cells: readonly DayCell[], removals: boolean): Promise<void> {
  if (cells.length === 0) return
  await tx`
    insert into exposure_daily as r (merchant_id, placement_id, day, flagged, ${tx(COUNTER_COLUMNS)})
    select * from unnest(${plainArray(cells.map((c) => c.merchant))}::uuid[], ${plainArray(cells.map((c) => c.placement))}::uuid[],
      ${plainArray(cells.map((c) => c.day))}::date[], ${plainArray(cells.map((c) => c.flagged))}::boolean[], ${counterArrays(tx, cells)})
    on conflict (merchant_id, day, placement_id, flagged) do update set ${addedCounters(tx)}`
  if (!removals) return
  await tx`delete from exposure_daily where impressions = 0 and day = any(${plainArray([...new Set(cells.map((c) => c.day))])}::date[])`
}

/** Adds to merchant_daily. */
export async function writeMerchantDays(tx: Tx, cells: readonly DayCell[], removals: boolean): Promise<void> {
  if (cells.length === 0) return
  const days = plainArray(cells.map((c) => c.day))
  await tx`
    insert into merchant_daily as r (merchant_id, day, flagged, impressions)
    select merchant_id, day, flagged, sum(impressions) from unnest(${plainArray(cells.map((c) => c.merchant))}::uuid[],
      ${days}::date[], ${plainArray(cells.map((c) => c.flagged))}::boolean[],
      ${plainArray(cells.map((c) => c.counters[0]!))}::bigint[]) as t(merchant_id, day, flagged, impressions)
    group by 1, 2, 3
    on conflict (merchant_id, day, flagged) do update set ${tx.unsafe(addedColumns(['impressions']))}`
  if (removals) await tx`delete from merchant_daily where impressions = 0 and day = any(${days}::date[])`
}

/** Adds to placement_daily; with removals, rebuilds the merchants of the changed days from exposure_daily. */
export async function writePlacementDays(tx: Tx, cells: readonly PlacementDayCell[], removals: boolean): Promise<void> {
  if (cells.length === 0) return
  const placements = plainArray(cells.map((c) => c.placement))
  const days = plainArray(cells.map((c) => c.day))
  const flags = plainArray(cells.map((c) => c.flagged))
  const known = await tx<{ n: number; merchants: Buffer }[]>`
    select n::int, merchants from unnest(${placements}::uuid[], ${days}::date[], ${flags}::boolean[])
      with ordinality as t(placement_id, day, flagged, n)
    join placement_daily using (placement_id, day, flagged)`
  const bitmaps = cells.map((cell) => setBits(Buffer.alloc(0), cell.merchants))
  for (const { n, merchants } of known) bitmaps[n - 1] = setBits(merchants, cells[n - 1]!.merchants)
  await tx`
    insert into placement_daily as r (placement_id, day, flagged, merchants, ${tx(COUNTER_COLUMNS)})
    select * from unnest(${placements}::uuid[], ${days}::date[], ${flags}::boolean[], ${byteaArray(bitmaps)}::bytea[],
      ${counterArrays(tx, cells)})
    on conflict (placement_id, day, flagged) do update set merchants = excluded.merchants, ${addedCounters(tx)}`
  if (removals) await rereadMerchants(tx, placements, days, flags)
}

async function rereadMerchants(tx: Tx, placements: string, days: string, flags: string): Promise<void> {
  const rows = await tx<{ placementId: string; day: string; flagged: boolean; merchants: number[] | null }[]>`
    select t.placement_id as "placementId", t.day, t.flagged, array_agg(m.merchant_no) filter (where m.merchant_no is not null) as merchants
    from unnest(${placements}::uuid[], ${days}::date[], ${flags}::boolean[]) as t(placement_id, day, flagged)
    left join exposure_daily using (placement_id, day, flagged)
    left join merchant_dim m using (merchant_id)
    group by 1, 2, 3`
  await tx`
    update placement_daily r set merchants = t.merchants
    from unnest(${plainArray(rows.map((r) => r.placementId))}::uuid[], ${plainArray(rows.map((r) => r.day))}::date[],
      ${plainArray(rows.map((r) => r.flagged))}::boolean[],
      ${byteaArray(rows.map((r) => setBits(Buffer.alloc(0), r.merchants ?? [])))}::bytea[]) as t(placement_id, day, flagged, merchants)
    where r.placement_id = t.placement_id and r.day = t.day and r.flagged = t.flagged`
  await tx`delete from placement_daily where impressions = 0 and day = any(${days}::date[])`
  await tx`delete from placement_hourly where impressions = 0 and day = any(${days}::date[])`
}

/** A bytea[] literal: hex, with the backslash escaped once for the array. */
export function byteaArray(values: readonly Buffer[]): string {
  return plainArray(values.map((value) => `\\\\x${value.toString('hex')}`))
}

function counterArrays(tx: Tx, cells: readonly { readonly counters: Counters }[]) {
  const column = (i: number) => plainArray(cells.map((cell) => cell.counters[i]!))
  return tx`${column(0)}::bigint[], ${column(1)}::bigint[], ${column(2)}::bigint[], ${column(3)}::bigint[],
    ${column(4)}::bigint[], ${column(5)}::bigint[], ${column(6)}::float8[]`
}

function addedCounters(tx: Tx) {
  const counts = COUNTER_COLUMNS.filter((column) => column !== 'weight')
  return tx`${tx.unsafe(addedColumns(counts))}, weight = r.weight + excluded.weight`
}
