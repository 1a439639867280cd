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
import { dailyOf, sumOf } from './daily.ts'
import { type Period, rangeMeta } from './period.ts'
import { reachFields, readUnions, type Unions, unionOf } from './reach.ts'
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

/** @param idOrRef merchant_id or merchant_ref; throws unknown_merchant */
export async function readMerchantSummary(
  sql: Sql,
  idOrRef: string,
  period: Period,
): Promise<Answer<typeof merchantSummary>> {
  const merchant = await findMerchant(sql, idOrRef)
  const read = await readSnapshot(sql, async (tx) => {
    const [watermark, days, unions, clicks, conversions] = await Promise.all([
      readWatermark(tx),
      readMerchantDays(tx, merchant.merchant_id, period),
      readUnions(tx, {
        merchantId: merchant.merchant_id,
        days: period,
        gross: period.gross,
        frequency: true,
      }),
      countClicks(tx, merchant.merchant_id, period),
      countConversions(tx, merchant.merchant_id, period),
    ])
    return { watermark, days, unions, clicks, conversions }
  })
  const totals = figuresOf(read.days, read.unions.get(ALL))
  const byPlacement = [...Map.groupBy(read.days, (row) => row.placementId)]
  return {
    data: {
      merchant,
      totals,
      placements: byPlacement
        .map(([placementId, rows]) => ({
          placement_id: placementId,
          placement_name: rows[0]!.placementName,
          ...figuresOf(rows, read.unions.get(placementId)),
        }))
        .sort((a, b) => b.impressions - a.impressions),
      funnel: {
        impressions: totals.impressions,
        clicks: read.clicks,
        conversions: read.conversions,
        ctr_pct: percent(ctr(read.clicks, totals.impressions)),
        click_cvr_pct: percent(cvrPerClick(read.conversions, read.clicks)),
      },
      frequency: frequencyBuckets(unionOf(read.unions.get(ALL))),
      daily: dailyOf(read.days, period),
    },
    meta: rangeMeta(period, read.watermark, null),
  }
}

async function findMerchant(sql: Sql, idOrRef: string) {
  const [merchant] = await sql<{ merchant_id: string; merchant_name: string; category: string | null }[]>`
    select merchant_id, merchant_name, category from merchant_dim
    where merchant_id::text = ${idOrRef.toLowerCase()} or merchant_ref = ${idOrRef} limit 1`
  if (merchant === undefined) throw new AppError('unknown_merchant', { details: { merchant_id: idOrRef } })
  return merchant
}

function readMerchantDays(tx: Tx, merchantId: string, period: Period): Promise<MerchantDay[]> {
  return tx<MerchantDay[]>`
    select placement_id as "placementId", placement_name as "placementName", day, impressions, viewable,
      not_viewable as "notViewable", rank_sum as "rankSum", rank_count as "rankCount"
    from exposure_daily join placement_dim using (placement_id)
    where merchant_id = ${merchantId} and day between ${period.start} and ${period.end}
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
