import type { DirtRates } from './dirtRates.ts'
import type { Merchant } from './merchants.ts'
import type { Placement } from './placements.ts'
import type { Ranker } from './ranker.ts'
import type { Rhythm } from './rhythm.ts'

/** All inputs of the generation: parameters, dimensions and derived values. Immutable. */
export interface Model {
  readonly seed: number
  /** First instant of day 0: midnight UTC. */
  readonly start: number
  readonly days: number
  readonly users: number
  readonly exposuresPerDay: number
  /** Sales per session that are not caused by an exposure. */
  readonly organicPerSession: number
  /** Of all sales. */
  readonly currency: string
  readonly dirt: DirtRates
  readonly placements: readonly Placement[]
  readonly merchants: readonly Merchant[]
  readonly bots: readonly Bot[]
  readonly ranker: Ranker
  readonly rhythm: Rhythm
  readonly calibration: readonly Calibration[]
}

export interface Bot {
  readonly userId: string
  /** Names itself in its user agent; other bots can only be detected by their rate. */
  readonly declared: boolean
  readonly userAgent: string
}

export interface Calibration {
  /** Average exposures per list. */
  readonly shownPerRender: number
  /** Multiply with `clickInfluence` to get the probability of a click. */
  readonly clickScale: number
}
