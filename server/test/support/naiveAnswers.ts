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

export function naiveSummary(raw: Raw, dims: Dims, merchantId: string, period: Period) {
  const shown = shownIn(raw, period).filter((e) => e.merchantId === merchantId)
  const inRange = (row: { merchantId: string; at: number }) =>
    row.merchantId === merchantId && within(period.timeZone, row.at, period)
  const clicks = raw.clicks.filter((c) => inRange(c) && (period.gross || !c.flagged)).length
  const conversions = raw.conversions.filter((c) => inRange(c) && ['pending', 'confirmed'].includes(c.status)).length
  return {
    merchant: dims.merchants.find((m) => m.merchant_id === merchantId),
    totals: summaryFigures(shown),
    placements: dims.placements
      .filter((p) => shown.some((e) => e.placementId === p.placement_id))
      .map(({ placement_id, placement_name }) => ({
        placement_id,
        placement_name,
        ...summaryFigures(shown.filter((e) => e.placementId === placement_id)),
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

export function naiveDeepDive(raw: Raw, dims: Dims, placementId: string, period: Period) {
  const shown = shownIn(raw, period).filter((e) => e.placementId === placementId)
  const placement = dims.placements.find((p) => p.placement_id === placementId)!
  const slots = slotsOf(raw, dims, period.timeZone, period, placementId)
  const reach = reachOf(shown)
  const { placement_id, placement_name } = placement
  return {
    placement: { placement_id, placement_name, max_slots: slotsOn(placement, period.end) },
    totals: {
      impressions: shown.length,
      ...reach,
      frequency: ratio(shown.length, reach.unique_users),
      unique_merchants: distinct(shown.map((e) => e.merchantId)),
      fill_rate: fillOf(raw, period.timeZone, period, placementId),
      avg_merchants_shown: ratio(slots.sum, slots.sessions),
      max_merchants_shown: slots.max,
    },
    ...shares(shown, dims),
    hourly: Array.from({ length: 24 }, (_, hour) => ({
      hour_of_day: hour,
      impressions: shown.filter((e) => wallClock(period.timeZone, e.at).hour === hour).length,
    })),
    frequency: frequencyOf(shown),
    daily: dailyOf(period.timeZone, shown, period),
  }
}

function shares(shown: readonly RawExposure[], dims: Dims) {
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
    top_merchants: all.slice(0, 10),
    other: {
      merchants: rest.length,
      impressions: sum(rest),
      impression_share_pct: percentOf(sum(rest), shown.length),
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
