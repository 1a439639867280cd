import type { Days } from '../lib/clock.ts'
/** A query of reach_daily: one merchant (or all), and one placement or each of them; or several merchants. */
export interface ReachQuestion {
  readonly merchantId: string
  /** Instead of `merchantId`: each of these, over all placements; the unions are then by merchant. */
  readonly merchantIds?: readonly string[]
  readonly placementId?: string
  /** The days to read. */
  readonly days: Days
  /** A part of `days` that needs its own union as well. */
  readonly part?: Days | undefined
  readonly gross: boolean
  /** Only used for comparison: whole days, which are queried often. */
  readonly isCompared?: boolean
  /** Also count how many users were shown how often. */
  readonly frequency?: boolean
}
