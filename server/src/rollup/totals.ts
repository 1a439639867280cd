import type { OutcomeDelta, PackageDelta, RenderDelta } from '../facts/delta.ts'
import type { Counters } from './counters.ts'

// The sum of what one rollup changes: a cell for each rollup row.

export interface HourCell {
  readonly placement: string
  readonly hour: string
  readonly day: string
  readonly flagged: boolean
  readonly counters: Counters
}

export interface PlacementDayCell {
  readonly placement: string
  readonly day: string
  readonly flagged: boolean
  readonly counters: Counters
  /** merchant_no of the merchants that were added. */
  readonly merchants: Set<number>
}

export interface DayCell {
  readonly merchant: string
  readonly placement: string
  readonly day: string
  readonly flagged: boolean
  readonly counters: Counters
}

export interface ReachCell {
  readonly merchant: string
  readonly placement: string
  readonly day: string
  readonly flagged: boolean
  /** `userNumber`s in any order, one per exposure. */
  readonly added: number[]
  readonly removed: number[]
}

export interface SlotCell {
  readonly session: string
  readonly placement: string
  readonly day: string
  readonly merchants: Set<number>
}

export interface Totals {
  readonly events: number
  readonly hours: readonly HourCell[]
  readonly placementDays: readonly PlacementDayCell[]
  readonly days: readonly DayCell[]
  readonly reach: readonly ReachCell[]
  readonly slots: readonly SlotCell[]
  readonly renders: readonly RenderDelta[]
  readonly outcomes: readonly OutcomeDelta[]
  readonly packages: readonly PackageDelta[]
  /** Users with a removed exposure; empty in normal traffic. */
  readonly removedUsers: readonly string[]
}
