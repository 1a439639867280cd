import { topShare } from '@bx/contracts/metrics/concentration'
import { frequency } from '@bx/contracts/metrics/frequency'
import { impressionShare } from '@bx/contracts/metrics/impressionShare'
import { percent, round } from '@bx/contracts/metrics/metric'
import { slotsFilled } from '@bx/contracts/metrics/slotsFilled'
import type { Days } from '../lib/clock.ts'
import { sumOf } from '../lib/sum.ts'
import type { CutCount } from './cut.ts'
import { isWithin } from './daily.ts'
import type { Period } from './period.ts'
import { compareReach, type Unions } from './reach.ts'
import { type SlotDay, type SlotsOn, sumSlots } from './slots.ts'

// One placement compared with the period before: impressions cut at the same hour, everything else over whole days.

export interface MerchantShare {
  readonly merchant_id: string
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
  const slotsIn = (days: Days) => {
    const rows = facts.slots.filter(({ day }) => isWithin(day, days))
    const { sum, sessions } = sumSlots(rows, facts.slotsOn)
    return slotsFilled(sum, sessions)
  }
  const top = (merchants: readonly MerchantShare[] | null, n: number) =>
    merchants &&
    percent(
      topShare(
        merchants.map((row) => row.impressions),
        n,
      ),
    )
  const reach = reachIsComparable
    ? compareReach(facts.unions.get(placementId), facts.unionsBefore.get(placementId))
    : null
  return {
    impressions: countIn(period) - cutOn(period.unfinishedDay ?? period.end),
    impressions_before: countIn(before) - cutOn(before.end),
    unique_users: reach?.here.users ?? null,
    unique_users_before: reach?.before.users ?? null,
    unique_users_clear: reach?.clear ?? null,
    frequency: reach && whole && frequency(countIn(whole.here), reach.here.users),
    frequency_before: reach && whole && frequency(countIn(whole.before), reach.before.users),
    avg_merchants_shown: whole && slotsIn(whole.here),
    avg_merchants_shown_before: whole && slotsIn(whole.before),
    top_3_share_pct: top(facts.wholeHere, 3),
    top_3_share_before_pct: top(facts.wholeBefore, 3),
    top_5_share_pct: top(facts.wholeHere, 5),
    top_5_share_before_pct: top(facts.wholeBefore, 5),
  }
}

/** How the share of the merchants selected by `isIn` changed over whole days, percentage points. */
export function shareChange(here: readonly MerchantShare[] | null, before: readonly MerchantShare[] | null) {
  const shareOf = (merchants: readonly MerchantShare[], isIn: (id: string) => boolean) =>
    impressionShare(
      sumOf(merchants, (row) => (isIn(row.merchant_id) ? row.impressions : 0)),
      sumOf(merchants, (row) => row.impressions),
    )
  return (isIn: (merchantId: string) => boolean): number | null => {
    if (here === null || before === null) return null
    const [now, then] = [shareOf(here, isIn), shareOf(before, isIn)]
    return now === null || then === null ? null : round((now - then) * 100, 2)
  }
}
