import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { placementDeepDive } from '@bx/contracts/endpoints/placementDeepDive'
import { herfindahl, topShare } from '@bx/contracts/metrics/concentration'
import { fillRate } from '@bx/contracts/metrics/fillRate'
import { frequency } from '@bx/contracts/metrics/frequency'
import { impressionShare } from '@bx/contracts/metrics/impressionShare'
import { percent } from '@bx/contracts/metrics/metric'
import { slotsFilled } from '@bx/contracts/metrics/slotsFilled'
import { AppError } from '../lib/errors.ts'
import type { Sql, Tx } from '../store/db.ts'
import { ALL } from '../store/reachKey.ts'
import { frequencyBuckets, reachOf } from '../store/unionSketches.ts'
import { dailyOf, sumOf } from './daily.ts'
import { type Period, rangeMeta } from './period.ts'
import { reachFields, readUnions, unionOf } from './reach.ts'
import { readRenderDays, sumRenders } from './renders.ts'
import { readMaxSlots, readSlotDays, sumSlots } from './slots.ts'
import { readSnapshot, readWatermark } from './snapshot.ts'

// Who owns this placement, and when is it seen?

/** Merchants named one by one; the rest is "other". */
const TOP = 10

/** @param idOrKey placement_id or placement_key; throws unknown_placement */
export async function readPlacementDeepDive(
  sql: Sql,
  idOrKey: string,
  period: Period,
): Promise<Answer<typeof placementDeepDive>> {
  const placement = await findPlacement(sql, idOrKey)
  const placementId = placement.placement_id
  const read = await readSnapshot(sql, async (tx) => {
    const [watermark, merchants, hourly, days, slots, slotsOn, renders, unions] = await Promise.all([
      readWatermark(tx),
      readMerchants(tx, placementId, period),
      readHours(tx, placementId, period),
      readDays(tx, placementId, period),
      readSlotDays(tx, [period], placementId),
      readMaxSlots(tx),
      readRenderDays(tx, period, placementId),
      readUnions(tx, {
        merchantId: ALL,
        placementId,
        days: period,
        gross: period.gross,
        frequency: true,
      }),
    ])
    return { watermark, merchants, hourly, days, slots, slotsOn, renders, unions }
  })
  const union = unionOf(read.unions.get(placementId))
  const reach = reachOf(union)
  const slots = sumSlots(read.slots, read.slotsOn)
  const renders = sumRenders(read.renders)
  const impressions = sumOf(read.merchants, (row) => row.impressions)
  return {
    data: {
      placement: { ...placement, max_slots: read.slotsOn(placementId, period.end) },
      totals: {
        impressions,
        ...reachFields(reach),
        frequency: frequency(impressions, reach.users),
        unique_merchants: read.merchants.length,
        fill_rate: fillRate(renders.filled, renders.available),
        avg_merchants_shown: slotsFilled(slots.sum, slots.sessions),
        max_merchants_shown: slots.max,
      },
      ...sharesOf(read.merchants),
      hourly: Array.from({ length: 24 }, (_, hour) => ({
        hour_of_day: hour,
        impressions: read.hourly.find((row) => row.hour === hour)?.impressions ?? 0,
      })),
      frequency: frequencyBuckets(union),
      daily: dailyOf(read.days, period),
    },
    meta: rangeMeta(period, read.watermark, null),
  }
}

interface MerchantShare {
  readonly merchant_id: string
  readonly merchant_name: string
  readonly impressions: number
}

/** @param merchants largest first */
function sharesOf(merchants: readonly MerchantShare[]) {
  const counts = merchants.map((row) => row.impressions)
  const total = counts.reduce((a, b) => a + b, 0)
  const top = (n: number) => counts.slice(0, n).reduce((a, b) => a + b, 0)
  const share = (own: number) => percent(impressionShare(own, total))
  return {
    top_merchants: merchants.slice(0, TOP).map((row) => ({ ...row, impression_share_pct: share(row.impressions) })),
    other: {
      merchants: Math.max(0, merchants.length - TOP),
      impressions: total - top(TOP),
      impression_share_pct: share(total - top(TOP)),
    },
    concentration: {
      top_3_impressions: top(3),
      top_5_impressions: top(5),
      total_impressions: total,
      top_3_share_pct: percent(topShare(counts, 3)),
      top_5_share_pct: percent(topShare(counts, 5)),
      hhi: herfindahl(counts),
    },
  }
}

async function findPlacement(sql: Sql, idOrKey: string) {
  const [placement] = await sql<{ placement_id: string; placement_name: string }[]>`
    select placement_id, placement_name from placement_dim
    where placement_id::text = ${idOrKey.toLowerCase()} or placement_key = ${idOrKey} limit 1`
  if (placement === undefined) throw new AppError('unknown_placement', { details: { placement_id: idOrKey } })
  return placement
}

function readMerchants(tx: Tx, placementId: string, period: Period): Promise<MerchantShare[]> {
  return tx<MerchantShare[]>`
    select merchant_id, merchant_name, impressions from (
      select merchant_id, sum(impressions)::bigint as impressions from exposure_daily
      where placement_id = ${placementId} and day between ${period.start} and ${period.end}
        ${period.gross ? tx`` : tx`and not flagged`}
      group by merchant_id
    ) shown join merchant_dim using (merchant_id)
    order by impressions desc, merchant_name`
}

function readHours(tx: Tx, placementId: string, period: Period): Promise<{ hour: number; impressions: number }[]> {
  return tx<{ hour: number; impressions: number }[]>`
    select extract(hour from hour at time zone ${period.timeZone})::int as hour, sum(impressions)::bigint as impressions
    from placement_hourly
    where placement_id = ${placementId} and day between ${period.start} and ${period.end}
      and hour >= (${period.start}::date::timestamp at time zone ${period.timeZone})
      and hour < ((${period.end}::date + 1)::timestamp at time zone ${period.timeZone})
      ${period.gross ? tx`` : tx`and not flagged`}
    group by 1`
}

function readDays(tx: Tx, placementId: string, period: Period): Promise<{ day: string; impressions: number }[]> {
  return tx<{ day: string; impressions: number }[]>`
    select day, impressions from placement_daily
    where placement_id = ${placementId} and day between ${period.start} and ${period.end}
      ${period.gross ? tx`` : tx`and not flagged`}`
}
