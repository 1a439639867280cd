import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { merchantSummary } from '@bx/contracts/endpoints/merchantSummary'
import { averageRank } from '@bx/contracts/metrics/averageRank'
import { ctr } from '@bx/contracts/metrics/ctr'
import { cvrPerClick } from '@bx/contracts/metrics/cvrPerClick'
import { frequency } from '@bx/contracts/metrics/frequency'
import { percent } from '@bx/contracts/metrics/metric'
import { viewableRate } from '@bx/contracts/metrics/viewableRate'
import { AppError } from '../lib/errors.ts'
import type { Sql, Tx } from '../store/db.ts'
import { ALL } from '../store/reachKey.ts'
import { frequencyBuckets, reachOf } from '../store/unionSketches.ts'
import { dailyOf, sumOf, within } from './daily.ts'
import { type Days, type Period, rangeMeta } from './period.ts'
import {
  compareReach,
  comparesReach,
  reachComparisonFields,
  reachFields,
  readUnions,
  type Unions,
  unionOf,
} from './reach.ts'
import { readSnapshot, readWatermark } from './snapshot.ts'

// What did this merchant get? Its impressions by placement, funnel and frequency.

interface MerchantDay {
  readonly placementId: string
  readonly placementName: string
  readonly day: string
  readonly impressions: number
  readonly viewable: number
  readonly notViewable: number
  readonly rankSum: number
  readonly rankCount: number
}

/**
 * @param idOrRef merchant_id or merchant_ref; throws unknown_merchant
 * @param keptFrom first day whose sketches are complete
 */
export async function readMerchantSummary(
  sql: Sql,
  idOrRef: string,
  period: Period,
  keptFrom: string,
): Promise<Answer<typeof merchantSummary>> {
  const merchant = await findMerchant(sql, idOrRef)
  const read = await readSnapshot(sql, (tx) => readAll(tx, merchant.merchant_id, period, keptFrom))
  const days = within(read.days, period)
  const totals = figuresOf(days, read.unions.get(ALL))
  const placements = [...Map.groupBy(read.days, (row) => row.placementId)]
  return {
    data: {
      merchant,
      totals: { ...totals, comparison: comparisonOf(read, period, keptFrom) },
      placements: placements
        .map(([placementId, rows]) => ({
          placement_id: placementId,
          placement_name: rows[0]!.placementName,
          ...figuresOf(within(rows, period), read.unions.get(placementId)),
          comparison: impressionsOverWholeDays(rows, period),
        }))
        .filter((row) => row.impressions > 0)
        .sort((a, b) => b.impressions - a.impressions),
      funnel: {
        impressions: totals.impressions,
        clicks: read.clicks,
        conversions: read.conversions,
        ctr_pct: percent(ctr(read.clicks, totals.impressions)),
        click_cvr_pct: percent(cvrPerClick(read.conversions, read.clicks)),
      },
      frequency: frequencyBuckets(unionOf(read.unions.get(ALL))),
      daily: dailyOf(days, period),
      daily_before: period.before ? dailyOf(within(read.days, period.before), period.before) : [],
    },
    meta: rangeMeta(period, read.watermark, null),
  }
}

type Read = Awaited<ReturnType<typeof readAll>>

async function readAll(tx: Tx, merchantId: string, period: Period, keptFrom: string) {
  const { before, gross } = period
  const [watermark, days, unions, unionsBefore, clicks, conversions] = await Promise.all([
    readWatermark(tx),
    readMerchantDays(tx, merchantId, period),
    readUnions(tx, { merchantId, days: period, part: before?.wholeDays?.here, gross, frequency: true }),
    before?.wholeDays && comparesReach(period, keptFrom)
      ? readUnions(tx, { merchantId, placementId: ALL, days: before.wholeDays.before, gross, isCompared: true })
      : new Map<string, Unions>(),
    countClicks(tx, merchantId, period),
    countConversions(tx, merchantId, period),
  ])
  return { watermark, days, unions, unionsBefore: unionsBefore.get(ALL), clicks, conversions }
}

function comparisonOf({ days, unions, unionsBefore }: Read, period: Period, keptFrom: string) {
  const impressions = impressionsOverWholeDays(days, period)
  const whole = period.before?.wholeDays
  if (impressions === null || whole == null) return null
  const reach = comparesReach(period, keptFrom) ? compareReach(unions.get(ALL), unionsBefore) : null
  const before = within(days, whole.before)
  return {
    ...impressions,
    ...reachComparisonFields(reach, period, (range) => sumOf(within(days, range), (row) => row.impressions)),
    avg_rank_before: averageRank(
      sumOf(before, (row) => row.rankSum),
      sumOf(before, (row) => row.rankCount),
    ),
  }
}

/** Merchants have no hours to cut an unfinished day at, so whole days are compared. */
function impressionsOverWholeDays(days: readonly MerchantDay[], period: Period) {
  const whole = period.before?.wholeDays
  if (whole == null) return null
  const impressionsIn = (range: Days) => sumOf(within(days, range), (row) => row.impressions)
  return { impressions: impressionsIn(whole.here), impressions_before: impressionsIn(whole.before) }
}

async function findMerchant(sql: Sql, idOrRef: string) {
  const [merchant] = await sql<
    { merchant_id: string; merchant_ref: string | null; merchant_name: string; category: string | null }[]
  >`
    select merchant_id, merchant_ref, merchant_name, category from merchant_dim
    where merchant_id::text = ${idOrRef.toLowerCase()} or merchant_ref = ${idOrRef} limit 1`
  if (merchant === undefined) throw new AppError('unknown_merchant', { details: { merchant_id: idOrRef } })
  return merchant
}

function readMerchantDays(tx: Tx, merchantId: string, period: Period): Promise<MerchantDay[]> {
  const before = period.before ?? period
  return tx<MerchantDay[]>`
    select placement_id as "placementId", placement_name as "placementName", day, impressions, viewable,
      not_viewable as "notViewable", rank_sum as "rankSum", rank_count as "rankCount"
    from exposure_daily join placement_dim using (placement_id)
    where merchant_id = ${merchantId}
      and (day between ${period.start} and ${period.end} or day between ${before.start} and ${before.end})
      ${period.gross ? tx`` : tx`and not flagged`}`
}

async function countClicks(tx: Tx, merchantId: string, period: Period): Promise<number> {
  const [row] = await tx<{ n: number }[]>`
    select count(*) as n from click_events
    where merchant_id = ${merchantId} and ${inPeriod(tx, period)} ${period.gross ? tx`` : tx`and ivt_reason is null`}
      and event_date between ${period.start}::date - 1 and ${period.end}::date + 1`
  return row!.n
}

async function countConversions(tx: Tx, merchantId: string, period: Period): Promise<number> {
  const [row] = await tx<{ n: number }[]>`
    select count(*) as n from conversion_events
    where merchant_id = ${merchantId} and ${inPeriod(tx, period)} and status in ('pending', 'confirmed')`
  return row!.n
}

/** By time, because the index is on it; the bounds are the days' midnights in the reporting zone. */
function inPeriod(tx: Tx, period: Period) {
  return tx`"timestamp" >= (${period.start}::date::timestamp at time zone ${period.timeZone})
    and "timestamp" < ((${period.end}::date + 1)::timestamp at time zone ${period.timeZone})`
}

function figuresOf(rows: readonly MerchantDay[], unions: Unions | undefined) {
  const sum = (value: (row: MerchantDay) => number) => sumOf(rows, value)
  const reach = reachOf(unionOf(unions))
  const impressions = sum((row) => row.impressions)
  return {
    impressions,
    viewable_impressions: sum((row) => row.viewable),
    viewable_rate: viewableRate(
      sum((row) => row.viewable),
      sum((row) => row.notViewable),
    ),
    ...reachFields(reach),
    frequency: frequency(impressions, reach.users),
    avg_rank: averageRank(
      sum((row) => row.rankSum),
      sum((row) => row.rankCount),
    ),
  }
}
