import { countChange, rateChange, ratioChange } from '@bx/contracts/metrics/change'
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
  rendersOf,
  shownIn,
  slotsOf,
  slotsOn,
  viewableOf,
} from './naive.ts'
import { hourStart, midnight, wallClock, within } from './naiveCalendar.ts'

// The overview and the merchant's summary, from raw events. `data` only: the meta is checked by hand.

export function naiveOverview(raw: Raw, dims: Dims, period: Period, keptFrom: string) {
  const shown = shownIn(raw, period)
  return {
    rows: dims.placements.map(({ slots: _, ...placement }) => {
      const own = shown.filter((e) => e.placementId === placement.placement_id)
      const merchants = distinct(own.map((e) => e.merchantId))
      const maxSlots = slotsOn(
        dims.placements.find((p) => p.placement_id === placement.placement_id),
        period.end < period.today ? period.end : period.today,
      )
      return {
        ...placement,
        ...overviewFigures(raw, dims, period, keptFrom, placement.placement_id),
        counted: countedOf(raw, period, (e) => e.placementId === placement.placement_id),
        max_slots: maxSlots,
        saturation_rate: percentOf(merchants, maxSlots),
        daily: dailyOf(period.timeZone, own, period),
      }
    }),
    totals: overviewFigures(raw, dims, period, keptFrom),
    merchants_known: dims.merchants.length,
    daily: dailyOf(period.timeZone, shown, period),
    daily_before: period.before
      ? dailyOf(period.timeZone, upToCut(shownIn(raw, period, period.before), period, period.before.end), period.before)
      : [],
    hourly: period.start === period.end ? naiveHours(raw, period) : null,
    unfinished_to_cut:
      period.before && period.unfinishedDay !== null
        ? upToCut(shown, period, period.unfinishedDay).filter(
            (e) => wallClock(period.timeZone, e.at).day === period.unfinishedDay,
          ).length
        : null,
    counted: storedBehind(raw, period),
    reconciliation: reconciliation(raw, period),
  }
}

/** A single day by its clock hours; all of them have passed, as worlds lie in the past. */
function naiveHours(raw: Raw, period: Period) {
  const at = (range: Range, hour: number) =>
    shownIn(raw, period, range).filter((e) => wallClock(period.timeZone, e.at).hour === hour).length
  const { before, unfinishedDay } = period
  return Array.from({ length: 24 }, (_, hour) => ({
    hour_of_day: hour,
    impressions: at(period, hour),
    impressions_before: before && (unfinishedDay === null || hour < (before.cutHours ?? 24)) ? at(before, hour) : null,
  }))
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

export function comparison(
  raw: Raw,
  dims: Dims,
  period: Period,
  before: NonNullable<Period['before']>,
  keptFrom: string,
  only?: string,
) {
  const shown = (range: { start: string; end: string }) => ofPlacement(shownIn(raw, period, range), only)
  const upTo = (range: Range, lastDay: string) => upToCut(shown(range), period, lastDay).length
  const whole = before.wholeDays
  const merchantsIn = (range: Range) => distinct(shown(range).map((e) => e.merchantId))
  const slotsIn = (range: Range) => {
    const { sum, slots } = slotsOf(raw, dims, period.timeZone, range, only)
    return { successes: sum, trials: slots }
  }
  const isComparable = whole !== null && whole.before.start >= keptFrom
  const [here, then] = isComparable ? [shown(whole.here), shown(whole.before)] : [[], []]
  const slots = whole && ([slotsIn(whole.here), slotsIn(whole.before)] as const)
  return {
    ...wholeDayFigures(here, then, isComparable),
    ...changed('impressions', upTo(period, period.unfinishedDay ?? period.end), upTo(before, before.end)),
    ...changed('unique_merchants', whole && merchantsIn(whole.here), whole && merchantsIn(whole.before)),
    slots_filled_rate: slots && ratio(slots[0].successes, slots[0].trials),
    slots_filled_rate_before: slots && ratio(slots[1].successes, slots[1].trials),
    slots_filled_rate_change: slots && rateChange(...slots),
    ...(whole
      ? comparedFill(
          rendersOf(raw, period.timeZone, whole.here, only),
          rendersOf(raw, period.timeZone, whole.before, only),
        )
      : { fill_rate: null, fill_rate_before: null, fill_rate_change: null }),
  }
}

type Renders = ReturnType<typeof rendersOf>

function comparedFill(here: Renders, then: Renders) {
  return {
    fill_rate: ratio(here.filled, here.available),
    fill_rate_before: ratio(then.filled, then.available),
    fill_rate_change: rateChange(
      { successes: here.filled, trials: here.available },
      { successes: then.filled, trials: then.available },
    ),
  }
}

/** A count of both periods, and its change. */
function changed<Name extends string>(name: Name, now: number | null, before: number | null) {
  const change = now === null || before === null ? null : countChange(now, before)
  return { [name]: now, [`${name}_before`]: before, [`${name}_change`]: change } as Record<
    Name | `${Name}_before` | `${Name}_change`,
    unknown
  >
}

function upToCut(events: readonly RawExposure[], period: Period, lastDay: string): readonly RawExposure[] {
  const hours = period.unfinishedDay === null ? null : (period.before?.cutHours ?? null)
  return hours === null ? events : events.filter((e) => !isAfterCut(period.timeZone, e.at, lastDay, hours))
}

/** In a local hour of the last day that begins `hours` after midnight or later. */
function isAfterCut(zone: string, at: number, lastDay: string, hours: number): boolean {
  return wallClock(zone, at).day === lastDay && hourStart(zone, at) >= midnight(zone, lastDay) + hours * 3_600_000
}

export function ofPlacement(events: readonly RawExposure[], only?: string): readonly RawExposure[] {
  return only === undefined ? events : events.filter((e) => e.placementId === only)
}

export function reconciliation(raw: Raw, period: Period) {
  const received = raw.outcomes.filter((o) => within(period.timeZone, o.hour, period))
  const sum = (outcome: string) =>
    received.filter((o) => o.outcome === outcome).reduce((total, o) => total + o.events, 0)
  const [stored, flagged] = [sum('stored'), sum('flagged')]
  const [duplicate, rejected] = [sum('duplicate'), sum('rejected')]
  const all = stored + flagged + duplicate + rejected
  return { received: all, stored, flagged, duplicate, superseded: 0, rejected, waiting: 0, unaccounted: 0 }
}

export function storedBehind(raw: Raw, period: Period) {
  const kept = raw.exposures.filter((e) => within(period.timeZone, e.at, period))
  const flagged = kept.filter((e) => e.flagged).length
  return { stored: kept.length - flagged, flagged }
}

/** All but the funnel, which rests on attribution. */
export function naiveSummary(raw: Raw, dims: Dims, merchantId: string, period: Period, keptFrom: string) {
  const own = (range: Range) => shownIn(raw, period, range).filter((e) => e.merchantId === merchantId)
  const shown = shownIn(raw, period).filter((e) => e.merchantId === merchantId)
  return {
    merchant: dims.merchants.find((m) => m.merchant_id === merchantId),
    totals: { ...summaryFigures(shown), comparison: summaryComparison(own, period, keptFrom) },
    counted: countedOf(raw, period, (e) => e.merchantId === merchantId),
    placements: dims.placements
      .filter((p) => shown.some((e) => e.placementId === p.placement_id))
      .map(({ placement_id, placement_key, placement_name, tier }) => ({
        ...{ placement_id, placement_key, placement_name, tier },
        ...summaryFigures(shown.filter((e) => e.placementId === placement_id)),
        comparison: summaryComparison((range) => ofPlacement(own(range), placement_id), period, keptFrom),
        counted: countedOf(raw, period, (e) => e.merchantId === merchantId && e.placementId === placement_id),
      })),
    frequency: frequencyOf(shown),
    daily: dailyOf(period.timeZone, shown, period),
    daily_before: period.before?.wholeDays
      ? dailyOf(period.timeZone, own(period.before.wholeDays.before), period.before.wholeDays.before)
      : [],
  }
}

export type Range = { readonly start: string; readonly end: string }

/** Over whole days, of the events that `own` finds in a range. */
function summaryComparison(own: (range: Range) => readonly RawExposure[], period: Period, keptFrom: string) {
  const whole = period.before?.wholeDays
  if (!whole) return null
  const [here, before] = [own(whole.here), own(whole.before)]
  return {
    ...wholeDayFigures(here, before, whole.before.start >= keptFrom),
    avg_rank: rankOf(here),
    avg_rank_before: rankOf(before),
    avg_rank_change: ratioChange(measured(rankOf(here), ranked(here)), measured(rankOf(before), ranked(before))),
  }
}

export function wholeDayFigures(here: readonly RawExposure[], before: readonly RawExposure[], isComparable: boolean) {
  const [users, usersBefore] = [reachOf(here).unique_users, reachOf(before).unique_users]
  return {
    ...changed('impressions', here.length, before.length),
    ...changed('unique_users', isComparable ? users : null, isComparable ? usersBefore : null),
    frequency: isComparable ? ratio(here.length, users) : null,
    frequency_before: isComparable ? ratio(before.length, usersBefore) : null,
    frequency_change: isComparable
      ? ratioChange(
          measured(ratio(here.length, users), users),
          measured(ratio(before.length, usersBefore), usersBefore),
        )
      : null,
  }
}

/** An average over n people or events. */
export function measured(value: number | null, n: number) {
  return value === null ? null : { value, variance: n > 0 ? 1 / n : 0 }
}

function ranked(events: readonly RawExposure[]): number {
  return events.filter((e) => e.rank !== null).length
}

export function countedOf(raw: Raw, period: Period, isOwn: (event: RawExposure) => boolean) {
  const kept = raw.exposures.filter((e) => isOwn(e) && within(period.timeZone, e.at, period))
  const flagged = kept.filter((e) => e.flagged).length
  return { stored: kept.length - flagged, flagged }
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
