import { BOT_BURST, makeBotBurst } from './bots.ts'
import { poisson } from './distributions.ts'
import type { Model } from './model.ts'
import { Random, STREAMS } from './random.ts'
import { makeSession, type SessionEvents, VISITS_PER_SESSION } from './session.ts'
import { type VisitMix, visitMix } from './visitMix.ts'

// The true events. Time is divided into ticks; (seed, tick, number) alone determines how many sessions begin in a tick and what
// happens in each, so any period can be generated without earlier ones.

const DAY = 86_400_000
export const TICK_MS = 10_000
/** How often the day's mix of placements is updated, ms: local midnight may be on any quarter of an hour. */
const MIX_MS = 900_000

/** Multiple of the world's volume at a time; default 1. */
export type Volume = (at: number) => number

const rng = new Random(0, STREAMS.sessionCount)

/** Half open. `from` is a multiple of TICK_MS; the tick that contains `to` is included completely. */
export interface Window {
  readonly from: number
  readonly to: number
}

/**
 * All sessions that begin in the window's ticks; bots come after people in each tick. More volume only adds sessions; the
 * first ones of a tick do not change.
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

/** Expected exposures per second around a time, by people and bots; 0 before the world begins. */
export function exposuresPerSecond(model: Model, at: number): number {
  return at < model.start ? 0 : (model.exposuresPerDay * model.rhythm.level(at)) / (DAY / 1000)
}
