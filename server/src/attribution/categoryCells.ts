import { plainArray, type Tx, textArray } from '../db/client.ts'
import { ALL_MERCHANTS } from '../facts/sumIds.ts'
import { addedColumns } from '../lib/saturate.ts'
import type { Cell } from './cell.ts'
import type { Cells } from './cells.ts'

// The sums of the merchants of each category, kept in addition to their own rollups. By current categories: a change of
// category waits for the attributor and moves the merchant's figures.

/** Adds the changes of single merchants to the rollups of their categories. */
export async function writeCategoryCells(tx: Tx, cells: Cells): Promise<void> {
  await addClicks(tx, ofMerchants(cells.of('click_daily')))
  await addOutcomes(tx, ofMerchants(cells.of('outcome_daily')))
}

function ofMerchants(cells: ReadonlyMap<string, Cell>): Cell[] {
  return [...cells.values()].filter(({ key }) => key[0] !== ALL_MERCHANTS)
}

async function addClicks(tx: Tx, all: readonly Cell[]): Promise<void> {
  const cells = all.filter((cell) => cell.values[0] !== 0)
  if (cells.length === 0) return
  const days = keys(cells, 1)
  await tx`
    insert into category_click_daily as r (category, day, placement_id, clicks)
    select category, t.day, placement_id, sum(clicks)
    from unnest(${keys(cells, 0)}::uuid[], ${days}::date[], ${keys(cells, 2)}::uuid[], ${values(cells, 0)}::bigint[])
      as t(merchant_id, day, placement_id, clicks)
    join merchant_dim using (merchant_id) where category is not null group by 1, 2, 3
    on conflict (category, day, placement_id) do update set ${tx.unsafe(addedColumns(['clicks']))}`
  if (takesBack(cells)) await tx`delete from category_click_daily where clicks = 0 and day = any(${days}::date[])`
}

async function addOutcomes(tx: Tx, all: readonly Cell[]): Promise<void> {
  // Rejected and refunded sales are not figures of a category.
  const cells = all.filter((cell) => [0, 1, 5, 6].some((at) => cell.values[at] !== 0))
  if (cells.length === 0) return
  const days = keys(cells, 2)
  await tx`
    insert into category_outcome_daily as r (category, model, day, placement_id, pending, confirmed, pending_commission,
      confirmed_commission)
    select category, model, t.day, placement_id, sum(pending), sum(confirmed), sum(pending_commission),
      sum(confirmed_commission)
    from unnest(${keys(cells, 0)}::uuid[], ${keys(cells, 1)}::text[], ${days}::date[], ${keys(cells, 3)}::uuid[],
        ${values(cells, 0)}::bigint[], ${values(cells, 1)}::bigint[], ${values(cells, 5)}::bigint[], ${values(cells, 6)}::bigint[])
      as t(merchant_id, model, day, placement_id, pending, confirmed, pending_commission, confirmed_commission)
    join merchant_dim using (merchant_id) where category is not null group by 1, 2, 3, 4
    on conflict (category, model, day, placement_id) do update
    set ${tx.unsafe(addedColumns(['pending', 'confirmed', 'pending_commission', 'confirmed_commission']))}`
  if (!takesBack(cells)) return
  await tx`
    delete from category_outcome_daily
    where pending = 0 and confirmed = 0 and pending_commission = 0 and confirmed_commission = 0 and day = any(${days}::date[])`
}

function keys(cells: readonly Cell[], at: number): string {
  return textArray(cells.map(({ key }) => String(key[at])))
}

function values(cells: readonly Cell[], at: number): string {
  return plainArray(cells.map((cell) => cell.values[at]!))
}

function takesBack(cells: readonly Cell[]): boolean {
  return cells.some((cell) => cell.values.some((value) => value < 0))
}

/** Rows of the category rollups, and those that differ from the sum of the merchants' rollups. */
export async function recountCategories(tx: Tx): Promise<{ cells: number; wrong: number }> {
  const [row] = await tx<{ cells: number; wrong: number }[]>`
    with clicks as (
      select category, day, placement_id, sum(c.clicks) as clicks
      from click_daily c join merchant_dim using (merchant_id) where category is not null group by 1, 2, 3 having sum(c.clicks) <> 0
    ), outcomes as (
      select category, model, day, placement_id,
        array[sum(pending), sum(confirmed), sum(pending_commission), sum(confirmed_commission)] as sums
      from outcome_daily join merchant_dim using (merchant_id) where category is not null group by 1, 2, 3, 4
      having sum(pending) + sum(confirmed) > 0 or sum(pending_commission) + sum(confirmed_commission) <> 0
    ), compared as (
      select r.clicks is distinct from k.clicks as wrong
      from clicks r full join category_click_daily k using (category, day, placement_id)
      union all
      select r.sums is distinct from array[k.pending::numeric, k.confirmed, k.pending_commission, k.confirmed_commission]
      from outcomes r full join category_outcome_daily k using (category, model, day, placement_id)
    )
    select count(*) as cells, count(*) filter (where wrong) as wrong from compared`
  return row!
}
