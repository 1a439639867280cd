import { makeBots } from './bots.ts'
import { calibrate } from './calibrate.ts'
import type { DirtRates } from './dirtRates.ts'
import { makeMerchants } from './merchants.ts'
import type { Model } from './model.ts'
import { makePlacements } from './placements.ts'
import { makeRanker } from './ranker.ts'
import { makeRhythm } from './rhythm.ts'
export interface ModelParameters extends Pick<Model, 'seed' | 'start' | 'days' | 'users' | 'exposuresPerDay'> {
  readonly organicPerSession: number
  readonly currency: string
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
