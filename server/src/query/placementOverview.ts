import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { placementOverview } from '@bx/contracts/endpoints/placementOverview'
import { fillRate } from '@bx/contracts/metrics/fillRate'
import { frequency } from '@bx/contracts/metrics/frequency'
import { percent } from '@bx/contracts/metrics/metric'
import { saturation } from '@bx/contracts/metrics/saturation'
import { slotsFilled, slotsFilledRate } from '@bx/contracts/metrics/slotsFilled'
import { viewableRate } from '@bx/contracts/metrics/viewableRate'
import { ALL } from '../fold/aggregate.ts'
import { countBits, unionBits } from '../fold/bitmap.ts'
import { reachOf } from '../fold/unionSketches.ts'
import type { Sql, Tx } from '../store/db.ts'
import { dailyOf, isWithin, sumOf as sum } from './daily.ts'
import { type Days, type Period, rangeMeta } from './period.ts'
import { compareReach, type DaySketch, reachFields, readSketches, unionOver } from './reach.ts'
import { readReconciliation } from './reconciliation.ts'
import { type RenderDay, readRenderDays, sumRenders } from './renders.ts'
import { readMaxSlots, readSlotDays, type SlotDay, type SlotsOn, sumSlots } from './slots.ts'
import { readSnapshot, readWatermark } from './snapshot.ts'

// Where are brands seen, and where is room? Reads a few thousand small rows whatever the traffic.

interface PlacementDay {
  readonly placementId: string
  readonly day: string
  readonly impressions: number
  readonly viewable: number
  readonly notViewable: number
  readonly sampled: number
  readonly weight: number
  readonly merchants: Buffer
}

/** Impressions after the cut of the unfinished day, per placement: taken off what is compared. */
interface CutCount {
  readonly placementId: string
  readonly day: string
  readonly impressions: number
}

/** @param keptFrom first day whose sketches are complete */
export async function readPlacementOverview(
  sql: Sql,
  period: Period,
  keptFrom: string,
): Promise<Answer<typeof placementOverview>> {
  const read = await readSnapshot(sql, async (tx) => {
    const [watermark, placements, slotsOn, days, cut, slots, renders, sketches, sketchesBefore, known] = await Promise.all([
      readWatermark(tx),
      readPlacements(tx),
      readMaxSlots(tx),
      readPlacementDays(tx, period),
      readCut(tx, period),
      readSlotDays(tx, period.before ? [period, period.before] : [period]),
      readRenderDays(tx, period),
      readSketches(tx, { merchantId: ALL, days: period, gross: period.gross }),
      period.before?.wholeDays && period.before.start >= keptFrom
        ? readSketches(tx, { merchantId: ALL, days: period.before, gross: period.gross })
        : new Map<string, DaySketch[]>(),
      tx<{ n: number }[]>`select count(*) as n from merchant_dim`,
    ])
    const reconciliation = await readReconciliation(tx, period)
    return { watermark, placements, slotsOn, days, cut, slots, renders, sketches, sketchesBefore, known, reconciliation }
  })
  const figures = (placementId: string | null) => figuresOf(read, period, placementId, keptFrom)
  const inRange = read.days.filter((row) => isWithin(row.day, period))
  return {
    data: {
      rows: read.placements.map((placement) => {
        const own = figures(placement.placement_id)
        const maxSlots = read.slotsOn(placement.placement_id, period.end)
        return {
          ...placement,
          ...own,
          max_slots: maxSlots,
          saturation_rate: percent(saturation(own.unique_merchants, maxSlots)),
          daily: dailyOf(inRange.filter((row) => row.placementId === placement.placement_id), period),
        }
      }),
      totals: figures(null),
      merchants_known: read.known[0]!.n,
      daily: dailyOf(inRange, period),
      daily_before: period.before
        ? dailyOf(
            read.days.filter((row) => isWithin(row.day, period.before!)),
            period.before,
          )
        : [],
      reconciliation: read.reconciliation,
    },
    meta: rangeMeta(period, read.watermark, samplingOf(inRange)),
  }
}

interface Read {
  readonly days: readonly PlacementDay[]
  readonly cut: readonly CutCount[]
  readonly slots: readonly SlotDay[]
  readonly slotsOn: SlotsOn
  readonly renders: readonly RenderDay[]
  readonly sketches: ReadonlyMap<string, DaySketch[]>
  readonly sketchesBefore: ReadonlyMap<string, DaySketch[]>
}

function figuresOf(read: Read, period: Period, placementId: string | null, keptFrom: string) {
  const own = <R extends { readonly placementId: string }>(rows: readonly R[]) =>
    placementId === null ? rows : rows.filter((row) => row.placementId === placementId)
  const days = own(read.days).filter((row) => isWithin(row.day, period))
  const slots = sumSlots(own(read.slots).filter((row) => isWithin(row.day, period)), read.slotsOn)
  const reach = reachOf(unionOver(read.sketches.get(placementId ?? ALL), period))
  const renders = sumRenders(own(read.renders))
  const impressions = sum(days, (row) => row.impressions)
  const [viewable, notViewable] = [sum(days, (row) => row.viewable), sum(days, (row) => row.notViewable)]
  return {
    total_impressions: impressions,
    viewable_impressions: viewable,
    viewable_rate: viewableRate(viewable, notViewable),
    ...reachFields(reach),
    frequency: frequency(impressions, reach.users),
    unique_merchants: countBits(unionBits(days.map((row) => row.merchants))),
    sessions: slots.sessions,
    merchants_shown_sum: slots.sum,
    avg_merchants_shown: slotsFilled(slots.sum, slots.sessions),
    max_merchants_shown: slots.max,
    slots_filled_rate: slotsFilledRate(slots.sum, slots.slots),
    fill_rate: fillRate(renders.filled, renders.available),
    comparison: period.before && comparisonOf(read, period, placementId, keptFrom),
  }
}

function comparisonOf(read: Read, period: Period, placementId: string | null, keptFrom: string) {
  const before = period.before!
  const isOwn = (row: { readonly placementId: string }) => placementId === null || row.placementId === placementId
  const upToCut = (range: Days) => {
    const days = read.days.filter((row) => isOwn(row) && isWithin(row.day, range))
    const cut = read.cut.filter((row) => isOwn(row) && row.day === range.end)
    return { days, impressions: sum(days, (row) => row.impressions) - sum(cut, (row) => row.impressions) }
  }
  const shownEnd = period.unfinishedDay ?? period.end
  const [here, then] = [upToCut({ start: period.start, end: shownEnd }), upToCut(before)]
  const name = placementId ?? ALL
  const reach = compareReach(period, read.sketches.get(name), read.sketchesBefore.get(name), keptFrom)
  const whole = (range: Days | undefined) =>
    range ? sum(read.days.filter((row) => isOwn(row) && isWithin(row.day, range)), (row) => row.impressions) : 0
  const slots = sumSlots(read.slots.filter((row) => isOwn(row) && isWithin(row.day, before)), read.slotsOn)
  return {
    impressions: here.impressions,
    impressions_before: then.impressions,
    unique_users: reach?.here.users ?? null,
    unique_users_before: reach?.before.users ?? null,
    unique_users_clear: reach?.clear ?? null,
    frequency: reach && frequency(whole(before.wholeDays?.here), reach.here.users),
    frequency_before: reach && frequency(whole(before.wholeDays?.before), reach.before.users),
    unique_merchants_before: countBits(unionBits(then.days.map((row) => row.merchants))),
    slots_filled_rate_before: slotsFilledRate(slots.sum, slots.slots),
  }
}

function readPlacements(tx: Tx) {
  return tx<{ placement_id: string; placement_key: string; placement_name: string; tier: 'high_value' | 'standard' }[]>`
    select placement_id, placement_key, placement_name, tier from placement_dim order by created_at, placement_key`
}

function readPlacementDays(tx: Tx, period: Period): Promise<PlacementDay[]> {
  const before = period.before ?? period
  return tx<PlacementDay[]>`
    select placement_id as "placementId", day, impressions, viewable, not_viewable as "notViewable", sampled, weight, merchants
    from placement_daily
    where (day between ${period.start} and ${period.end} or day between ${before.start} and ${before.end})
      ${period.gross ? tx`` : tx`and not flagged`}`
}

async function readCut(tx: Tx, period: Period): Promise<CutCount[]> {
  const before = period.before
  if (period.unfinishedDay === null || before === null || before.cutHours === null) return []
  return tx<CutCount[]>`
    select placement_id as "placementId", day, sum(impressions)::bigint as impressions from placement_hourly
    where day in (${period.unfinishedDay}, ${before.end})
      and hour >= (day::timestamp at time zone ${period.timeZone}) + ${before.cutHours} * interval '1 hour'
      ${period.gross ? tx`` : tx`and not flagged`}
    group by placement_id, day`
}

function samplingOf(rows: readonly PlacementDay[]) {
  const sampled = sum(rows, (row) => row.sampled)
  if (sampled === 0) return null
  return {
    impressions_scaled: sum(rows, (row) => row.weight),
    share_sampled: sampled / sum(rows, (row) => row.impressions),
  }
}
