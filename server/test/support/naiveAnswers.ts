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
  const [here, then] = whole === null ? [[], []] : [shown(whole.here), shown(whole.before)]
  return {
    impressions: upTo(period, period.unfinishedDay ?? period.end),
    impressions_before: upTo(before, before.end),
    ...reachComparison(here, then, isComparable),
    unique_merchants_before: distinct(shown(before).map((e) => e.merchantId)),
    slots_filled_rate_before: ratio(slots.sum, slots.slots),
  }
}

function reachComparison(here: readonly RawExposure[], then: readonly RawExposure[], isComparable: boolean) {
  const [users, usersBefore] = [reachOf(here).unique_users, reachOf(then).unique_users]
  return {
    unique_users: isComparable ? users : null,
    unique_users_before: isComparable ? usersBefore : null,
    unique_users_clear: isComparable ? users !== usersBefore : null,
    frequency: isComparable ? ratio(here.length, users) : null,
    frequency_before: isComparable ? ratio(then.length, usersBefore) : null,
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
  const own = (range: { start: string; end: string }) =>
    shownIn(raw, period, range).filter((e) => e.merchantId === merchantId)
  const shown = own(period)
  const whole = period.before?.wholeDays ?? null
  const [here, then] = whole ? [own(whole.here), own(whole.before)] : [[], []]
  const impressions = (only?: string) =>
    whole && { impressions: ofPlacement(here, only).length, impressions_before: ofPlacement(then, only).length }
  const inRange = (row: { merchantId: string; at: number }) =>
    row.merchantId === merchantId && within(period.timeZone, row.at, period)
  const clicks = raw.clicks.filter((c) => inRange(c) && (period.gross || !c.flagged)).length
  const conversions = raw.conversions.filter((c) => inRange(c) && ['pending', 'confirmed'].includes(c.status)).length
  return {
    merchant: dims.merchants.find((m) => m.merchant_id === merchantId),
    totals: {
      ...summaryFigures(shown),
      comparison: whole && {
        ...impressions()!,
        ...reachComparison(here, then, whole.before.start >= keptFrom),
        avg_rank_before: summaryFigures(own(whole.before)).avg_rank,
      },
    },
    placements: dims.placements
      .filter((p) => shown.some((e) => e.placementId === p.placement_id))
      .map(({ placement_id, placement_name }) => ({
        placement_id,
        placement_name,
        ...summaryFigures(ofPlacement(shown, placement_id)),
        comparison: impressions(placement_id),
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

function summaryFigures(events: readonly RawExposure[]) {
  const ranks = events.flatMap((e) => (e.rank === null ? [] : [e.rank]))
  const reach = reachOf(events)
  return {
    impressions: events.length,
    ...viewableOf(events),
    ...reach,
    frequency: ratio(events.length, reach.unique_users),
    avg_rank: ratio(
      ranks.reduce((a, b) => a + b, 0),
      ranks.length,
    ),
  }
}

export function naiveDeepDive(raw: Raw, dims: Dims, placementId: string, period: Period, keptFrom: string) {
  const own = (range: { start: string; end: string }) => ofPlacement(shownIn(raw, period, range), placementId)
  const [shown, then] = [own(period), period.before ? own(period.before) : null]
  const { slots: _, ...placement } = dims.placements.find((p) => p.placement_id === placementId)!
  const figures = overviewFigures(raw, dims, period, keptFrom, placementId)
  const inRange = raw.exposures.filter((e) => within(period.timeZone, e.at, period))
  return {
    placement: {
      ...placement,
      max_slots: slotsOn(
        dims.placements.find((p) => p.placement_id === placementId),
        period.end,
      ),
    },
    totals: {
      impressions: shown.length,
      ...reachOf(shown),
      frequency: figures.frequency,
      unique_merchants: figures.unique_merchants,
      fill_rate: figures.fill_rate,
      avg_merchants_shown: figures.avg_merchants_shown,
      max_merchants_shown: figures.max_merchants_shown,
      flagged_impressions: inRange.filter((e) => e.placementId === placementId && e.flagged).length,
      comparison: deepComparison(raw, dims, placementId, period, figures.comparison),
    },
    ...shares(shown, then, dims),
    hourly: Array.from({ length: 24 }, (_, hour) => ({
      hour_of_day: hour,
      impressions: shown.filter((e) => wallClock(period.timeZone, e.at).hour === hour).length,
    })),
    hours: hours(shown, then, period),
    frequency: frequencyOf(shown),
    daily: dailyOf(period.timeZone, shown, period),
  }
}

function deepComparison(
  raw: Raw,
  dims: Dims,
  placementId: string,
  period: Period,
  figures: ReturnType<typeof comparison> | null,
) {
  if (figures === null || period.before === null) return null
  const then = ofPlacement(shownIn(raw, period, period.before), placementId)
  const slots = slotsOf(raw, dims, period.timeZone, period.before, placementId)
  const { unique_merchants_before: _, slots_filled_rate_before: __, ...shared } = figures
  const { concentration } = shares(then, null, dims)
  return {
    ...shared,
    top_3_share_before_pct: concentration.top_3_share_pct,
    top_5_share_before_pct: concentration.top_5_share_pct,
    avg_merchants_shown_before: ratio(slots.sum, slots.sessions),
    fill_rate_before: fillOf(raw, period.timeZone, period.before, placementId),
  }
}

function hours(shown: readonly RawExposure[], then: readonly RawExposure[] | null, period: Period) {
  const { timeZone: zone, unfinishedDay: today, hoursOver, before } = period
  const isWeekend = (day: string) => [0, 6].includes(new Date(day).getUTCDay())
  const daysOf = (range: { start: string; end: string }) => dailyOf(zone, [], range).map(({ day }) => day)
  const over = shown.filter((e) => today === null || !isAfterCut(zone, e.at, today, hoursOver!))
  return [false, true].flatMap((weekend) =>
    Array.from({ length: 24 }, (_, hour) => {
      const here = (e: RawExposure) =>
        wallClock(zone, e.at).hour === hour && isWeekend(wallClock(zone, e.at).day) === weekend
      const days = daysOf(period).filter((day) => isWeekend(day) === weekend && (today === null || day <= today))
      return {
        day_type: weekend ? 'weekend' : 'weekday',
        hour_of_day: hour,
        impressions: over.filter(here).length,
        days: days.filter((day) => day !== today || hour < hoursOver!).length,
        impressions_before: (then ?? []).filter(here).length,
        days_before: before ? daysOf(before).filter((day) => isWeekend(day) === weekend).length : 0,
      }
    }),
  )
}

function shares(shown: readonly RawExposure[], then: readonly RawExposure[] | null, dims: Dims) {
  const all = dims.merchants
    .map(({ merchant_id, merchant_name }) => {
      const impressions = shown.filter((e) => e.merchantId === merchant_id).length
      const before = then?.filter((e) => e.merchantId === merchant_id).length ?? 0
      return {
        merchant_id,
        merchant_name,
        impressions,
        impression_share_pct: percentOf(impressions, shown.length),
        impression_share_before_pct: then && percentOf(before, then.length),
      }
    })
    .filter((row) => row.impressions > 0)
    .sort((a, b) => b.impressions - a.impressions || (a.merchant_name < b.merchant_name ? -1 : 1))
  const sum = (rows: readonly { impressions: number }[]) => rows.reduce((total, row) => total + row.impressions, 0)
  const [top3, top5, top, rest] = [sum(all.slice(0, 3)), sum(all.slice(0, 5)), all.slice(0, 10), all.slice(10)]
  const otherThen = then?.filter((e) => !top.some((row) => row.merchant_id === e.merchantId)).length ?? 0
  return {
    top_merchants: top,
    other: {
      merchants: rest.length,
      impressions: sum(rest),
      impression_share_pct: percentOf(sum(rest), shown.length),
      impression_share_before_pct: then && percentOf(otherThen, then.length),
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
