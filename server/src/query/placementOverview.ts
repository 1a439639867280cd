import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { placementOverview } from '@bx/contracts/endpoints/placementOverview'
import { fillRate } from '@bx/contracts/metrics/fillRate'
import { frequency } from '@bx/contracts/metrics/frequency'
import { percent } from '@bx/contracts/metrics/metric'
import { saturation } from '@bx/contracts/metrics/saturation'
import { slotsFilled, slotsFilledRate } from '@bx/contracts/metrics/slotsFilled'
import { viewableRate } from '@bx/contracts/metrics/viewableRate'
import { isClearRateChange } from '@bx/contracts/metrics/wilson'
import { countBits, unionBits } from '../store/bitmap.ts'
import type { Sql, Tx } from '../store/db.ts'
import { ALL } from '../store/reachKey.ts'
import { reachOf } from '../store/unionSketches.ts'
import { readWatermark } from '../store/watermark.ts'
import { type CutCount, readCut } from './cut.ts'
import { dailyOf, isWithin, sumOf } from './daily.ts'
import { type DaySketchMemory, daySketchMemoryOf } from './daySketchMemory.ts'
import { type Days, type Period, rangeMeta } from './period.ts'
import { compareReach, comparesReach, reachFields, readUnions, type Unions, unionOf } from './reach.ts'
import { readReconciliation } from './reconciliation.ts'
import { type RenderDay, readRenderDays, sumRenders } from './renders.ts'
import { readMaxSlots, readSlotDays, type SlotDay, type SlotsOn, sumSlots } from './slots.ts'
import { readSnapshot } from './snapshot.ts'

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

type PlacementDayValues = readonly [
  day: string,
  impressions: number,
  viewable: number,
  notViewable: number,
  sampled: number,
  weight: number,
  merchants: string,
]

/** What was read of one placement, or of all of them together. */
interface Facts {
  readonly days: readonly PlacementDay[]
  readonly daysBefore: readonly PlacementDay[]
  readonly cut: readonly CutCount[]
  readonly slots: readonly SlotDay[]
  readonly slotsBefore: readonly SlotDay[]
  readonly renders: readonly RenderDay[]
  readonly rendersBefore: readonly RenderDay[]
  readonly unions: Unions | undefined
  readonly unionsBefore: Unions | undefined
}

/** @param keptFrom first day whose sketches are complete */
export async function readPlacementOverview(
  sql: Sql,
  period: Period,
  keptFrom: string,
): Promise<Answer<typeof placementOverview>> {
  const read = await readSnapshot(sql, (tx) => readAll(tx, period, keptFrom, daySketchMemoryOf(sql)))
  const factsOf = factsByPlacement(read, period)
  const all = factsOf(null)
  const reachIsComparable = comparesReach(period, keptFrom)
  return {
    data: {
      rows: read.placements.map((placement) => {
        const facts = factsOf(placement.placement_id)
        const figures = figuresOf(facts, read.slotsOn, period, reachIsComparable)
        const maxSlots = read.slotsOn(placement.placement_id, period.end)
        return {
          ...placement,
          ...figures,
          max_slots: maxSlots,
          saturation_rate: percent(saturation(figures.unique_merchants, maxSlots)),
          daily: dailyOf(facts.days, period),
        }
      }),
      totals: figuresOf(all, read.slotsOn, period, reachIsComparable),
      merchants_known: read.known[0]!.n,
      daily: dailyOf(all.days, period),
      daily_before: period.before ? dailyOf(all.daysBefore, period.before) : [],
      reconciliation: read.reconciliation,
    },
    meta: rangeMeta(period, read.watermark, samplingOf(all.days)),
  }
}

type Read = Awaited<ReturnType<typeof readAll>>

async function readAll(tx: Tx, period: Period, keptFrom: string, memory: DaySketchMemory) {
  const { before, gross } = period
  const [watermark, placements, slotsOn, days, cut, slots, unions, unionsBefore, known, reconciliation, ...renders] =
    await Promise.all([
      readWatermark(tx),
      readPlacements(tx),
      readMaxSlots(tx),
      readPlacementDays(tx, period),
      readCut(tx, period),
      readSlotDays(tx, before ? [period, before] : [period]),
      readUnions(tx, { merchantId: ALL, days: period, part: before?.wholeDays?.here, gross }, memory),
      before?.wholeDays && comparesReach(period, keptFrom)
        ? readUnions(tx, { merchantId: ALL, days: before.wholeDays.before, gross, isCompared: true }, memory)
        : new Map<string, Unions>(),
      tx<{ n: number }[]>`select count(*) as n from merchant_dim`,
      readReconciliation(tx, period),
      readRenderDays(tx, period),
      before ? readRenderDays(tx, before) : [],
    ])
  const [rendersHere, rendersBefore] = renders
  const counts = { days, cut, slots, rendersHere, rendersBefore, unions, unionsBefore }
  return { watermark, placements, slotsOn, ...counts, known, reconciliation }
}

/** Sorts what was read by placement once; null asks for all placements together. */
function factsByPlacement(read: Read, period: Period): (placementId: string | null) => Facts {
  const before = period.before
  const split = <R extends { readonly day: string }>(rows: readonly R[]) => ({
    here: rows.filter((row) => isWithin(row.day, period)),
    before: before ? rows.filter((row) => isWithin(row.day, before)) : [],
  })
  const [days, slots] = [split(read.days), split(read.slots)]
  const pick = <R extends { readonly placementId: string }>(rows: readonly R[]) => {
    const grouped = Map.groupBy(rows, (row) => row.placementId)
    return (placementId: string | null): readonly R[] =>
      placementId === null ? rows : (grouped.get(placementId) ?? [])
  }
  const [daysHere, daysBefore, cut] = [pick(days.here), pick(days.before), pick(read.cut)]
  const [slotsHere, slotsBefore] = [pick(slots.here), pick(slots.before)]
  const [renders, rendersBefore] = [pick(read.rendersHere), pick(read.rendersBefore)]
  return (placementId) => ({
    days: daysHere(placementId),
    daysBefore: daysBefore(placementId),
    cut: cut(placementId),
    slots: slotsHere(placementId),
    slotsBefore: slotsBefore(placementId),
    renders: renders(placementId),
    rendersBefore: rendersBefore(placementId),
    unions: read.unions.get(placementId ?? ALL),
    unionsBefore: read.unionsBefore.get(placementId ?? ALL),
  })
}

function figuresOf(facts: Facts, slotsOn: SlotsOn, period: Period, reachIsComparable: boolean) {
  const slots = sumSlots(facts.slots, slotsOn)
  const reach = reachOf(unionOf(facts.unions))
  const renders = sumRenders(facts.renders)
  const impressions = sumOf(facts.days, (row) => row.impressions)
  const viewable = sumOf(facts.days, (row) => row.viewable)
  return {
    total_impressions: impressions,
    viewable_impressions: viewable,
    viewable_rate: viewableRate(
      viewable,
      sumOf(facts.days, (row) => row.notViewable),
    ),
    ...reachFields(reach),
    frequency: frequency(impressions, reach.users),
    unique_merchants: countBits(unionBits(facts.days.map((row) => row.merchants))),
    sessions: slots.sessions,
    merchants_shown_sum: slots.sum,
    avg_merchants_shown: slotsFilled(slots.sum, slots.sessions),
    max_merchants_shown: slots.max,
    slots_filled_rate: slotsFilledRate(slots.sum, slots.slots),
    fill_rate: fillRate(renders.filled, renders.available),
    comparison: period.before && comparisonOf(facts, slotsOn, period, period.before, reachIsComparable),
  }
}

function comparisonOf(
  facts: Facts,
  slotsOn: SlotsOn,
  period: Period,
  before: NonNullable<Period['before']>,
  reachIsComparable: boolean,
) {
  const upToCut = (days: readonly PlacementDay[], lastDay: string) =>
    sumOf(days, (row) => row.impressions) - sumOf(facts.cut, (row) => (row.day === lastDay ? row.impressions : 0))
  const impressionsIn = (days: readonly PlacementDay[], range: Days) =>
    sumOf(days, (row) => (isWithin(row.day, range) ? row.impressions : 0))
  const reach = reachIsComparable ? compareReach(facts.unions, facts.unionsBefore) : null
  const whole = before.wholeDays
  const slots = sumSlots(facts.slotsBefore, slotsOn)
  return {
    impressions: upToCut(facts.days, period.unfinishedDay ?? period.end),
    impressions_before: upToCut(facts.daysBefore, before.end),
    unique_users: reach?.here.users ?? null,
    unique_users_before: reach?.before.users ?? null,
    unique_users_clear: reach?.clear ?? null,
    frequency: reach && whole && frequency(impressionsIn(facts.days, whole.here), reach.here.users),
    frequency_before: reach && whole && frequency(impressionsIn(facts.daysBefore, whole.before), reach.before.users),
    unique_merchants_before: countBits(unionBits(facts.daysBefore.map((row) => row.merchants))),
    slots_filled_rate_before: slotsFilledRate(slots.sum, slots.slots),
    ...comparedFill(facts),
  }
}

function comparedFill(facts: Facts) {
  const [here, then] = [sumRenders(facts.renders), sumRenders(facts.rendersBefore)]
  return {
    fill_rate_before: fillRate(then.filled, then.available),
    fill_rate_clear: isClearRateChange(
      { successes: here.filled, trials: here.available },
      { successes: then.filled, trials: then.available },
    ),
  }
}

function readPlacements(tx: Tx) {
  return tx<{ placement_id: string; placement_key: string; placement_name: string; tier: 'high_value' | 'standard' }[]>`
    select placement_id, placement_key, placement_name, tier from placement_dim order by created_at, placement_key`
}

/** One row a placement: hundreds of small rows cost the driver more than what is in them. */
async function readPlacementDays(tx: Tx, period: Period): Promise<PlacementDay[]> {
  const before = period.before ?? period
  const rows = await tx<{ placementId: string; days: PlacementDayValues[] }[]>`
    select placement_id as "placementId", json_agg(json_build_array(day, impressions, viewable, not_viewable, sampled,
      weight, encode(merchants, 'base64'))) as days
    from placement_daily
    where (day between ${period.start} and ${period.end} or day between ${before.start} and ${before.end})
      ${period.gross ? tx`` : tx`and not flagged`}
    group by placement_id`
  return rows.flatMap(({ placementId, days }) =>
    days.map(([day, impressions, viewable, notViewable, sampled, weight, bits]) => {
      const merchants = Buffer.from(bits, 'base64')
      return { placementId, day, impressions, viewable, notViewable, sampled, weight, merchants }
    }),
  )
}

function samplingOf(rows: readonly PlacementDay[]) {
  const sampled = sumOf(rows, (row) => row.sampled)
  if (sampled === 0) return null
  return {
    impressions_scaled: sumOf(rows, (row) => row.weight),
    share_sampled: sampled / sumOf(rows, (row) => row.impressions),
  }
}
