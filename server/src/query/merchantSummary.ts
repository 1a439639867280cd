import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { merchantSummary } from '@bx/contracts/endpoints/merchantSummary'
import { averageRank } from '@bx/contracts/metrics/averageRank'
import { frequency } from '@bx/contracts/metrics/frequency'
import { viewableRate } from '@bx/contracts/metrics/viewableRate'
import type { Sql, Tx } from '../db/client.ts'
import { ALL_PLACEMENTS } from '../facts/sumIds.ts'
import { readWatermark } from '../facts/watermark.ts'
import { sumOf } from '../lib/sum.ts'
import { frequencyBuckets } from '../reach/unionSketches.ts'
import { readPerformanceThresholds } from '../settings/performanceThresholds.ts'
import { compareCtr, compareMerchant, countedOf, daysBefore, type MerchantDay } from './compareMerchant.ts'
import { dailyCountsOf, isWithin } from './daily.ts'
import { findMerchant } from './findMerchant.ts'
import { funnelOf } from './funnel.ts'
import { readOutcomes } from './outcomes.ts'
import { type Period, rangeMeta } from './period.ts'
import { spanOf } from './placementScorecard.ts'
import { readPlacements } from './placements.ts'
import { comparesReach, reachFields, readUnions, type Unions, unionOf } from './reach.ts'
import { readSampling } from './sampling.ts'
import { readSnapshot } from './snapshot.ts'

// The figures of one merchant: impressions by placement, funnel and frequency.

/**
 * @param idOrRef merchant_id or merchant_ref; throws unknown_merchant
 * @param context `keptFrom`: first day whose sketches are complete; all are if omitted. `currency`: of the thresholds
 */
export async function readMerchantSummary(
  sql: Sql,
  idOrRef: string,
  period: Period,
  { keptFrom = '', currency }: { readonly keptFrom?: string; readonly currency: string },
): Promise<Answer<typeof merchantSummary>> {
  const merchant = await findMerchant(sql, idOrRef)
  const read = await readSnapshot(sql, async (tx) => {
    const [watermark, sampling, placements, allDays, unions, unionsBefore, outcomes, thresholds] = await Promise.all([
      readWatermark(tx),
      readSampling(tx, { ...period, merchantId: merchant.merchant_id }),
      readPlacements(tx),
      readMerchantDays(tx, merchant.merchant_id, period),
      readUnions(tx, {
        merchantId: merchant.merchant_id,
        days: period,
        part: period.before?.wholeDays?.here,
        gross: period.gross,
        frequency: true,
      }),
      readUnionsBefore(tx, merchant.merchant_id, period, keptFrom),
      readOutcomes(tx, merchant.merchant_id, 'decisive_touch', spanOf(period)),
      readPerformanceThresholds(tx, currency),
    ])
    return { watermark, sampling, placements, allDays, unions, unionsBefore, outcomes, thresholds }
  })
  const days = read.allDays.filter((row) => isWithin(row.day, period) && (period.gross || !row.flagged))
  const compareWith = (placementId: string | null) =>
    compareMerchant(read, placementId, period, comparesReach(period, keptFrom))
  const totals = { ...figuresOf(days, read.unions.get(ALL_PLACEMENTS), period), comparison: compareWith(null) }
  const whole = period.before?.wholeDays
  const named = new Map(read.placements.map((placement) => [placement.placement_id, placement]))
  const byPlacement = [...Map.groupBy(days, (row) => row.placementId)]
  return {
    data: {
      merchant,
      totals,
      counted: countedOf(read.allDays, period),
      placements: byPlacement
        .map(([placementId, rows]) => ({
          ...named.get(placementId)!,
          ...figuresOf(rows, read.unions.get(placementId), period),
          comparison: compareWith(placementId),
          counted: countedOf(read.allDays, period, placementId),
        }))
        .sort((a, b) => b.impressions - a.impressions),
      funnel: {
        ...funnelOf(
          totals.impressions,
          read.outcomes.filter(({ day }) => isWithin(day, period)),
        ),
        ctr_comparison: compareCtr(read, period),
        min_impressions: read.thresholds.min_impressions,
        min_clicks: read.thresholds.min_clicks,
      },
      frequency: frequencyBuckets(unionOf(read.unions.get(ALL_PLACEMENTS))),
      daily: dailyCountsOf(days, period),
      daily_before: whole ? dailyCountsOf(daysBefore(read.allDays, period), whole.before) : [],
    },
    meta: rangeMeta(period, read.watermark, read.sampling),
  }
}

function readUnionsBefore(tx: Tx, merchantId: string, period: Period, keptFrom: string) {
  const whole = period.before?.wholeDays
  if (!whole || !comparesReach(period, keptFrom)) return new Map<string, Unions>()
  return readUnions(tx, { merchantId, days: whole.before, gross: period.gross, isCompared: true })
}

/** Of this period and the one before, flagged ones separate. */
function readMerchantDays(tx: Tx, merchantId: string, period: Period): Promise<MerchantDay[]> {
  const before = period.before ?? period
  return tx<MerchantDay[]>`
    select placement_id as "placementId", day, impressions, viewable,
      not_viewable as "notViewable", rank_sum as "rankSum", rank_count as "rankCount", flagged
    from exposure_daily
    where merchant_id = ${merchantId}
      and (day between ${period.start} and ${period.end} or day between ${before.start} and ${before.end})`
}

function figuresOf(rows: readonly MerchantDay[], unions: Unions | undefined, period: Period) {
  const sum = (value: (row: MerchantDay) => number) => sumOf(rows, value)
  const reached = reachFields(unionOf(unions), period)
  const impressions = sum((row) => row.impressions)
  return {
    impressions,
    viewable_impressions: sum((row) => row.viewable),
    viewable_rate: viewableRate(
      sum((row) => row.viewable),
      sum((row) => row.notViewable),
    ),
    ...reached,
    frequency: frequency(impressions, reached.unique_users),
    avg_rank: averageRank(
      sum((row) => row.rankSum),
      sum((row) => row.rankCount),
    ),
  }
}
