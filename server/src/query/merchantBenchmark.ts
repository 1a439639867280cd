import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { merchantBenchmark } from '@bx/contracts/endpoints/performance'
import type { Model } from '@bx/contracts/metrics/creditModels'
import { listPrices } from '@bx/contracts/metrics/packageRevenue'
import type { Sql, Tx } from '../db/client.ts'
import { UNATTRIBUTED } from '../facts/sumIds.ts'
import { readWatermark } from '../facts/watermark.ts'
import type { Days } from '../lib/clock.ts'
import { categoryDaysOf, type ReadCategoryDays } from './categoryDays.ts'
import { type CategoryGroup, categoryFields, groupsOf } from './categorySums.ts'
import { readFinality } from './finality.ts'
import { findMerchant } from './findMerchant.ts'
import { readOutcomes } from './outcomes.ts'
import { comparisonFields, type Performance, performanceFields } from './performance.ts'
import { type ImpressionDay, PerformanceIndex } from './performanceIndex.ts'
import { performanceMeta, readPerformanceSettings } from './performanceMeta.ts'
import type { Period } from './period.ts'
import { type PerformanceContext, spanOf } from './placementScorecard.ts'
import { readPlacements } from './placements.ts'
import { recommend } from './recommend.ts'
import { readSampling } from './sampling.ts'
import { readSnapshot } from './snapshot.ts'
import { readUnattributed, unattributedFields } from './unattributed.ts'

// The best placements for this merchant: its rates by placement, its category's rates if its own sample is too small,
// and the package that suits each placement.

/** @param idOrRef merchant_id or merchant_ref; throws unknown_merchant */
export async function readMerchantBenchmark(
  sql: Sql,
  idOrRef: string,
  period: Period,
  context: PerformanceContext,
): Promise<Answer<typeof merchantBenchmark>> {
  const { currency } = context
  const { merchant, ...read } = await readSnapshot(sql, (tx) =>
    readAll(tx, idOrRef, period, context, categoryDaysOf(sql, tx)),
  )
  const index = new PerformanceIndex(read.impressions, read.outcomes)
  const whole = period.before?.wholeDays
  const figuresOf = (performanceIn: (days: Days) => Performance) => ({
    ...performanceFields(performanceIn(period), currency),
    comparison: whole ? comparisonFields(performanceIn(whole.here), performanceIn(whole.before), currency) : null,
  })
  const rows = read.placements.map((placement) => {
    const figures = figuresOf((days) => index.of(placement.placement_id, days))
    const group = read.category.get(placement.placement_id)
    const [category, withheld] = [categoryFields(group, currency), group?.withheld ?? null]
    const asked = { merchant, thresholds: read.settings.thresholds, currency }
    const recommendation = recommend(figures, { category, withheld }, asked)
    return { ...placement, ...figures, category, category_withheld: withheld, ...recommendation }
  })
  const isEligible = rows.filter(({ basis }) => basis === 'merchant')
  const nowhere = index.of(UNATTRIBUTED, period).outcome
  return {
    data: {
      merchant,
      rows: rows.filter((row) => row.impressions > 0 || row.category !== null || row.category_withheld !== null),
      prices: listPrices(currency),
      totals: {
        ...figuresOf((days) => index.ofAll(days)),
        repeated_clicks: index.ofAll(period).outcome.repeated + nowhere.repeated,
        unattributed: unattributedFields(nowhere, read.unattributed, currency),
      },
      medians: {
        ctr_pct: medianOf(isEligible.map((row) => row.ctr_pct)),
        cvr_pct: medianOf(isEligible.map((row) => row.cvr_pct)),
        click_cvr_pct: medianOf(isEligible.map((row) => row.click_cvr_pct)),
      },
    },
    meta: performanceMeta(period, read, context),
  }
}

async function readAll(
  tx: Tx,
  idOrRef: string,
  period: Period,
  { model, currency }: PerformanceContext,
  readDays: ReadCategoryDays,
) {
  // In the snapshot: its category decides which other merchants are read.
  const merchant = await findMerchant(tx, idOrRef)
  const both = spanOf(period)
  const [watermark, settings, sampling, placements, impressions, outcomes, category, unattributed, finality] =
    await Promise.all([
      readWatermark(tx),
      readPerformanceSettings(tx, currency),
      readSampling(tx, { ...period, merchantId: merchant.merchant_id }),
      readPlacements(tx),
      tx<ImpressionDay[]>`
      select placement_id as "placementId", day, impressions from exposure_daily
      where merchant_id = ${merchant.merchant_id} and day between ${both.start} and ${both.end}
        ${period.gross ? tx`` : tx`and not flagged`}`,
      readOutcomes(tx, merchant.merchant_id, model, both),
      readCategory(tx, merchant, period, model, readDays),
      readUnattributed(tx, merchant.merchant_id, period),
      readFinality(tx, { merchantId: merchant.merchant_id, model }, period),
    ])
  return {
    merchant,
    watermark,
    settings,
    sampling,
    placements,
    impressions,
    outcomes,
    category,
    unattributed,
    finality,
  }
}

/** The other merchants of the merchant's category, by placement. */
async function readCategory(
  tx: Tx,
  { merchant_id, category }: { readonly merchant_id: string; readonly category: string | null },
  period: Period,
  model: Model,
  readDays: ReadCategoryDays,
): Promise<Map<string, CategoryGroup>> {
  if (category === null) return new Map()
  const merchants = await tx<{ id: string; no: number }[]>`
    select merchant_id as id, merchant_no as no from merchant_dim where category = ${category} order by merchant_no`
  const viewer = merchants.find(({ id }) => id === merchant_id)!.no
  const [shown, clicks, sales] = await Promise.all(
    ([period.gross ? 'gross' : 'net', 'clicks', model] as const).map((figure) =>
      readDays({ name: category, merchants }, figure, period),
    ),
  )
  return groupsOf({ shown: shown!, clicks: clicks!, sales: sales! }, viewer)
}

function medianOf(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b)
  if (sorted.length === 0) return null
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
