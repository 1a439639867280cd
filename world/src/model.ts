import { type Bot, makeBots } from './bots.ts'
import { type Calibration, calibrate } from './calibrate.ts'
import type { DirtRates } from './dirtRates.ts'
import { type Merchant, makeMerchants } from './merchants.ts'
import { makePlacements, type Placement } from './placements.ts'
import { makeRanker, type Ranker } from './ranker.ts'
import { makeRhythm, type Rhythm } from './rhythm.ts'

/** Everything that generation reads: parameters, dimensions and what follows from them. Never changes. */
export interface Model {
  readonly seed: number
  /** First instant of day 0: midnight UTC. */
  readonly start: number
  readonly days: number
  readonly users: number
  readonly exposuresPerDay: number
  /** Sales per session that no exposure had a part in. */
  readonly organicPerSession: number
  readonly dirt: DirtRates
  readonly placements: readonly Placement[]
  readonly merchants: readonly Merchant[]
  readonly bots: readonly Bot[]
  readonly ranker: Ranker
  readonly rhythm: Rhythm
  readonly calibration: readonly Calibration[]
}

export interface ModelParameters extends Pick<Model, 'seed' | 'start' | 'days' | 'users' | 'exposuresPerDay'> {
  readonly organicPerSession: number
  readonly dirt: DirtRates
  readonly placements: number
  readonly merchants: number
  readonly timeZone: string
}

export function makeModel(parameters: ModelParameters): Model {
  const { seed, start, days, timeZone } = parameters
  const placements = makePlacements(seed, parameters.placements)
  const merchants = makeMerchants(seed, parameters.merchants, placements)
  const ranker = makeRanker(seed, placements, merchants)
  return {
    ...parameters,
    placements,
    merchants,
    bots: makeBots(seed, parameters.users),
    ranker,
    rhythm: makeRhythm({ seed, timeZone, start, days }),
    calibration: calibrate({ seed, start, users: parameters.users, placements, merchants, ranker }),
  }
}
