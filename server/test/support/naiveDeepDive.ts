import { rateChange, ratioChange, type Sample } from '@bx/contracts/metrics/change'
import type { Period } from '../../src/query/period.ts'
import {
  type Dims,
  dailyOf,
  distinct,
  fillOf,
  frequencyOf,
  percentOf,
  type Raw,
  type RawExposure,
  ratio,
  reachOf,
  shownIn,
  slotsOf,
  slotsOn,
} from './naive.ts'
import { comparison, countedOf, measured, ofPlacement, type Range } from './naiveAnswers.ts'
import { wallClock } from './naiveCalendar.ts'

// Who owns a placement, and when: from raw events.

export function naiveDeepDive(raw: Raw, dims: Dims, placementId: string, period: Period, keptFrom: string) {
  const shown = shownIn(raw, period).filter((e) => e.placementId === placementId)
  const placement = dims.placements.find((p) => p.placement_id === placementId)!
  const slots = slotsOf(raw, dims, period.timeZone, period, placementId)
  const reach = reachOf(shown)
  const { slots: _, ...named } = placement
  return {
    placement: { ...named, max_slots: slotsOn(placement, period.end < period.today ? period.end : period.today) },
    totals: {
      impressions: shown.length,
      ...reach,
      frequency: ratio(shown.length, reach.unique_users),
      unique_merchants: distinct(shown.map((e) => e.merchantId)),
      fill_rate: fillOf(raw, period.timeZone, period, placementId),
      avg_merchants_shown: ratio(slots.sum, slots.sessions),
      max_merchants_shown: slots.max,
      comparison: period.before && deepDiveComparison(raw, dims, period, keptFrom, placementId),
    },
    counted: countedOf(raw, period, (e) => e.placementId === placementId),
    ...shares(shown, dims, shareChangeOf(raw, period, placementId)),
    hourly: hoursOf(period.timeZone, shown).map(({ events, ...hour }) => ({
      ...hour,
      unfinished_impressions: events.filter((e) => wallClock(period.timeZone, e.at).day === period.unfinishedDay)
        .length,
    })),
    hourly_before: hoursOf(
      period.timeZone,
      period.before ? ofPlacement(shownIn(raw, period, period.before), placementId) : [],
    ).map(({ events: _, ...hour }) => hour),
    frequency: frequencyOf(shown),
    daily: dailyOf(period.timeZone, shown, period),
  }
}

function hoursOf(zone: string, shown: readonly RawExposure[]) {
  const isWeekend = (e: RawExposure) => [0, 6].includes(new Date(wallClock(zone, e.at).day).getUTCDay())
  return Array.from({ length: 24 }, (_, hour) => {
    const events = shown.filter((e) => wallClock(zone, e.at).hour === hour)
    return {
      hour_of_day: hour,
      impressions: events.length,
      weekend_impressions: events.filter(isWeekend).length,
      events,
    }
  })
}

/** The overview's own comparison of the placement, with slots and shares over whole days beside it. */
function deepDiveComparison(raw: Raw, dims: Dims, period: Period, keptFrom: string, id: string) {
  const before = period.before!
  const {
    unique_merchants: _u,
    unique_merchants_before: _m,
    unique_merchants_change: _n,
    slots_filled_rate: _r,
    slots_filled_rate_before: _s,
    slots_filled_rate_change: _t,
    ...shared
  } = comparison(raw, dims, period, before, keptFrom, id)
  const whole = before.wholeDays
  const slotsIn = (range: Range) => {
    const { sum, sessions } = slotsOf(raw, dims, period.timeZone, range, id)
    return measured(ratio(sum, sessions), sessions)
  }
  const top = (range: Range, n: number) => {
    const events = ofPlacement(shownIn(raw, period, range), id)
    const counts = [...Map.groupBy(events, (e) => e.merchantId).values()].map((own) => own.length)
    const largest = counts.sort((a, b) => b - a).slice(0, n)
    return { successes: largest.reduce((a, b) => a + b, 0), trials: events.length }
  }
  const topFigures = (n: number) => {
    const [now, then] = whole ? [top(whole.here, n), top(whole.before, n)] : [null, null]
    return {
      [`top_${n}_share_pct`]: now && percentOf(now.successes, now.trials),
      [`top_${n}_share_before_pct`]: then && percentOf(then.successes, then.trials),
      [`top_${n}_share_change`]: now && then && rateChange(now, then),
    }
  }
  const [slotsNow, slotsThen] = whole ? [slotsIn(whole.here), slotsIn(whole.before)] : [null, null]
  return {
    ...shared,
    avg_merchants_shown: slotsNow?.value ?? null,
    avg_merchants_shown_before: slotsThen?.value ?? null,
    avg_merchants_shown_change: ratioChange(slotsNow, slotsThen),
    ...topFigures(3),
    ...topFigures(5),
  }
}

/** Percentage points over whole days, of the merchants picked. */
function shareChangeOf(raw: Raw, period: Period, placementId: string) {
  const whole = period.before?.wholeDays
  return (isIn: (merchantId: string) => boolean) => {
    if (!whole) return { share_change_pts: null, share_change: null }
    const [now, then] = [whole.here, whole.before].map((range) => {
      const events = ofPlacement(shownIn(raw, period, range), placementId)
      return { successes: events.filter((e) => isIn(e.merchantId)).length, trials: events.length }
    }) as [Sample, Sample]
    const change = rateChange(now, then)
    if (change === null) return { share_change_pts: null, share_change: null }
    const points = (now.successes / now.trials - then.successes / then.trials) * 100
    return { share_change_pts: (Math.sign(points) * Math.round(Math.abs(points) * 100)) / 100, share_change: change }
  }
}

function shares(shown: readonly RawExposure[], dims: Dims, changeOf: ReturnType<typeof shareChangeOf>) {
  const all = dims.merchants
    .map(({ merchant_id, merchant_ref, merchant_name }) => {
      const impressions = shown.filter((e) => e.merchantId === merchant_id).length
      return {
        merchant_id,
        merchant_ref,
        merchant_name,
        impressions,
        impression_share_pct: percentOf(impressions, shown.length),
      }
    })
    .filter((row) => row.impressions > 0)
    .sort((a, b) => b.impressions - a.impressions || (a.merchant_name < b.merchant_name ? -1 : 1))
  const sum = (rows: readonly { impressions: number }[]) => rows.reduce((total, row) => total + row.impressions, 0)
  const [top3, top5, rest] = [sum(all.slice(0, 3)), sum(all.slice(0, 5)), all.slice(10)]
  return {
    top_merchants: all.slice(0, 10).map((row) => ({ ...row, ...changeOf((id) => id === row.merchant_id) })),
    other: {
      merchants: rest.length,
      impressions: sum(rest),
      impression_share_pct: percentOf(sum(rest), shown.length),
      ...changeOf((id) => !all.slice(0, 10).some((row) => row.merchant_id === id)),
    },
    concentration: {
      top_3_impressions: top3,
      top_5_impressions: top5,
      total_impressions: shown.length,
      top_3_share_pct: percentOf(top3, shown.length),
      top_5_share_pct: percentOf(top5, shown.length),
      hhi: shown.length === 0 ? null : all.reduce((total, row) => total + (row.impressions / shown.length) ** 2, 0),
    },
  }
}
