import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { placementOverview } from '@bx/contracts/endpoints/placementOverview'
import { percent } from '@bx/contracts/metrics/metric'
import { saturation } from '@bx/contracts/metrics/saturation'
import type { Sql, Tx } from '../db/client.ts'
import { ALL_MERCHANTS, ALL_PLACEMENTS } from '../facts/sumIds.ts'
import { readWatermark, type Watermark } from '../facts/watermark.ts'
import { clockHour, localNow } from '../lib/localDay.ts'
import { sumOf } from '../lib/sum.ts'
import { type DaySketchMemory, daySketchMemoryOf } from '../reach/daySketchMemory.ts'
import { readCut } from './cut.ts'
import { dailyCountsOf, isWithin } from './daily.ts'
import { hoursOfDay, readHourlyCounts } from './hours.ts'
import { type Period, rangeMeta } from './period.ts'
import { readPlacementDays } from './placementDays.ts'
import { type Facts, figuresOf } from './placementFigures.ts'
import { readPlacements } from './placements.ts'
import { comparesReach, readUnions, type Unions } from './reach.ts'
import { readReconciliation } from './reconciliation.ts'
import { readRenderDays } from './renders.ts'
import { samplingOf } from './sampling.ts'
import { readMaxSlots, readSlotDays, slotsDay } from './slots.ts'
import { readSnapshot } from './snapshot.ts'
import { NOTHING_STORED, readStoredBehind, storedBehindAll } from './storedBehind.ts'

// Where brands are seen, and which placements have room. Reads a few thousand small rows, regardless of the traffic.

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
        const maxSlots = read.slotsOn(placement.placement_id, slotsDay(period))
        return {
          ...placement,
          ...figures,
          counted: read.stored.get(placement.placement_id) ?? NOTHING_STORED,
          max_slots: maxSlots,
          saturation_rate: percent(saturation(figures.unique_merchants, maxSlots)),
          daily: dailyCountsOf(facts.days, period),
        }
      }),
      totals: figuresOf(all, read.slotsOn, period, reachIsComparable),
      merchants_known: read.known[0]!.n,
      daily: dailyCountsOf(all.days, period),
      hourly: hoursOfDay(read.hours, period, hoursOver(period, read.watermark)),
      ...dailyComparison(all, period),
      counted: storedBehindAll(read.stored),
      reconciliation: read.reconciliation,
    },
    meta: rangeMeta(period, read.watermark, samplingOf(all.days)),
  }
}

/** Clock hours of the unfinished day that are over and counted. */
function hoursOver({ unfinishedDay, timeZone }: Period, { completeTo }: Watermark): number {
  const { day } = localNow(completeTo.getTime(), timeZone)
  if (unfinishedDay === null || day > unfinishedDay) return 24
  return day < unfinishedDay ? 0 : clockHour(completeTo.getTime(), timeZone)
}

/** The days before; the last one is cut at the same hour as today. */
function dailyComparison({ days, daysBefore, cut }: Facts, { before, unfinishedDay }: Period) {
  if (before === null) return { daily_before: [], unfinished_to_cut: null }
  const afterCut = (on: string) => sumOf(cut, ({ day, impressions }) => (day === on ? impressions : 0))
  const today = sumOf(days, ({ day, impressions }) => (day === unfinishedDay ? impressions : 0))
  return {
    daily_before: dailyCountsOf(daysBefore, before).map(({ day, impressions }) => ({
      day,
      impressions: impressions - afterCut(day),
    })),
    unfinished_to_cut: unfinishedDay === null ? null : today - afterCut(unfinishedDay),
  }
}

type Read = Awaited<ReturnType<typeof readAll>>

async function readAll(tx: Tx, period: Period, keptFrom: string, memory: DaySketchMemory) {
  const { before, gross } = period
  const [
    watermark,
    placements,
    slotsOn,
    days,
    cut,
    slots,
    renders,
    unions,
    unionsBefore,
    known,
    stored,
    reconciliation,
    hours,
  ] = await Promise.all([
    readWatermark(tx),
    readPlacements(tx),
    readMaxSlots(tx),
    readPlacementDays(tx, period),
    readCut(tx, period),
    readSlotDays(tx, before ? [period, before] : [period]),
    readRenderDays(tx, before ? [period, before] : [period]),
    readUnions(tx, { merchantId: ALL_MERCHANTS, days: period, part: before?.wholeDays?.here, gross }, memory),
    before?.wholeDays && comparesReach(period, keptFrom)
      ? readUnions(tx, { merchantId: ALL_MERCHANTS, days: before.wholeDays.before, gross, isCompared: true }, memory)
      : new Map<string, Unions>(),
    tx<{ n: number }[]>`select count(*) as n from merchant_dim`,
    readStoredBehind(tx, period),
    readReconciliation(tx, period),
    readHours(tx, period),
  ])
  const counts = { days, cut, slots, renders, unions, unionsBefore }
  return { watermark, placements, slotsOn, ...counts, known, stored, reconciliation, hours }
}

/** Of a single day and the one it is compared with; null for more days. */
async function readHours(tx: Tx, period: Period) {
  const { start, end, before } = period
  if (start !== end) return null
  const [here, then] = await Promise.all([
    readHourlyCounts(tx, null, period, period),
    before ? readHourlyCounts(tx, null, before, period) : [],
  ])
  return { here, before: then }
}

/** Sorts the rows by placement once; null returns all placements together. */
function factsByPlacement(read: Read, period: Period): (placementId: string | null) => Facts {
  const before = period.before
  const split = <R extends { readonly day: string }>(rows: readonly R[]) => ({
    here: rows.filter((row) => isWithin(row.day, period)),
    before: before ? rows.filter((row) => isWithin(row.day, before)) : [],
  })
  const [days, slots, renders] = [split(read.days), split(read.slots), split(read.renders)]
  const pick = <R extends { readonly placementId: string }>(rows: readonly R[]) => {
    const grouped = Map.groupBy(rows, (row) => row.placementId)
    return (placementId: string | null): readonly R[] =>
      placementId === null ? rows : (grouped.get(placementId) ?? [])
  }
  const [daysHere, daysBefore, cut] = [pick(days.here), pick(days.before), pick(read.cut)]
  const [slotsHere, slotsBefore] = [pick(slots.here), pick(slots.before)]
  const [rendersHere, rendersBefore] = [pick(renders.here), pick(renders.before)]
  return (placementId) => ({
    days: daysHere(placementId),
    daysBefore: daysBefore(placementId),
    cut: cut(placementId),
    slots: slotsHere(placementId),
    slotsBefore: slotsBefore(placementId),
    renders: rendersHere(placementId),
    rendersBefore: rendersBefore(placementId),
    unions: read.unions.get(placementId ?? ALL_PLACEMENTS),
    unionsBefore: read.unionsBefore.get(placementId ?? ALL_PLACEMENTS),
  })
}
