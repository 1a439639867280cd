import type { DeliveryMode, PackageState } from './values.ts'

// Where a package stands against its plan. Pure, so that a stored check can be computed again.

export const PACING_STATUSES = [
  'NOT_STARTED',
  'WARMING_UP',
  'ON_TRACK',
  'UNDER_DELIVERING',
  'OVER_DELIVERING',
  'PAUSED',
  'COMPLETED',
  'ENDED_SHORT',
] as const
export type PacingStatus = (typeof PACING_STATUSES)[number]

/** States whose packages have a pacing status. */
export const PACED_STATES: readonly PackageState[] = ['booked', 'live', 'paused', 'ended', 'closed']

export interface PacingLimits {
  /** Percent of the plan below and above which a package is behind or ahead. */
  readonly under_pct: number
  readonly over_pct: number
  /** A package is assessed after this many hours, at the latest after a tenth of its flight. */
  readonly warm_up_hours: number
  /** Fewer planned units than this, or than a tenth of the goal where that is less, say nothing. */
  readonly least_planned_units: number
}

export interface Standing {
  readonly state: PackageState
  readonly mode: DeliveryMode
  /** null: an open package. */
  readonly goal: number | null
  readonly delivered: number
  readonly planned: number
  /** Milliseconds; when it was live first. */
  readonly liveSince: number | null
  readonly start: number
  readonly end: number
}

export interface Pacing {
  readonly status: PacingStatus
  /** delivered ÷ planned × 100; null while nothing is planned. */
  readonly pct: number | null
}

const HOUR_MS = 3_600_000
/** Share of a flight, and of a goal, that is warm-up at most. */
const MOST_WARM_UP = 0.1

/** The seed's statuses at 80 and 120 %, and those before, after and without a assessment. null: the package is not sold. */
export function pacingOf(standing: Standing, now: number, limits: PacingLimits): Pacing | null {
  const { state, goal, delivered, planned, start, end } = standing
  if (!PACED_STATES.includes(state)) return null
  const pct = goal === null || planned < 1 ? null : (delivered / planned) * 100
  if (goal !== null && delivered >= goal) return { status: 'COMPLETED', pct }
  if (state === 'ended' || state === 'closed' || now >= end)
    return { status: goal === null ? 'COMPLETED' : 'ENDED_SHORT', pct }
  if (state === 'paused') return { status: 'PAUSED', pct }
  if (now < start) return { status: 'NOT_STARTED', pct: null }
  if (goal === null) return { status: 'ON_TRACK', pct: null }
  if (pct === null || isWarmingUp(standing, now, limits)) return { status: 'WARMING_UP', pct }
  return { status: assessed(pct, standing.mode, limits), pct }
}

/** When a package that is live now is assessed for the first time. */
export function assessedFrom({ liveSince, start, end }: Standing, { warm_up_hours }: PacingLimits): number {
  return Math.max(start, liveSince ?? start) + Math.min(warm_up_hours * HOUR_MS, MOST_WARM_UP * (end - start))
}

function isWarmingUp(standing: Standing, now: number, limits: PacingLimits): boolean {
  const least = Math.min(limits.least_planned_units, MOST_WARM_UP * standing.goal!)
  return now < assessedFrom(standing, limits) || standing.planned < least
}

function assessed(pct: number, mode: DeliveryMode, { under_pct, over_pct }: PacingLimits): PacingStatus {
  if (pct < under_pct) return 'UNDER_DELIVERING'
  // As fast as possible is ahead of its plan by intention.
  return pct > over_pct && mode !== 'asap' ? 'OVER_DELIVERING' : 'ON_TRACK'
}
