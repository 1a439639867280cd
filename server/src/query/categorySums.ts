import { unionBits } from '../store/bitmap.ts'
import type { Tx } from '../store/db.ts'
import { NO_OUTCOME } from './outcomes.ts'
import { type Performance, rateFields, trackedOf } from './performance.ts'
import type { Period } from './period.ts'

// What do the other merchants of a category reach on a placement? From the rollups of the category, which hold the
// merchant that asks as well: its own figures are taken off.

export interface CategorySums {
  readonly performance: Performance
  /** Merchants of the category shown there, the one that asks left out. */
  readonly others: number
}

interface SumRow {
  readonly placementId: string
  readonly impressions: number
  readonly clicks: number
  readonly pending: number
  readonly confirmed: number
  readonly money: number
}

/** Sums of the whole category over the period, by placement. */
export async function readCategory(
  tx: Tx,
  merchant: { readonly merchant_id: string },
  category: string,
  period: Period,
  model: string,
): Promise<Map<string, CategorySums>> {
  const ofRange = tx`category = ${category} and day between ${period.start} and ${period.end}`
  const [rows, others] = await Promise.all([
    tx<SumRow[]>`
      with shown as (
        select placement_id, sum(impressions)::bigint as impressions from category_exposure_daily
        where ${ofRange} ${period.gross ? tx`` : tx`and not flagged`} group by 1
      ), clicked as (
        select placement_id, sum(clicks)::bigint as clicks from category_click_daily where ${ofRange} group by 1
      ), sold as (
        select placement_id, sum(pending)::bigint as pending, sum(confirmed)::bigint as confirmed,
          sum(pending_commission + confirmed_commission)::bigint as money
        from category_outcome_daily where ${ofRange} and model = ${model} group by 1
      )
      select placement_id as "placementId", impressions, coalesce(clicks, 0) as clicks, coalesce(pending, 0) as pending,
        coalesce(confirmed, 0) as confirmed, coalesce(money, 0) as money
      from shown left join clicked using (placement_id) left join sold using (placement_id)`,
    countOthers(tx, merchant, category, period),
  ])
  return new Map(
    rows.map(({ placementId, impressions, ...sums }) => {
      const performance = { impressions, outcome: { ...NO_OUTCOME, ...sums } }
      return [placementId, { performance, others: others.get(placementId) ?? 0 }]
    }),
  )
}

/** Merchants of the category that each placement showed: its sets of merchants, cut to those of the category. */
async function countOthers(
  tx: Tx,
  { merchant_id }: { readonly merchant_id: string },
  category: string,
  { start, end, gross }: Period,
): Promise<ReadonlyMap<string, number>> {
  const [[own], rows] = await Promise.all([
    tx<{ nos: number[] | null }[]>`
      select array_agg(merchant_no) as nos from merchant_dim where category = ${category} and merchant_id <> ${merchant_id}`,
    tx<{ placementId: string; merchants: Buffer[] }[]>`
      select placement_id as "placementId", array_agg(merchants) as merchants from placement_daily
      where day between ${start} and ${end} ${gross ? tx`` : tx`and not flagged`} group by 1`,
  ])
  const others = new Set(own!.nos ?? [])
  return new Map(
    rows.map(({ placementId, merchants }) => {
      const shown = unionBits(merchants)
      const isShown = (no: number) => ((shown[no >> 3] ?? 0) & (1 << (no & 7))) !== 0
      return [placementId, [...others].filter(isShown).length]
    }),
  )
}

/** The other merchants' figures; null when none of them was shown there. */
export function othersOf({ performance, others }: CategorySums, own: Performance) {
  if (others === 0) return null
  const [all, mine] = [performance.outcome, own.outcome]
  const rest: Performance = {
    impressions: performance.impressions - own.impressions,
    outcome: {
      ...NO_OUTCOME,
      clicks: all.clicks - mine.clicks,
      pending: all.pending - mine.pending,
      confirmed: all.confirmed - mine.confirmed,
      money: all.money - mine.money,
    },
  }
  return {
    merchants: others,
    impressions: rest.impressions,
    clicks: rest.outcome.clicks,
    conversions: trackedOf(rest.outcome),
    ...rateFields(rest),
  }
}
