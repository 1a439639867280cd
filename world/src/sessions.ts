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

/** Half open. `from` is a multiple of TICK_MS; the tick that holds `to` is taken whole. */
export interface Window {
  readonly from: number
  readonly to: number
}

/**
 * All sessions that begin in the window's ticks; a tick's bots come after its people. More volume only adds sessions:
 * the first ones of a tick stay what they were.
 */
export function* sessionsBetween(
  model: Model,
  { from, to }: Window,
  volume: Volume = () => 1,
): Generator<SessionEvents> {
  const { seed, dirt } = model
  let mix: VisitMix | undefined
  for (let tickAt = from; tickAt < to; tickAt += TICK_MS) {
    if (mix === undefined || tickAt % MIX_MS === 0) mix = visitMix(model, tickAt)
    const exposures = (exposuresPerSecond(model, tickAt) * volume(tickAt) * TICK_MS) / 1000
    const people = (exposures * (1 - dirt.bots)) / (mix.exposuresPerVisit * VISITS_PER_SESSION)
    const sessions = poisson(rng.reset(seed, STREAMS.sessionCount, tickAt), people)
    for (let number = 0; number < sessions; number++) yield makeSession(model, mix, { tickAt, tickMs: TICK_MS, number })
    const bursts = poisson(rng.reset(seed, STREAMS.botCount, tickAt), (exposures * dirt.bots) / BOT_BURST)
    for (let number = 0; number < bursts; number++) yield makeBotBurst(model, { tickAt, tickMs: TICK_MS, number })
  }
}

/** Exposures per second to be expected around an instant, by people and bots; none before the world begins. */
export function exposuresPerSecond(model: Model, at: number): number {
  return at < model.start ? 0 : (model.exposuresPerDay * model.rhythm.level(at)) / (DAY / 1000)
}
