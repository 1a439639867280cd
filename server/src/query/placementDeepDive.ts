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
import { readCut, upToCut } from './cut.ts'
import { dailyOf, sumOf, within } from './daily.ts'
import { hourlyOf, hoursByDayType, readHours } from './hours.ts'
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
import { readRenderDays, sumRenders } from './renders.ts'
import { readMaxSlots, readSlotDays, sumSlots } from './slots.ts'
import { readSnapshot, readWatermark } from './snapshot.ts'

// Who owns this placement, and when is it seen?

/** Merchants named one by one; the rest is "other". */
const TOP = 10

/**
 * @param idOrKey placement_id or placement_key; throws unknown_placement
 * @param keptFrom first day whose sketches are complete
 */
export async function readPlacementDeepDive(
  sql: Sql,
  idOrKey: string,
  period: Period,
  keptFrom: string,
): Promise<Answer<typeof placementDeepDive>> {
  const placement = await findPlacement(sql, idOrKey)
  const read = await readSnapshot(sql, (tx) => readAll(tx, placement.placement_id, period, keptFrom))
  const union = unionOf(read.unions)
  const reach = reachOf(union)
  const [slots, renders] = [sumSlots(within(read.slots, period), read.slotsOn), sumRenders(read.renders)]
  const shares = sharesOf(read.merchants, period.before !== null)
  const impressions = shares.concentration.total_impressions
  return {
    data: {
      placement: { ...placement, max_slots: read.slotsOn(placement.placement_id, period.end) },
      totals: {
        impressions,
        ...reachFields(reach),
        frequency: frequency(impressions, reach.users),
        unique_merchants: read.merchants.filter((row) => row.impressions > 0).length,
        fill_rate: fillRate(renders.filled, renders.available),
        avg_merchants_shown: slotsFilled(slots.sum, slots.sessions),
        max_merchants_shown: slots.max,
        flagged_impressions: sumOf(within(read.days, period), (row) => row.flagged),
        comparison: comparisonOf(read, period, keptFrom),
      },
      ...shares,
      hourly: hourlyOf(read.hours),
      hours: hoursByDayType(read.hours, period),
      frequency: frequencyBuckets(union),
      daily: dailyOf(read.days, period),
    },
    meta: rangeMeta(period, read.watermark, null),
  }
}

type Read = Awaited<ReturnType<typeof readAll>>

async function readAll(tx: Tx, placementId: string, period: Period, keptFrom: string) {
  const { before, gross } = period
  const reach = { merchantId: ALL, placementId, gross }
  const [watermark, merchants, hours, days, cut, slots, slotsOn, renders, rendersBefore, unions, unionsBefore] =
    await Promise.all([
      readWatermark(tx),
      readMerchants(tx, placementId, period),
      readHours(tx, placementId, period),
      readDays(tx, placementId, period),
      readCut(tx, period, placementId),
      readSlotDays(tx, before ? [period, before] : [period], placementId),
      readMaxSlots(tx),
      readRenderDays(tx, period, placementId),
      before ? readRenderDays(tx, before, placementId) : [],
      readUnions(tx, { ...reach, days: period, part: before?.wholeDays?.here, frequency: true }),
      before?.wholeDays && comparesReach(period, keptFrom)
        ? readUnions(tx, { ...reach, days: before.wholeDays.before, isCompared: true })
        : new Map<string, Unions>(),
    ])
  return {
    ...{ watermark, merchants, hours, days, cut, slots, slotsOn, renders, rendersBefore },
    unions: unions.get(placementId),
    unionsBefore: unionsBefore.get(placementId),
  }
}

function comparisonOf(read: Read, period: Period, keptFrom: string) {
  const { before } = period
  if (before === null) return null
  const counts = {
    here: sumOf(within(read.days, period), (row) => row.impressions),
    before: sumOf(within(read.days, before), (row) => row.impressions),
  }
  const reach = comparesReach(period, keptFrom) ? compareReach(read.unions, read.unionsBefore) : null
  const impressionsIn = (days: Days) => sumOf(within(read.days, days), (row) => row.impressions)
  const slots = sumSlots(within(read.slots, before), read.slotsOn)
  const renders = sumRenders(read.rendersBefore)
  const merchantsBefore = read.merchants.map((row) => row.before)
  return {
    ...upToCut(counts, read.cut, period),
    ...reachComparisonFields(reach, period, impressionsIn),
    top_3_share_before_pct: percent(topShare(merchantsBefore, 3)),
    top_5_share_before_pct: percent(topShare(merchantsBefore, 5)),
    avg_merchants_shown_before: slotsFilled(slots.sum, slots.sessions),
    fill_rate_before: fillRate(renders.filled, renders.available),
  }
}

interface MerchantShare {
  readonly merchant_id: string
  readonly merchant_name: string
  readonly impressions: number
  /** In the period before. */
  readonly before: number
}

/** @param merchants largest first */
function sharesOf(merchants: readonly MerchantShare[], isCompared: boolean) {
  const counts = merchants.map((row) => row.impressions)
  const [total, before] = [sumOf(merchants, (row) => row.impressions), sumOf(merchants, (row) => row.before)]
  const top = (n: number) => counts.slice(0, n).reduce((a, b) => a + b, 0)
  const share = (own: number, all = total) => percent(impressionShare(own, all))
  const shareBefore = (own: number) => (isCompared ? share(own, before) : null)
  const named = merchants.slice(0, TOP).filter((row) => row.impressions > 0)
  const otherBefore = before - sumOf(named, (row) => row.before)
  return {
    top_merchants: named.map((row) => ({
      merchant_id: row.merchant_id,
      merchant_name: row.merchant_name,
      impressions: row.impressions,
      impression_share_pct: share(row.impressions),
      impression_share_before_pct: shareBefore(row.before),
    })),
    other: {
      merchants: merchants.slice(TOP).filter((row) => row.impressions > 0).length,
      impressions: total - top(TOP),
      impression_share_pct: share(total - top(TOP)),
      impression_share_before_pct: shareBefore(otherBefore),
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
  type Found = {
    placement_id: string
    placement_key: string
    placement_name: string
    tier: 'high_value' | 'standard'
  }
  const [placement] = await sql<Found[]>`
    select placement_id, placement_key, placement_name, tier from placement_dim
    where placement_id::text = ${idOrKey.toLowerCase()} or placement_key = ${idOrKey} limit 1`
  if (placement === undefined) throw new AppError('unknown_placement', { details: { placement_id: idOrKey } })
  return placement
}

function readMerchants(tx: Tx, placementId: string, period: Period): Promise<MerchantShare[]> {
  const before = period.before
  return tx<MerchantShare[]>`
    select merchant_id, merchant_name, impressions, before from (
      select merchant_id, coalesce(sum(impressions) filter (where day between ${period.start} and ${period.end}), 0)::bigint as impressions,
        ${before ? tx`coalesce(sum(impressions) filter (where day between ${before.start} and ${before.end}), 0)::bigint` : tx`0`} as before
      from exposure_daily
      where placement_id = ${placementId} and (day between ${period.start} and ${period.end}
        ${before ? tx`or day between ${before.start} and ${before.end}` : tx``})
        ${period.gross ? tx`` : tx`and not flagged`}
      group by merchant_id
    ) shown join merchant_dim using (merchant_id)
    order by impressions desc, merchant_name`
}

interface Day {
  readonly day: string
  readonly impressions: number
  readonly flagged: number
}

function readDays(tx: Tx, placementId: string, period: Period): Promise<Day[]> {
  const before = period.before ?? period
  return tx<Day[]>`
    select day, coalesce(sum(impressions) filter (where ${period.gross} or not flagged), 0)::bigint as impressions,
      coalesce(sum(impressions) filter (where flagged), 0)::bigint as flagged
    from placement_daily
    where placement_id = ${placementId} and (day between ${period.start} and ${period.end}
      or day between ${before.start} and ${before.end})
    group by day`
}
