import type { Period } from '../../src/query/period.ts'
import {
  type Dims,
  dailyOf,
  distinct,
  fillOf,
  frequencyOf,
  hourStart,
  midnight,
  percentOf,
  type Raw,
  type RawExposure,
  ratio,
  reachOf,
  shownIn,
  slotsOf,
  slotsOn,
  viewableOf,
  wallClock,
  within,
} from './naive.ts'

// The three answers of phase 1, from raw events. `data` only: the meta is checked by hand.

export function naiveOverview(raw: Raw, dims: Dims, period: Period, keptFrom: string) {
  const shown = shownIn(raw, period)
  return {
    rows: dims.placements.map(({ slots: _, ...placement }) => {
      const own = shown.filter((e) => e.placementId === placement.placement_id)
      const merchants = distinct(own.map((e) => e.merchantId))
      const maxSlots = slotsOn(
        dims.placements.find((p) => p.placement_id === placement.placement_id),
        period.end,
      )
      return {
        ...placement,
        ...overviewFigures(raw, dims, period, keptFrom, placement.placement_id),
        max_slots: maxSlots,
        saturation_rate: percentOf(merchants, maxSlots),
        daily: dailyOf(period.timeZone, own, period),
      }
    }),
    totals: overviewFigures(raw, dims, period, keptFrom),
    merchants_known: dims.merchants.length,
    daily: dailyOf(period.timeZone, shown, period),
    daily_before: period.before ? dailyOf(period.timeZone, shownIn(raw, period, period.before), period.before) : [],
    reconciliation: reconciliation(raw, period),
  }
}

function overviewFigures(raw: Raw, dims: Dims, period: Period, keptFrom: string, only?: string) {
  const shown = ofPlacement(shownIn(raw, period), only)
  const slots = slotsOf(raw, dims, period.timeZone, period, only)
  const reach = reachOf(shown)
  return {
    total_impressions: shown.length,
    ...viewableOf(shown),
    ...reach,
    frequency: ratio(shown.length, reach.unique_users),
    unique_merchants: distinct(shown.map((e) => e.merchantId)),
    sessions: slots.sessions,
    merchants_shown_sum: slots.sum,
    avg_merchants_shown: ratio(slots.sum, slots.sessions),
    max_merchants_shown: slots.max,
    slots_filled_rate: ratio(slots.sum, slots.slots),
    fill_rate: fillOf(raw, period.timeZone, period, only),
    comparison: period.before && comparison(raw, dims, period, period.before, keptFrom, only),
  }
}

function comparison(
  raw: Raw,
  dims: Dims,
  period: Period,
  before: NonNullable<Period['before']>,
  keptFrom: string,
  only?: string,
) {
  const shown = (range: { start: string; end: string }) => ofPlacement(shownIn(raw, period, range), only)
  const isCut = period.unfinishedDay !== null && before.cutHours !== null
  const upTo = (range: { start: string; end: string }, lastDay: string) =>
    shown(range).filter((e) => !isCut || !isAfterCut(period.timeZone, e.at, lastDay, before.cutHours!)).length
  const whole = before.wholeDays
  const slots = slotsOf(raw, dims, period.timeZone, before, only)
  const isComparable = whole !== null && whole.before.start >= keptFrom
  const [here, then] = isComparable ? [shown(whole.here), shown(whole.before)] : [[], []]
  const [users, usersBefore] = [reachOf(here).unique_users, reachOf(then).unique_users]
  return {
    impressions: upTo(period, period.unfinishedDay ?? period.end),
    impressions_before: upTo(before, before.end),
    unique_users: isComparable ? users : null,
    unique_users_before: isComparable ? usersBefore : null,
    unique_users_clear: isComparable ? users !== usersBefore : null,
    frequency: isComparable ? ratio(here.length, users) : null,
    frequency_before: isComparable ? ratio(then.length, usersBefore) : null,
    unique_merchants_before: distinct(shown(before).map((e) => e.merchantId)),
    slots_filled_rate_before: ratio(slots.sum, slots.slots),
  }
}

/** In a local hour of the last day that begins `hours` after midnight or later. */
function isAfterCut(zone: string, at: number, lastDay: string, hours: number): boolean {
  return wallClock(zone, at).day === lastDay && hourStart(zone, at) >= midnight(zone, lastDay) + hours * 3_600_000
}

function ofPlacement(events: readonly RawExposure[], only?: string): readonly RawExposure[] {
  return only === undefined ? events : events.filter((e) => e.placementId === only)
}

function reconciliation(raw: Raw, period: Period) {
  const kept = raw.exposures.filter((e) => within(period.timeZone, e.at, period))
  const received = raw.outcomes.filter((o) => within(period.timeZone, o.hour, period))
  const sum = (outcome: string) =>
    received.filter((o) => o.outcome === outcome).reduce((total, o) => total + o.events, 0)
  const flagged = kept.filter((e) => e.flagged).length
  const stored = kept.length - flagged
  const [duplicate, rejected] = [sum('duplicate'), sum('rejected')]
  return { received: stored + flagged + duplicate + rejected, stored, flagged, duplicate, rejected }
}

export function naiveSummary(raw: Raw, dims: Dims, merchantId: string, period: Period, keptFrom: string) {
  const own = (range: Range) => shownIn(raw, period, range).filter((e) => e.merchantId === merchantId)
  const shown = shownIn(raw, period).filter((e) => e.merchantId === merchantId)
  const inRange = (row: { merchantId: string; at: number }) =>
    row.merchantId === merchantId && within(period.timeZone, row.at, period)
  const clicks = raw.clicks.filter((c) => inRange(c) && (period.gross || !c.flagged)).length
  const conversions = raw.conversions.filter((c) => inRange(c) && ['pending', 'confirmed'].includes(c.status)).length
  return {
    merchant: dims.merchants.find((m) => m.merchant_id === merchantId),
    totals: { ...summaryFigures(shown), comparison: summaryComparison(own, period, keptFrom) },
    counted: countedOf(raw, period, (e) => e.merchantId === merchantId),
    placements: dims.placements
      .filter((p) => shown.some((e) => e.placementId === p.placement_id))
      .map(({ placement_id, placement_name }) => ({
        placement_id,
        placement_name,
        ...summaryFigures(shown.filter((e) => e.placementId === placement_id)),
        comparison: summaryComparison((range) => ofPlacement(own(range), placement_id), period, keptFrom),
      })),
    funnel: {
      impressions: shown.length,
      clicks,
      conversions,
      ctr_pct: percentOf(clicks, shown.length),
      click_cvr_pct: percentOf(conversions, clicks),
    },
    frequency: frequencyOf(shown),
    daily: dailyOf(period.timeZone, shown, period),
    daily_before: period.before ? dailyOf(period.timeZone, own(period.before), period.before) : [],
  }
}

type Range = { readonly start: string; readonly end: string }

/** Over whole days, of the events that `own` finds in a range. */
function summaryComparison(own: (range: Range) => readonly RawExposure[], period: Period, keptFrom: string) {
  const whole = period.before?.wholeDays
  if (!whole) return null
  const [here, before] = [own(whole.here), own(whole.before)]
  return { ...wholeDayFigures(here, before, whole.before.start >= keptFrom), avg_rank_before: rankOf(before) }
}

function wholeDayFigures(here: readonly RawExposure[], before: readonly RawExposure[], isComparable: boolean) {
  const [users, usersBefore] = [reachOf(here).unique_users, reachOf(before).unique_users]
  return {
    impressions: here.length,
    impressions_before: before.length,
    unique_users: isComparable ? users : null,
    unique_users_before: isComparable ? usersBefore : null,
    unique_users_clear: isComparable ? users !== usersBefore : null,
    frequency: isComparable ? ratio(here.length, users) : null,
    frequency_before: isComparable ? ratio(before.length, usersBefore) : null,
  }
}

function countedOf(raw: Raw, period: Period, isOwn: (event: RawExposure) => boolean) {
  const kept = raw.exposures.filter((e) => isOwn(e) && within(period.timeZone, e.at, period))
  const flagged = kept.filter((e) => e.flagged).length
  return { stored: kept.length - flagged, flagged }
}

/** Every merchant there is; rows in the order of `dims`. */
export function naiveMerchantList(raw: Raw, dims: Dims, period: Period, keptFrom: string) {
  const shown = shownIn(raw, period)
  const whole = period.before?.wholeDays
  const [here, before] = whole ? [shownIn(raw, period, whole.here), shownIn(raw, period, whole.before)] : [[], []]
  const of = (events: readonly RawExposure[], id: string) => events.filter((e) => e.merchantId === id)
  const ever = raw.exposures.filter((e) => period.gross || !e.flagged)
  return {
    rows: dims.merchants.map(({ merchant_id, merchant_name, category }) => {
      const own = of(shown, merchant_id)
      const reach = reachOf(own)
      const days = of(ever, merchant_id).map((e) => wallClock(period.timeZone, e.at).day)
      return {
        merchant_id,
        merchant_name,
        category,
        impressions: own.length,
        impression_share_pct: percentOf(own.length, shown.length),
        ...reach,
        frequency: ratio(own.length, reach.unique_users),
        comparison: whole
          ? { impressions: of(here, merchant_id).length, impressions_before: of(before, merchant_id).length }
          : null,
        last_shown_day: days.sort().at(-1) ?? null,
      }
    }),
    totals: {
      impressions: shown.length,
      merchants_shown: distinct(shown.map((e) => e.merchantId)),
      ...reachOf(shown),
      frequency: ratio(shown.length, reachOf(shown).unique_users),
      comparison: whole ? wholeDayFigures(here, before, whole.before.start >= keptFrom) : null,
    },
    reconciliation: reconciliation(raw, period),
  }
}

function summaryFigures(events: readonly RawExposure[]) {
  const reach = reachOf(events)
  return {
    impressions: events.length,
    ...viewableOf(events),
    ...reach,
    frequency: ratio(events.length, reach.unique_users),
    avg_rank: rankOf(events),
  }
}

function rankOf(events: readonly RawExposure[]): number | null {
  const ranks = events.flatMap((e) => (e.rank === null ? [] : [e.rank]))
  return ratio(
    ranks.reduce((a, b) => a + b, 0),
    ranks.length,
  )
}

export function naiveDeepDive(raw: Raw, dims: Dims, placementId: string, period: Period, keptFrom: string) {
  const shown = shownIn(raw, period).filter((e) => e.placementId === placementId)
  const placement = dims.placements.find((p) => p.placement_id === placementId)!
  const slots = slotsOf(raw, dims, period.timeZone, period, placementId)
  const reach = reachOf(shown)
  const { slots: _, ...named } = placement
  return {
    placement: { ...named, max_slots: slotsOn(placement, period.end) },
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
    unique_merchants_before: _m,
    slots_filled_rate_before: _s,
    ...shared
  } = comparison(raw, dims, period, before, keptFrom, id)
  const whole = before.wholeDays
  const slotsIn = (range: Range) => {
    const slots = slotsOf(raw, dims, period.timeZone, range, id)
    return ratio(slots.sum, slots.sessions)
  }
  const top = (range: Range, n: number) => {
    const events = ofPlacement(shownIn(raw, period, range), id)
    const counts = [...Map.groupBy(events, (e) => e.merchantId).values()].map((own) => own.length)
    const largest = counts.sort((a, b) => b - a).slice(0, n)
    return percentOf(
      largest.reduce((a, b) => a + b, 0),
      events.length,
    )
  }
  return {
    ...shared,
    avg_merchants_shown: whole && slotsIn(whole.here),
    avg_merchants_shown_before: whole && slotsIn(whole.before),
    top_3_share_pct: whole && top(whole.here, 3),
    top_3_share_before_pct: whole && top(whole.before, 3),
    top_5_share_pct: whole && top(whole.here, 5),
    top_5_share_before_pct: whole && top(whole.before, 5),
  }
}

/** Percentage points over whole days, of the merchants picked. */
function shareChangeOf(raw: Raw, period: Period, placementId: string) {
  const whole = period.before?.wholeDays
  return (isIn: (merchantId: string) => boolean): number | null => {
    if (!whole) return null
    const [now, then] = [whole.here, whole.before].map((range) => {
      const events = ofPlacement(shownIn(raw, period, range), placementId)
      return ratio(events.filter((e) => isIn(e.merchantId)).length, events.length)
    })
    if (now == null || then == null) return null
    const points = (now - then) * 100
    return (Math.sign(points) * Math.round(Math.abs(points) * 100)) / 100
  }
}

function shares(
  shown: readonly RawExposure[],
  dims: Dims,
  changeOf: (isIn: (merchantId: string) => boolean) => number | null,
) {
  const all = dims.merchants
    .map(({ merchant_id, merchant_name }) => {
      const impressions = shown.filter((e) => e.merchantId === merchant_id).length
      return { merchant_id, merchant_name, impressions, impression_share_pct: percentOf(impressions, shown.length) }
    })
    .filter((row) => row.impressions > 0)
    .sort((a, b) => b.impressions - a.impressions || (a.merchant_name < b.merchant_name ? -1 : 1))
  const sum = (rows: readonly { impressions: number }[]) => rows.reduce((total, row) => total + row.impressions, 0)
  const [top3, top5, rest] = [sum(all.slice(0, 3)), sum(all.slice(0, 5)), all.slice(10)]
  return {
    top_merchants: all
      .slice(0, 10)
      .map((row) => ({ ...row, share_change_pts: changeOf((id) => id === row.merchant_id) })),
    other: {
      merchants: rest.length,
      impressions: sum(rest),
      impression_share_pct: percentOf(sum(rest), shown.length),
      share_change_pts: changeOf((id) => !all.slice(0, 10).some((row) => row.merchant_id === id)),
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
