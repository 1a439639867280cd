import { BOT_BURST, makeBotBurst } from './bots.ts'
import { poisson } from './distributions.ts'
import type { Model } from './model.ts'
import { Random, STREAMS } from './random.ts'
import { makeSession, type SessionEvents, VISITS_PER_SESSION } from './session.ts'
import { type VisitMix, visitMix } from './visitMix.ts'

// What truly happened. Time is cut into ticks; how many sessions begin in a tick, and what happens in each, follows from
// (seed, tick, number) alone, so any stretch of time can be made without the ones before it.

const DAY = 86_400_000
export const TICK_MS = 10_000
/** The day's mix of placements is looked at again this often, ms: local midnight may fall on any quarter of an hour. */
const MIX_MS = 900_000

/** A multiple of the world's own volume at an instant; 1 when left out. */
export type Volume = (at: number) => number

const rng = new Random(0, STREAMS.sessionCount)

/** All sessions that begin in [from, to); both are multiples of TICK_MS. Bots' bursts come after the people's sessions. */
export function* sessionsBetween(
  model: Model,
  from: number,
  to: number,
  volume: Volume = () => 1,
): Generator<SessionEvents> {
  let mix: VisitMix | undefined
  for (let tick = from; tick < to; tick += TICK_MS) {
    if (mix === undefined || tick % MIX_MS === 0) mix = visitMix(model, tick)
    const exposures = (exposuresPerSecond(model, tick) * volume(tick) * TICK_MS) / 1000
    const people = (exposures * (1 - model.dirt.bots)) / (mix.exposuresPerVisit * VISITS_PER_SESSION)
    const sessions = countOf(model, STREAMS.sessionCount, tick, people)
    for (let number = 0; number < sessions; number++) yield makeSession(model, mix, tick, number, TICK_MS)
    const bursts = countOf(model, STREAMS.botCount, tick, (exposures * model.dirt.bots) / BOT_BURST)
    for (let number = 0; number < bursts; number++) yield makeBotBurst(model, tick, number, TICK_MS)
  }
}

/** Exposures per second to be expected around an instant, by people and bots; none before the world begins. */
export function exposuresPerSecond(model: Model, at: number): number {
  return at < model.start ? 0 : (model.exposuresPerDay * model.rhythm.level(at)) / (DAY / 1000)
}

/** More volume only adds sessions: the first ones of a tick stay what they were. */
function countOf(
  model: Model,
  stream: typeof STREAMS.sessionCount | typeof STREAMS.botCount,
  tick: number,
  mean: number,
): number {
  return mean === 0 ? 0 : poisson(rng.reset(model.seed, stream, tick), mean)
}
