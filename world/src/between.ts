import { type Delivery, deliveriesOf } from './deliveries.ts'
import type { Model } from './model.ts'
import { LONGEST_STORY_MS } from './sales.ts'
import { Schedule } from './schedule.ts'
import { sessionsBetween, TICK_MS, type Volume, type Window } from './sessions.ts'
import { type FillSlots, soldRanker } from './soldRanker.ts'
import { noteCauses, type TruthRecord } from './truthRecord.ts'

export interface BetweenOptions {
  /**
   * How far back sessions are generated to find their late requests. The default of 35 days misses nothing, but has to generate
   * this history; an hour is enough without sales and offline devices.
   */
  readonly lookbackMs?: number | undefined
  /** Traffic relative to the world's, from a given time. */
  readonly volume?: Volume | undefined
  /** A ranking service that sells slots of the lists shown from an instant on; default: all lists are organic. */
  readonly sold?: { readonly from: number; readonly fill: FillSlots } | undefined
  /** Receives the sessions that begin in the window. */
  readonly record?: TruthRecord | undefined
}

/** All requests sent in [from, to), ordered by time. `to` may be Infinity: requests are generated lazily. */
export function* deliveriesBetween(
  world: Model,
  { from, to }: Window,
  options: BetweenOptions = {},
): Generator<Delivery> {
  const { lookbackMs = LONGEST_STORY_MS, volume, record, sold } = options
  const model = sold === undefined ? world : { ...world, ranker: soldRanker(world.ranker, world, sold) }
  const waiting = new Schedule<Delivery>()
  const first = Math.max(model.start, Math.floor((from - lookbackMs) / TICK_MS) * TICK_MS)
  for (const session of sessionsBetween(model, { from: first, to }, volume)) {
    // This and later sessions send no request before their tick.
    yield* waiting.takeBefore(Math.min(session.tickAt, to))
    const inWindow = session.startedAt >= from && session.startedAt < to
    if (inWindow && record !== undefined) noteCauses(model, session, record)
    for (const delivery of deliveriesOf(model, session, inWindow ? record : undefined)) {
      if (delivery.at >= from && delivery.at < to) waiting.add(delivery)
    }
  }
  yield* waiting.takeBefore(to)
}
