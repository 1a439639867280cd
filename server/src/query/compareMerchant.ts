import { averageRank } from '@bx/contracts/metrics/averageRank'
import { countChange, type Measured, rateChange, ratioChange } from '@bx/contracts/metrics/change'
import { ctr } from '@bx/contracts/metrics/ctr'
import { percent } from '@bx/contracts/metrics/metric'
import { ALL_PLACEMENTS, UNATTRIBUTED } from '../facts/sumIds.ts'
import type { Days } from '../lib/clock.ts'
import { sumOf } from '../lib/sum.ts'
import { isWithin } from './daily.ts'
import type { OutcomeDay } from './outcomes.ts'
import type { Period } from './period.ts'
import { comparedReach, compareReach, type Unions } from './reach.ts'

// One merchant compared with the period before, over whole days: its impressions are stored by the day.

export interface MerchantDay {
  readonly placementId: string
  readonly placementName: string
  readonly day: string
  readonly impressions: number
  readonly viewable: number
  readonly notViewable: number
  readonly rankSum: number
  readonly rankCount: number
  readonly flagged: boolean
}

interface MerchantFacts {
  /** Of both periods, net and flagged. */
  readonly allDays: readonly MerchantDay[]
  readonly unions: ReadonlyMap<string, Unions>
  readonly unionsBefore: ReadonlyMap<string, Unions>
}

/** @param placementId null: over all placements */
export function compareMerchant(
  { allDays, unions, unionsBefore }: MerchantFacts,
  placementId: string | null,
  period: Period,
  reachIsComparable: boolean,
) {
  const whole = period.before?.wholeDays
  if (!whole) return null
  const rowsIn = (days: Days) =>
    allDays.filter(
      (row) =>
        isWithin(row.day, days) &&
        (period.gross || !row.flagged) &&
        (placementId === null || row.placementId === placementId),
    )
  const [here, before] = [rowsIn(whole.here), rowsIn(whole.before)] as const
  const [impressions, impressionsBefore] = [here, before].map((rows) => sumOf(rows, (row) => row.impressions)) as [
    number,
    number,
  ]
  const key = placementId ?? ALL_PLACEMENTS
  const reach = reachIsComparable ? compareReach(unions.get(key), unionsBefore.get(key)) : null
  return {
    impressions,
    impressions_before: impressionsBefore,
    impressions_change: countChange(impressions, impressionsBefore),
    ...comparedReach(reach, [impressions, impressionsBefore]),
    avg_rank: rankOf(here)?.value ?? null,
    avg_rank_before: rankOf(before)?.value ?? null,
    avg_rank_change: ratioChange(rankOf(here), rankOf(before)),
  }
}

/** Clicks per impression over whole days, in all placements. */
export function compareCtr(
  { allDays, outcomes }: { readonly allDays: readonly MerchantDay[]; readonly outcomes: readonly OutcomeDay[] },
  period: Period,
) {
  const whole = period.before?.wholeDays
  if (!whole) return null
  const sampleOf = (days: Days) => ({
    successes: sumOf(outcomes, (row) =>
      isWithin(row.day, days) && row.placementId !== UNATTRIBUTED ? row.outcome.clicks : 0,
    ),
    trials: sumOf(allDays, (row) => (isWithin(row.day, days) && (period.gross || !row.flagged) ? row.impressions : 0)),
  })
  const [now, before] = [sampleOf(whole.here), sampleOf(whole.before)]
  return {
    ctr_pct: percent(ctr(now.successes, now.trials), 4),
    ctr_before_pct: percent(ctr(before.successes, before.trials), 4),
    ctr_change: rateChange(now, before),
  }
}

function rankOf(rows: readonly MerchantDay[]): Measured | null {
  const ranked = sumOf(rows, (row) => row.rankCount)
  const value = averageRank(
    sumOf(rows, (row) => row.rankSum),
    ranked,
  )
  return value === null ? null : { value, variance: 1 / ranked }
}

/** Of the period itself: what net leaves out is shown separately. */
export function countedOf(allDays: readonly MerchantDay[], period: Period, placementId?: string) {
  const here = allDays.filter(
    (row) => isWithin(row.day, period) && (placementId === undefined || row.placementId === placementId),
  )
  return {
    stored: sumOf(here, (row) => (row.flagged ? 0 : row.impressions)),
    flagged: sumOf(here, (row) => (row.flagged ? row.impressions : 0)),
  }
}

/** Of the whole days that are compared. */
export function daysBefore(allDays: readonly MerchantDay[], { before, gross }: Period): MerchantDay[] {
  const days = before?.wholeDays?.before
  return days ? allDays.filter((row) => isWithin(row.day, days) && (gross || !row.flagged)) : []
}
