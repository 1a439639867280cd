import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { merchantBenchmark } from '@bx/contracts/endpoints/performance'
import { type PerformanceThresholds, recommendPackage } from '@bx/contracts/metrics/thresholds'
import type { Sql, Tx } from '../store/db.ts'
import { NONE } from '../store/reachKey.ts'
import { readWatermark } from '../store/watermark.ts'
import { type CategorySums, othersOf, readCategory } from './categorySums.ts'
import { findMerchant } from './findMerchant.ts'
import { conversionsOf, moneyOf, readOutcomes } from './outcomes.ts'
import { comparisonFields, type Performance, performanceFields } from './performance.ts'
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
  const { merchant, ...read } = await readSnapshot(sql, (tx) => readAll(tx, idOrRef, period, context))
  const index = new PerformanceIndex(read.impressions, read.outcomes)
  const othersAt = (placementId: string) => {
    const sums = read.category.get(placementId)
    return sums ? othersOf(sums, index.of(placementId, period)) : null
  }
  const whole = period.before?.wholeDays
  const figuresOf = (performanceIn: (days: Days) => Performance) => ({
    ...performanceFields(performanceIn(period)),
    comparison: whole ? comparisonFields(performanceIn(whole.here), performanceIn(whole.before)) : null,
  })
  const rows = read.placements.map((placement) => {
    const figures = figuresOf((days) => index.of(placement.placement_id, days))
    const category = othersAt(placement.placement_id)
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

async function readAll(tx: Tx, idOrRef: string, period: Period, { model }: PerformanceContext) {
  // In the snapshot: its category's sums hold this merchant's only while it is of that category.
  const merchant = await findMerchant(tx, idOrRef)
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
    merchant.category === null
      ? new Map<string, CategorySums>()
      : readCategory(tx, merchant, merchant.category, period, model),
  ])
  return { merchant, watermark, settings, placements, impressions, outcomes, category }
}

function medianOf(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b)
  if (sorted.length === 0) return null
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
