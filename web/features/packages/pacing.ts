import type { PackagePacing } from '@bx/contracts/endpoints/packagePacing'
import type { SoldPackage } from '../../lib/endpoints.ts'
import { count, NO_VALUE, percentage } from '../../lib/formats.ts'
import type { Condition } from './condition.ts'
import { REASON_WORDS, texts } from './strings.ts'

// How a package stands, in words.

/** Below this chance a package is at risk even while it is on track. */
const DOUBTFUL = 0.5
/** Below this chance, and without room, more was sold than there is. */
const HOPELESS = 0.2

/** null: the package is not sold, or not checked yet. */
export function conditionOf({ pacing, status }: Pick<SoldPackage, 'pacing' | 'status'>): Condition | null {
  if (pacing === null || status === 'cancelled' || status === 'closed') return null
  const { chance, reason } = pacing
  if (reason === 'no_room' && chance !== null && chance < HOPELESS) return 'oversold'
  switch (pacing.status) {
    case 'UNDER_DELIVERING':
      return 'behind'
    case 'OVER_DELIVERING':
      return 'ahead'
    case 'PAUSED':
    case 'COMPLETED':
    case 'ENDED_SHORT':
      return OTHERS[pacing.status]
    default:
      return chance !== null && chance < DOUBTFUL ? 'at_risk' : OTHERS[pacing.status]
  }
}

const OTHERS = {
  ON_TRACK: 'on_track',
  NOT_STARTED: 'not_started',
  WARMING_UP: 'warming_up',
  PAUSED: 'paused',
  COMPLETED: 'completed',
  ENDED_SHORT: 'ended_short',
} as const

const URGENT: ReadonlySet<Condition | null> = new Set(['behind', 'oversold', 'ended_short', 'at_risk', 'ahead'])

/** Whether somebody has to look at it. */
export function isUrgent(sold: SoldPackage): boolean {
  return URGENT.has(conditionOf(sold))
}

/** "96 %", ">99 %", "<1 %": an estimate is never certain. */
export function chanceText(chance: number | null): string {
  if (chance === null) return NO_VALUE
  if (chance > 0.99) return texts.moreThan99
  return chance < 0.01 ? texts.lessThan1 : percentage(chance * 100)
}

/** A number of units that is a rate or an estimate. */
export function unitsPerDay(units: number | null): string {
  return units === null ? NO_VALUE : count(Math.round(units))
}

/** Why it is behind, in a few words; – if it is on course. */
export function whyText(pacing: PackagePacing | null): string {
  return pacing?.reason == null ? NO_VALUE : REASON_WORDS[pacing.reason].short
}
