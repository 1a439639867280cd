import { fillRate } from '@bx/contracts/metrics/fillRate'
import { frequency } from '@bx/contracts/metrics/frequency'
import { slotsFilled, slotsFilledRate } from '@bx/contracts/metrics/slotsFilled'
import { viewableRate } from '@bx/contracts/metrics/viewableRate'
import { isClearRateChange } from '@bx/contracts/metrics/wilson'
import type { Days } from '../lib/clock.ts'
import { sumOf } from '../lib/sum.ts'
import { countBits, unionBits } from '../reach/bitmap.ts'
import type { CutCount } from './cut.ts'
import { isWithin } from './daily.ts'
import type { Period } from './period.ts'
import type { PlacementDay } from './placementDays.ts'
import { compareReach, reachFields, type Unions, unionOf } from './reach.ts'
import { type RenderDay, sumRenders } from './renders.ts'
import { type SlotDay, type SlotsOn, sumSlots } from './slots.ts'

// Computes the figures of one placement, or of all together, for this period and the one before.

/** The rows read for one placement, or for all of them together. */
export interface Facts {
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

export function figuresOf(facts: Facts, slotsOn: SlotsOn, period: Period, reachIsComparable: boolean) {
  const slots = sumSlots(facts.slots, slotsOn)
  const reached = reachFields(unionOf(facts.unions), period)
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
    ...reached,
    frequency: frequency(impressions, reached.unique_users),
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
  return {
    impressions: upToCut(facts.days, period.unfinishedDay ?? period.end),
    impressions_before: upToCut(facts.daysBefore, before.end),
    unique_users: reach?.here.users ?? null,
    unique_users_before: reach?.before.users ?? null,
    unique_users_clear: reach?.clear ?? null,
    frequency: reach && whole && frequency(impressionsIn(facts.days, whole.here), reach.here.users),
    frequency_before: reach && whole && frequency(impressionsIn(facts.daysBefore, whole.before), reach.before.users),
    unique_merchants: whole && merchantsIn(facts.days, whole.here),
    unique_merchants_before: whole && merchantsIn(facts.daysBefore, whole.before),
    slots_filled_rate: whole && slotsFilledIn(facts.slots, slotsOn, whole.here),
    slots_filled_rate_before: whole && slotsFilledIn(facts.slotsBefore, slotsOn, whole.before),
    ...comparedFill(facts, whole),
  }
}

function merchantsIn(days: readonly PlacementDay[], range: Days): number {
  return countBits(unionBits(days.filter(({ day }) => isWithin(day, range)).map((row) => row.merchants)))
}

function slotsFilledIn(days: readonly SlotDay[], slotsOn: SlotsOn, range: Days): number | null {
  const { sum, slots } = sumSlots(
    days.filter(({ day }) => isWithin(day, range)),
    slotsOn,
  )
  return slotsFilledRate(sum, slots)
}

function comparedFill(facts: Facts, whole: NonNullable<Period['before']>['wholeDays']) {
  if (whole === null) return { fill_rate: null, fill_rate_before: null, fill_rate_clear: null }
  const rendersIn = (days: readonly RenderDay[], range: Days) =>
    sumRenders(days.filter(({ day }) => isWithin(day, range)))
  const [here, then] = [rendersIn(facts.renders, whole.here), rendersIn(facts.rendersBefore, whole.before)]
  return {
    fill_rate: fillRate(here.filled, here.available),
    fill_rate_before: fillRate(then.filled, then.available),
    fill_rate_clear: isClearRateChange(
      { successes: here.filled, trials: here.available },
      { successes: then.filled, trials: then.available },
    ),
  }
}
