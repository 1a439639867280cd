import {
  type Change,
  countChange,
  type Measured,
  rateChange,
  ratioChange,
  type Sample,
} from '@bx/contracts/metrics/change'
import { topShare } from '@bx/contracts/metrics/concentration'
import { percent, round } from '@bx/contracts/metrics/metric'
import { slotsFilled } from '@bx/contracts/metrics/slotsFilled'
import type { Days } from '../lib/clock.ts'
import { sumOf } from '../lib/sum.ts'
import type { CutCount } from './cut.ts'
import { isWithin } from './daily.ts'
import type { Period } from './period.ts'
import { comparedFill } from './placementFigures.ts'
import { comparedReach, compareReach, type Unions } from './reach.ts'
import type { RenderDay } from './renders.ts'
import { type SlotDay, type SlotsOn, sumSlots } from './slots.ts'

// One placement compared with the period before: impressions cut at the same hour, everything else over whole days.

export interface MerchantShare {
  readonly merchant_id: string
  readonly merchant_ref: string | null
  readonly merchant_name: string
  readonly impressions: number
}

export interface DayShown {
  readonly day: string
  readonly stored: number
  readonly flagged: number
}

interface PlacementFacts {
  /** Of both periods. */
  readonly days: readonly DayShown[]
  readonly cut: readonly CutCount[]
  readonly slots: readonly SlotDay[]
  readonly slotsOn: SlotsOn
  /** Of both periods. */
  readonly renders: readonly RenderDay[]
  readonly wholeHere: readonly MerchantShare[] | null
  readonly wholeBefore: readonly MerchantShare[] | null
  readonly unions: ReadonlyMap<string, Unions>
  readonly unionsBefore: ReadonlyMap<string, Unions>
}

export function comparePlacement(
  facts: PlacementFacts,
  placementId: string,
  period: Period,
  reachIsComparable: boolean,
) {
  const before = period.before!
  const whole = before.wholeDays
  const countIn = (days: Days) =>
    sumOf(facts.days, (row) => (isWithin(row.day, days) ? row.stored + (period.gross ? row.flagged : 0) : 0))
  const cutOn = (day: string) => sumOf(facts.cut, (row) => (row.day === day ? row.impressions : 0))
  const reach = reachIsComparable
    ? compareReach(facts.unions.get(placementId), facts.unionsBefore.get(placementId))
    : null
  const [impressions, impressionsBefore] = [
    countIn(period) - cutOn(period.unfinishedDay ?? period.end),
    countIn(before) - cutOn(before.end),
  ]
  return {
    impressions,
    impressions_before: impressionsBefore,
    impressions_change: countChange(impressions, impressionsBefore),
    ...comparedReach(reach, [whole ? countIn(whole.here) : 0, whole ? countIn(whole.before) : 0]),
    ...comparedSlots(facts, whole),
    ...comparedTop(facts, 3),
    ...comparedTop(facts, 5),
    ...comparedFill({ renders: facts.renders, rendersBefore: facts.renders }, whole),
  }
}

function comparedSlots({ slots, slotsOn }: PlacementFacts, whole: NonNullable<Period['before']>['wholeDays']) {
  if (whole === null)
    return { avg_merchants_shown: null, avg_merchants_shown_before: null, avg_merchants_shown_change: null }
  const [here, before] = [whole.here, whole.before].map((days) => {
    const { sum, sessions } = sumSlots(
      slots.filter(({ day }) => isWithin(day, days)),
      slotsOn,
    )
    const value = slotsFilled(sum, sessions)
    return value === null ? null : { value, variance: 1 / sessions }
  }) as [Measured | null, Measured | null]
  return {
    avg_merchants_shown: here?.value ?? null,
    avg_merchants_shown_before: before?.value ?? null,
    avg_merchants_shown_change: ratioChange(here, before),
  }
}

function comparedTop<N extends 3 | 5>({ wholeHere, wholeBefore }: PlacementFacts, n: N) {
  const [now, then] = [wholeHere, wholeBefore].map((merchants) => {
    const counts = (merchants ?? []).map((row) => row.impressions).sort((a, b) => b - a)
    return { share: percent(topShare(counts, n)), sample: sampleOf(counts.slice(0, n), counts) }
  }) as [TopShare, TopShare]
  return {
    [`top_${n}_share_pct`]: now.share,
    [`top_${n}_share_before_pct`]: then.share,
    [`top_${n}_share_change`]: rateChange(now.sample, then.sample),
  } as Record<`top_${N}_share_pct` | `top_${N}_share_before_pct`, number | null> &
    Record<`top_${N}_share_change`, Change | null>
}

interface TopShare {
  readonly share: number | null
  readonly sample: Sample
}

function sampleOf(own: readonly number[], all: readonly number[]): Sample {
  return { successes: sumOf(own, (n) => n), trials: sumOf(all, (n) => n) }
}

/** How the share of the merchants selected by `isIn` changed over whole days. */
export function shareChange(here: readonly MerchantShare[] | null, before: readonly MerchantShare[] | null) {
  return (isIn: (merchantId: string) => boolean): { share_change_pts: number | null; share_change: Change | null } => {
    const [now, then] = [here ?? [], before ?? []].map((merchants) =>
      sampleOf(
        merchants.map((row) => (isIn(row.merchant_id) ? row.impressions : 0)),
        merchants.map((row) => row.impressions),
      ),
    ) as [Sample, Sample]
    const change = rateChange(now, then)
    return { share_change_pts: change && round(change.value, 2), share_change: change }
  }
}
