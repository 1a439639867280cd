import { averageRank } from '@bx/contracts/metrics/averageRank'
import { frequency } from '@bx/contracts/metrics/frequency'
import { ALL_PLACEMENTS } from '../facts/sumIds.ts'
import type { Days } from '../lib/clock.ts'
import { sumOf } from '../lib/sum.ts'
import { isWithin } from './daily.ts'
import type { Period } from './period.ts'
import { compareReach, type Unions } from './reach.ts'

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
    unique_users: reach?.here.users ?? null,
    unique_users_before: reach?.before.users ?? null,
    unique_users_clear: reach?.clear ?? null,
    frequency: reach && frequency(impressions, reach.here.users),
    frequency_before: reach && frequency(impressionsBefore, reach.before.users),
    avg_rank: rankOf(here),
    avg_rank_before: rankOf(before),
  }
}

function rankOf(rows: readonly MerchantDay[]): number | null {
  return averageRank(
    sumOf(rows, (row) => row.rankSum),
    sumOf(rows, (row) => row.rankCount),
  )
}

/** Of the period itself: what net leaves out is shown separately. */
export function countedOf(allDays: readonly MerchantDay[], period: Period) {
  const here = allDays.filter((row) => isWithin(row.day, period))
  return {
    stored: sumOf(here, (row) => (row.flagged ? 0 : row.impressions)),
    flagged: sumOf(here, (row) => (row.flagged ? row.impressions : 0)),
  }
}

export function daysBefore(allDays: readonly MerchantDay[], period: Period): MerchantDay[] {
  const { before, gross } = period
  return before ? allDays.filter((row) => isWithin(row.day, before) && (gross || !row.flagged)) : []
}
