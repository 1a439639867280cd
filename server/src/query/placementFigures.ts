import { countChange, rateChange } from '@bx/contracts/metrics/change'
import { fillRate } from '@bx/contracts/metrics/fillRate'
import { frequency } from '@bx/contracts/metrics/frequency'
import { slotsFilled, slotsFilledRate } from '@bx/contracts/metrics/slotsFilled'
import { viewableRate } from '@bx/contracts/metrics/viewableRate'
import type { Days } from '../lib/clock.ts'
import { sumOf } from '../lib/sum.ts'
import { countBits, unionBits } from '../reach/bitmap.ts'
import type { CutCount } from './cut.ts'
import { isWithin } from './daily.ts'
import type { Period } from './period.ts'
import type { PlacementDay } from './placementDays.ts'
import { comparedReach, compareReach, reachFields, type Unions, unionOf } from './reach.ts'
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
  const inWhole = [whole?.here, whole?.before] as const
  const impressions = upToCut(facts.days, period.unfinishedDay ?? period.end)
  const impressionsBefore = upToCut(facts.daysBefore, before.end)
  return {
    impressions,
    impressions_before: impressionsBefore,
    impressions_change: countChange(impressions, impressionsBefore),
    ...comparedReach(reach, [
      inWhole[0] ? impressionsIn(facts.days, inWhole[0]) : 0,
      inWhole[1] ? impressionsIn(facts.daysBefore, inWhole[1]) : 0,
    ]),
    ...comparedMerchants(facts, whole),
    ...comparedSlots(facts, slotsOn, whole),
    ...comparedFill(facts, whole),
  }
}

type WholeDays = NonNullable<Period['before']>['wholeDays']

function comparedMerchants(facts: Facts, whole: WholeDays) {
  if (whole === null) return { unique_merchants: null, unique_merchants_before: null, unique_merchants_change: null }
  const [now, then] = [merchantsIn(facts.days, whole.here), merchantsIn(facts.daysBefore, whole.before)]
  return {
    unique_merchants: now,
    unique_merchants_before: then,
    unique_merchants_change: countChange(now, then),
  }
}

function merchantsIn(days: readonly PlacementDay[], range: Days): number {
  return countBits(unionBits(days.filter(({ day }) => isWithin(day, range)).map((row) => row.merchants)))
}

function comparedSlots(facts: Facts, slotsOn: SlotsOn, whole: WholeDays) {
  if (whole === null) return { slots_filled_rate: null, slots_filled_rate_before: null, slots_filled_rate_change: null }
  const slotsIn = (days: readonly SlotDay[], range: Days) =>
    sumSlots(
      days.filter(({ day }) => isWithin(day, range)),
      slotsOn,
    )
  const [here, then] = [slotsIn(facts.slots, whole.here), slotsIn(facts.slotsBefore, whole.before)]
  return {
    slots_filled_rate: slotsFilledRate(here.sum, here.slots),
    slots_filled_rate_before: slotsFilledRate(then.sum, then.slots),
    slots_filled_rate_change: rateChange(
      { successes: here.sum, trials: here.slots },
      { successes: then.sum, trials: then.slots },
    ),
  }
}

/** The fill rate of renders over whole days. */
export function comparedFill(facts: Pick<Facts, 'renders' | 'rendersBefore'>, whole: WholeDays) {
  if (whole === null) return { fill_rate: null, fill_rate_before: null, fill_rate_change: null }
  const rendersIn = (days: readonly RenderDay[], range: Days) =>
    sumRenders(days.filter(({ day }) => isWithin(day, range)))
  const [here, then] = [rendersIn(facts.renders, whole.here), rendersIn(facts.rendersBefore, whole.before)]
  return {
    fill_rate: fillRate(here.filled, here.available),
    fill_rate_before: fillRate(then.filled, then.available),
    fill_rate_change: rateChange(
      { successes: here.filled, trials: here.available },
      { successes: then.filled, trials: then.available },
    ),
  }
}
