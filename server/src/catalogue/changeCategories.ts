import { plainArray, type Tx, textArray } from '../db/client.ts'
import { recordChange } from '../db/recordChange.ts'

// When a merchant changes its category, its sums move. Rollup and attribution read categories under their locks; both
// locks are acquired here before any merchant is locked, so no count can land between the old and the new category.

export interface NewCategory {
  readonly merchantId: string
  readonly category: string | null
}

/** The only way to change the category of an existing merchant. */
export async function changeCategories(tx: Tx, wanted: readonly NewCategory[]): Promise<void> {
  if (wanted.length === 0) return
  await lockSums(tx)
  const moves = (await write(tx, wanted)).flatMap(({ merchantId, was, now }) => [
    ...(was === null ? [] : [{ merchantId, category: was, sign: -1 }]),
    ...(now === null ? [] : [{ merchantId, category: now, sign: 1 }]),
  ])
  await recordChange(tx, 'merchant_dim')
  if (moves.length > 0) await moveSums(tx, moves)
}

/** In the order in which others acquire these locks. */
async function lockSums(tx: Tx): Promise<void> {
  await tx`select from attribution_state for update`
  // With a new epoch, a recount with an older snapshot restarts.
  await tx`update rollup_state set epoch = epoch + 1`
}

/** Returns the merchants whose category changed. */
function write(tx: Tx, wanted: readonly NewCategory[]) {
  return tx<{ merchantId: string; was: string | null; now: string | null }[]>`
    with wanted as (
      select * from unnest(${plainArray(wanted.map(({ merchantId }) => merchantId))}::uuid[],
        ${textArray(wanted.map(({ category }) => category))}::text[]) as t (merchant_id, category)
    ), before as (
      select merchant_id, m.category as was, wanted.category as now from merchant_dim m join wanted using (merchant_id)
      where m.category is distinct from wanted.category order by merchant_id for update of m
    )
    update merchant_dim m set category = now, updated_at = now() from before where m.merchant_id = before.merchant_id
    returning m.merchant_id as "merchantId", was, now`
}

interface Move {
  readonly merchantId: string
  readonly category: string
  readonly sign: number
}

/** Subtracts the merchants' sums from their old categories and adds them to the new ones. */
async function moveSums(tx: Tx, moves: readonly Move[]): Promise<void> {
  const categories = textArray(moves.map(({ category }) => category))
  const moved = tx`unnest(${plainArray(moves.map(({ merchantId }) => merchantId))}::uuid[], ${categories}::text[],
    ${plainArray(moves.map(({ sign }) => sign))}::int[]) as moved (merchant_id, category, sign)`
  await tx`
    insert into category_exposure_daily as r
    select category, day, placement_id, flagged, sum(sign * impressions) from ${moved} join exposure_daily using (merchant_id)
    group by 1, 2, 3, 4
    on conflict (category, day, placement_id, flagged) do update set impressions = r.impressions + excluded.impressions`
  await tx`
    insert into category_click_daily as r
    select category, day, placement_id, sum(sign * clicks) from ${moved} join click_daily using (merchant_id)
    group by 1, 2, 3
    on conflict (category, day, placement_id) do update set clicks = r.clicks + excluded.clicks`
  await tx`
    insert into category_outcome_daily as r
    select category, model, day, placement_id, sum(sign * pending), sum(sign * confirmed), sum(sign * pending_commission),
      sum(sign * confirmed_commission)
    from ${moved} join outcome_daily using (merchant_id)
    group by 1, 2, 3, 4
    on conflict (category, model, day, placement_id) do update
    set pending = r.pending + excluded.pending, confirmed = r.confirmed + excluded.confirmed,
      pending_commission = r.pending_commission + excluded.pending_commission,
      confirmed_commission = r.confirmed_commission + excluded.confirmed_commission`
  await tx`delete from category_exposure_daily where impressions = 0 and category = any(${categories}::text[])`
  await tx`delete from category_click_daily where clicks = 0 and category = any(${categories}::text[])`
  await tx`
    delete from category_outcome_daily
    where pending = 0 and confirmed = 0 and pending_commission = 0 and confirmed_commission = 0
      and category = any(${categories}::text[])`
}
