import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { merchantBenchmark } from '@bx/contracts/endpoints/performance'
import { type PerformanceThresholds, recommendPackage } from '@bx/contracts/metrics/thresholds'
import type { Sql, Tx } from '../store/db.ts'
import { NONE } from '../store/reachKey.ts'
import { readWatermark } from '../store/watermark.ts'
import { findMerchant } from './findMerchant.ts'
import { conversionsOf, moneyOf, NO_OUTCOME, readOutcomes } from './outcomes.ts'
import { comparisonFields, type Performance, performanceFields, rateFields, trackedOf } from './performance.ts'
import { type ImpressionDay, PerformanceIndex } from './performanceIndex.ts'
import { performanceMeta, readPerformanceSettings } from './performanceMeta.ts'
import type { Days, Period } from './period.ts'
import { type PerformanceContext, spanOf } from './placementScorecard.ts'
import { readSnapshot } from './snapshot.ts'

// Where should this merchant be? Its rates by placement, its category's where it has too little, and the package each
// placement suits.

/** @param idOrRef merchant_id or merchant_ref; throws unknown_merchant */
export async function readMerchantBenchmark(
  sql: Sql,
  idOrRef: string,
  period: Period,
  context: PerformanceContext,
): Promise<Answer<typeof merchantBenchmark>> {
  const merchant = await findMerchant(sql, idOrRef)
  const read = await readSnapshot(sql, (tx) => readAll(tx, merchant, period, context))
  const index = new PerformanceIndex(read.impressions, read.outcomes)
  const whole = period.before?.wholeDays
  const figuresOf = (performanceIn: (days: Days) => Performance) => ({
    ...performanceFields(performanceIn(period)),
    comparison: whole ? comparisonFields(performanceIn(whole.here), performanceIn(whole.before)) : null,
  })
  const rows = read.placements.map((placement) => {
    const figures = figuresOf((days) => index.of(placement.placement_id, days))
    const category = read.category.get(placement.placement_id) ?? null
    return { ...placement, ...figures, category, ...recommend(figures, category, merchant, read.settings.thresholds) }
  })
  const isJudged = rows.filter(({ basis }) => basis === 'merchant')
  const nowhere = index.of(NONE, period).outcome
  return {
    data: {
      merchant,
      rows: rows.filter(({ impressions, category }) => impressions > 0 || category !== null),
      totals: {
        ...figuresOf((days) => index.ofAll(days)),
        unattributed: {
          clicks: nowhere.clicks,
          conversions: conversionsOf(nowhere.pending + nowhere.confirmed),
          total_revenue: moneyOf(nowhere.money),
        },
      },
      medians: {
        ctr_pct: medianOf(isJudged.map((row) => row.ctr_pct)),
        cvr_pct: medianOf(isJudged.map((row) => row.cvr_pct)),
        click_cvr_pct: medianOf(isJudged.map((row) => row.click_cvr_pct)),
      },
    },
    meta: performanceMeta(period, read.watermark, read.settings, context),
  }
}

interface Rated {
  readonly impressions: number
  readonly clicks: number
  readonly ctr_pct: number | null
  readonly click_cvr_pct: number | null
}

/** From the merchant's own figures; below the sample from its category's, and says so. */
function recommend(
  own: Rated,
  category: Rated | null,
  merchant: { readonly merchant_name: string; readonly category: string | null },
  thresholds: PerformanceThresholds,
) {
  const ownPackage = recommendPackage(own, own, thresholds)
  if (ownPackage !== 'Not enough data') {
    return {
      recommended_package: ownPackage,
      basis: 'merchant' as const,
      reason: reasonOf(own, merchant.merchant_name, thresholds),
    }
  }
  const categoryPackage = category ? recommendPackage(category, category, thresholds) : 'Not enough data'
  if (category && categoryPackage !== 'Not enough data') {
    const whose = `Others in ${merchant.category}`
    return {
      recommended_package: categoryPackage,
      basis: 'category' as const,
      reason: reasonOf(category, whose, thresholds),
    }
  }
  return {
    recommended_package: 'Not enough data' as const,
    basis: 'none' as const,
    reason: `${grouped(own.impressions)} impressions and ${grouped(own.clicks)} clicks; judged from ${grouped(thresholds.min_impressions)} and ${grouped(thresholds.min_clicks)}.`,
  }
}

function grouped(n: number): string {
  return n.toLocaleString('en-GB')
}

function reasonOf(rated: Rated, whose: string, thresholds: PerformanceThresholds): string {
  const [ctr, cvr] = [(rated.ctr_pct ?? 0).toFixed(2), (rated.click_cvr_pct ?? 0).toFixed(1)]
  const sells = `${whose}: ${cvr}% of clicks sell`
  switch (recommendPackage(rated, rated, thresholds)) {
    case 'CPA Priority':
      return `${sells}, ${thresholds.cpa_click_cvr_pct}% or more.`
    case 'CPC Candidate':
      return `${whose}: ${ctr}% click, ${thresholds.cpc_ctr_pct}% or more, but only ${cvr}% of clicks sell.`
    default:
      return `${sells}, below ${thresholds.cpa_click_cvr_pct}%; ${ctr}% click. It is seen rather than acted on.`
  }
}

interface Merchant {
  readonly merchant_id: string
  readonly merchant_name: string
  readonly category: string | null
}

async function readAll(tx: Tx, merchant: Merchant, period: Period, { model }: PerformanceContext) {
  const both = spanOf(period)
  const [watermark, settings, placements, impressions, outcomes, category] = await Promise.all([
    readWatermark(tx),
    readPerformanceSettings(tx),
    tx<{ placement_id: string; placement_name: string }[]>`
      select placement_id, placement_name from placement_dim order by created_at, placement_key`,
    tx<ImpressionDay[]>`
      select placement_id as "placementId", day, impressions from exposure_daily
      where merchant_id = ${merchant.merchant_id} and day between ${both.start} and ${both.end}
        ${period.gross ? tx`` : tx`and not flagged`}`,
    readOutcomes(tx, merchant.merchant_id, model, both),
    merchant.category === null ? new Map() : readCategory(tx, merchant, period, model),
  ])
  return { watermark, settings, placements, impressions, outcomes, category }
}

interface CategoryRow {
  readonly placementId: string
  readonly merchants: number
  readonly impressions: number
  readonly clicks: number
  readonly pending: number
  readonly confirmed: number
  readonly money: number
}

/** The other merchants of the category, by placement. */
async function readCategory(tx: Tx, { merchant_id, category }: Merchant, period: Period, model: string) {
  const { start, end, gross } = period
  // Merchant by merchant, in the order of each key: a tenth of the rows of the range, which would all be read otherwise.
  const rows = await tx<CategoryRow[]>`
    with others as (
      select merchant_id from merchant_dim where category = ${category} and merchant_id <> ${merchant_id}
    ), shown as (
      select placement_id, count(*) as merchants, sum(impressions)::bigint as impressions from others cross join lateral (
        select placement_id, sum(impressions) as impressions from exposure_daily d
        where d.merchant_id = others.merchant_id and day between ${start} and ${end} ${gross ? tx`` : tx`and not flagged`}
        group by 1) own
      group by 1
    ), clicked as (
      select placement_id, sum(clicks)::bigint as clicks from others cross join lateral (
        select placement_id, clicks from click_daily d
        where d.merchant_id = others.merchant_id and day between ${start} and ${end}) own
      group by 1
    ), sold as (
      select placement_id, sum(pending)::bigint as pending, sum(confirmed)::bigint as confirmed, sum(money)::bigint as money
      from others cross join lateral (
        select placement_id, pending, confirmed, pending_commission + confirmed_commission as money from outcome_daily d
        where d.merchant_id = others.merchant_id and model = ${model} and day between ${start} and ${end}) own
      group by 1
    )
    select placement_id as "placementId", merchants, impressions, coalesce(clicks, 0) as clicks,
      coalesce(pending, 0) as pending, coalesce(confirmed, 0) as confirmed, coalesce(money, 0) as money
    from shown left join clicked using (placement_id) left join sold using (placement_id)`
  return new Map(
    rows.map(({ placementId, merchants, impressions, ...sums }) => {
      const performance = { impressions, outcome: { ...NO_OUTCOME, ...sums } }
      const { clicks } = sums
      return [
        placementId,
        { merchants, impressions, clicks, conversions: trackedOf(performance.outcome), ...rateFields(performance) },
      ]
    }),
  )
}

function medianOf(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b)
  if (sorted.length === 0) return null
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
