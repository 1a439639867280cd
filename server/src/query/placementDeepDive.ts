import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { placementDeepDive } from '@bx/contracts/endpoints/placementDeepDive'
import { herfindahl, topShare } from '@bx/contracts/metrics/concentration'
import { fillRate } from '@bx/contracts/metrics/fillRate'
import { frequency } from '@bx/contracts/metrics/frequency'
import { impressionShare } from '@bx/contracts/metrics/impressionShare'
import { percent } from '@bx/contracts/metrics/metric'
import { slotsFilled } from '@bx/contracts/metrics/slotsFilled'
import type { Sql, Tx } from '../db/client.ts'
import { ALL_MERCHANTS } from '../facts/sumIds.ts'
import { readWatermark } from '../facts/watermark.ts'
import type { Days } from '../lib/clock.ts'
import { sumOf } from '../lib/sum.ts'
import { type DaySketchMemory, daySketchMemoryOf } from '../reach/daySketchMemory.ts'
import { frequencyBuckets } from '../reach/unionSketches.ts'
import { comparePlacement, type DayShown, type MerchantShare, shareChange } from './comparePlacement.ts'
import { readCut } from './cut.ts'
import { dailyCountsOf, isWithin } from './daily.ts'
import { findPlacement } from './findPlacement.ts'
import { hourlyCountsOf, readHourlyCounts } from './hours.ts'
import { type Period, rangeMeta } from './period.ts'
import { comparesReach, reachFields, readUnions, type Unions, unionOf } from './reach.ts'
import { readRenderDays, sumRenders } from './renders.ts'
import { readSampling } from './sampling.ts'
import { readMaxSlots, readSlotDays, slotsDay, sumSlots } from './slots.ts'
import { readSnapshot } from './snapshot.ts'

// Which merchants have the most impressions in this placement, and at which hours it is seen.

/** Merchants listed one by one; the rest is "other". */
const TOP = 10

/**
 * @param idOrKey placement_id or placement_key; throws unknown_placement
 * @param keptFrom first day whose sketches are complete; all are if omitted
 */
export async function readPlacementDeepDive(
  sql: Sql,
  idOrKey: string,
  period: Period,
  keptFrom = '',
): Promise<Answer<typeof placementDeepDive>> {
  const placement = await findPlacement(sql, idOrKey)
  const placementId = placement.placement_id
  const read = await readSnapshot(sql, (tx) => readAll(tx, placementId, period, keptFrom, daySketchMemoryOf(sql)))
  const union = unionOf(read.unions.get(placementId))
  const reached = reachFields(union, period)
  const slots = sumSlots(
    read.slots.filter(({ day }) => isWithin(day, period)),
    read.slotsOn,
  )
  const renders = sumRenders(read.renders.filter(({ day }) => isWithin(day, period)))
  const impressions = sumOf(read.merchants, (row) => row.impressions)
  const here = read.days.filter(({ day }) => isWithin(day, period))
  return {
    data: {
      placement: { ...placement, max_slots: read.slotsOn(placementId, slotsDay(period)) },
      totals: {
        impressions,
        ...reached,
        frequency: frequency(impressions, reached.unique_users),
        unique_merchants: read.merchants.length,
        fill_rate: fillRate(renders.filled, renders.available),
        avg_merchants_shown: slotsFilled(slots.sum, slots.sessions),
        max_merchants_shown: slots.max,
        comparison: period.before && comparePlacement(read, placementId, period, comparesReach(period, keptFrom)),
      },
      counted: { stored: sumOf(here, (row) => row.stored), flagged: sumOf(here, (row) => row.flagged) },
      ...sharesOf(read),
      hourly: hourlyCountsOf(read.hours, (row, sum) => ({
        unfinished_impressions: sum(row.filter((r) => r.isUnfinished)),
      })),
      hourly_before: hourlyCountsOf(read.hoursBefore, () => ({})),
      frequency: frequencyBuckets(union),
      daily: dailyCountsOf(
        here.map(({ day, stored, flagged }) => ({ day, impressions: stored + (period.gross ? flagged : 0) })),
        period,
      ),
    },
    meta: rangeMeta(period, read.watermark, read.sampling),
  }
}

async function readAll(tx: Tx, placementId: string, period: Period, keptFrom: string, memory: DaySketchMemory) {
  const { before, gross } = period
  const whole = before?.wholeDays ?? null
  const ask = { merchantId: ALL_MERCHANTS, placementId, gross }
  const [watermark, sampling, shares, hours, hoursBefore, days, cut, slots, slotsOn, renders, unions, unionsBefore] =
    await Promise.all([
      readWatermark(tx),
      readSampling(tx, { ...period, placementId }),
      readMerchants(tx, placementId, period),
      readHourlyCounts(tx, placementId, period, period),
      before ? readHourlyCounts(tx, placementId, before, period) : [],
      readDays(tx, placementId, period),
      readCut(tx, period, placementId),
      readSlotDays(tx, before ? [period, before] : [period], placementId),
      readMaxSlots(tx),
      readRenderDays(tx, before ? [period, before] : [period], placementId),
      readUnions(tx, { ...ask, days: period, part: whole?.here, frequency: true }, memory),
      whole && comparesReach(period, keptFrom)
        ? readUnions(tx, { ...ask, days: whole.before, isCompared: true }, memory)
        : new Map<string, Unions>(),
    ])
  return {
    watermark,
    sampling,
    ...shares,
    hours,
    hoursBefore,
    days,
    cut,
    slots,
    slotsOn,
    renders,
    unions,
    unionsBefore,
  }
}

/** Expects the largest merchants first. */
function sharesOf({
  merchants,
  wholeHere,
  wholeBefore,
}: Pick<Awaited<ReturnType<typeof readAll>>, 'merchants' | 'wholeHere' | 'wholeBefore'>) {
  const counts = merchants.map((row) => row.impressions)
  const total = counts.reduce((a, b) => a + b, 0)
  const top = (n: number) => counts.slice(0, n).reduce((a, b) => a + b, 0)
  const changeOf = shareChange(wholeHere, wholeBefore)
  const named = merchants.slice(0, TOP)
  const share = (own: number) => percent(impressionShare(own, total))
  return {
    top_merchants: named.map((row) => ({
      ...row,
      impression_share_pct: share(row.impressions),
      ...changeOf((id) => id === row.merchant_id),
    })),
    other: {
      merchants: Math.max(0, merchants.length - TOP),
      impressions: total - top(TOP),
      impression_share_pct: share(total - top(TOP)),
      ...changeOf((id) => !named.some((row) => row.merchant_id === id)),
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

/** Impressions of each merchant in the period, and in the whole days that are compared; largest first. */
async function readMerchants(tx: Tx, placementId: string, period: Period) {
  const whole = period.before?.wholeDays ?? null
  const sumIn = (days: Days) =>
    tx`coalesce(sum(impressions) filter (where day between ${days.start}::date and ${days.end}::date), 0)::bigint`
  const from = whole && whole.before.start < period.start ? whole.before.start : period.start
  const rows = await tx<(MerchantShare & { here: number; before: number })[]>`
    select merchant_id, merchant_ref, merchant_name, impressions, here, before from (
      select merchant_id, ${sumIn(period)} as impressions,
        ${whole ? sumIn(whole.here) : tx`0::bigint`} as here, ${whole ? sumIn(whole.before) : tx`0::bigint`} as before
      from exposure_daily
      where placement_id = ${placementId} and day between ${from} and ${period.end}
        ${period.gross ? tx`` : tx`and not flagged`}
      group by merchant_id
    ) shown join merchant_dim using (merchant_id)
    order by impressions desc, merchant_name`
  const sharesIn = (count: (row: (typeof rows)[number]) => number): MerchantShare[] =>
    rows.flatMap((row) => {
      const { merchant_id, merchant_ref, merchant_name } = row
      return count(row) > 0 ? [{ merchant_id, merchant_ref, merchant_name, impressions: count(row) }] : []
    })
  return {
    merchants: sharesIn((row) => row.impressions),
    wholeHere: whole && sharesIn((row) => row.here),
    wholeBefore: whole && sharesIn((row) => row.before),
  }
}

function readDays(tx: Tx, placementId: string, period: Period): Promise<DayShown[]> {
  const before = period.before ?? period
  return tx<DayShown[]>`
    select day, coalesce(sum(impressions) filter (where not flagged), 0)::bigint as stored,
      coalesce(sum(impressions) filter (where flagged), 0)::bigint as flagged
    from placement_daily
    where placement_id = ${placementId}
      and (day between ${period.start} and ${period.end} or day between ${before.start} and ${before.end})
    group by day`
}
