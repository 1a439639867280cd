import { plainArray, type Tx, textArray } from '../db/client.ts'
import { ALL_PLACEMENTS } from '../facts/sumIds.ts'
import { MAX_SUM } from '../lib/saturate.ts'
import type { Cells } from './cells.ts'

// Records changes of a final day with both values, in the transaction that changes it. Call before the cells are
// written.

interface Change {
  readonly merchantId: string
  /** A credit model, `sale` or `click`. */
  readonly basis: string
  readonly day: string
  counted: number
  commission: number
}

export async function recordRestated(tx: Tx, cells: Cells): Promise<void> {
  const all = changesOf(cells)
  if (all.length === 0) return
  const final = await readFinal(tx, [...new Set(all.map(({ day }) => day))])
  const changes = all.filter(({ basis, day }) => final.has(`${basis === 'sale' ? 'sale' : 'exposure'} ${day}`))
  if (changes.length > 0) await write(tx, changes)
}

/** By merchant, basis and day. A change with sum zero counts too: credit moved within the day. */
function changesOf(cells: Cells): Change[] {
  const changes = new Map<string, Change>()
  const add = (merchantId: string, basis: string, day: string, counted: number, commission: number) => {
    const name = `${merchantId} ${basis} ${day}`
    const change = changes.get(name)
    if (change === undefined) changes.set(name, { merchantId, basis, day, counted, commission })
    else {
      change.counted += counted
      change.commission += commission
    }
  }
  for (const { key, values } of cells.of('outcome_daily').values()) {
    const [counted, commission] = [values[0]! + values[1]!, values[5]! + values[6]!]
    // Confirming a pending sale changes neither.
    if (counted !== 0 || commission !== 0) add(String(key[0]), String(key[1]), String(key[2]), counted, commission)
  }
  for (const { key, values } of cells.of('path_sale_daily').values())
    if (key[2] === ALL_PLACEMENTS) add(String(key[0]), 'sale', String(key[1]), values[0]!, values[1]!)
  // A repeated click does not change the day's figures.
  for (const { key, values } of cells.of('click_daily').values())
    if (values[0] !== 0) add(String(key[0]), 'click', String(key[1]), values[0]!, 0)
  return [...changes.values()]
}

async function readFinal(tx: Tx, days: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx<{ basis: string; day: string }[]>`
    select basis, day from final_days where final_at is not null and day = any(${plainArray(days)}::date[])`
  return new Set(rows.map(({ basis, day }) => `${basis} ${day}`))
}

/** A day with pending sales was provisional, not final: only existing restatements are updated. */
async function write(tx: Tx, changes: readonly Change[]): Promise<void> {
  const column = (value: (change: Change) => string | number) => plainArray(changes.map(value))
  await tx`
    with changed as (
      select * from unnest(${column((c) => c.merchantId)}::uuid[], ${textArray(changes.map((c) => c.basis))}::text[],
        ${column((c) => c.day)}::date[], ${column((c) => c.counted)}::bigint[], ${column((c) => c.commission)}::bigint[])
        as t (merchant_id, basis, day, counted, commission)
    ), known as (
      select c.*, coalesce(o.counted, s.conversions, k.clicks, 0) as counted_before,
        coalesce(o.commission, s.commission, 0) as commission_before, coalesce(o.pending, s.pending, 0) as pending
      from changed c
        left join lateral (
          select sum(pending + confirmed) as counted, sum(pending_commission + confirmed_commission) as commission,
            sum(pending) as pending
          from outcome_daily o where c.basis not in ('sale', 'click') and o.merchant_id = c.merchant_id
            and o.model = c.basis and o.day = c.day) o on true
        left join path_sale_daily s on c.basis = 'sale' and s.merchant_id = c.merchant_id and s.through_id = ${ALL_PLACEMENTS}
          and s.day = c.day
        left join lateral (
          select sum(clicks) as clicks from click_daily k
          where c.basis = 'click' and k.merchant_id = c.merchant_id and k.day = c.day) k on true
    )
    insert into restated_days as r
      (merchant_id, basis, day, counted_before, counted_after, commission_before, commission_after)
    select merchant_id, basis, day, counted_before, least(counted_before + counted, ${MAX_SUM}), commission_before,
      least(commission_before + commission, ${MAX_SUM})
    from known
    where pending = 0 or exists (
      select from restated_days r where r.merchant_id = known.merchant_id and r.basis = known.basis and r.day = known.day)
    on conflict (merchant_id, basis, day) do update set counted_after = excluded.counted_after,
      commission_after = excluded.commission_after, restated_at = now()`
}
