import { type Delivery, deliveriesOf } from './deliveries.ts'
import type { Model } from './model.ts'
import { LONGEST_STORY_MS } from './sales.ts'
import { Schedule } from './schedule.ts'
import { sessionsBetween, TICK_MS, type Volume, type Window } from './sessions.ts'
import { noteCauses, type TruthRecord } from './truthRecord.ts'

export interface BetweenOptions {
  /**
   * How far back sessions are gone through for what they still send. The default, 35 days, misses nothing and costs the
   * generation of that history; an hour is enough where sales and offline devices do not matter.
   */
  readonly lookbackMs?: number | undefined
  /** More or less traffic than the world's own, from an instant on. */
  readonly volume?: Volume | undefined
  /** Is told about the sessions that begin in the window. */
  readonly record?: TruthRecord | undefined
}

/** All requests sent in [from, to), in the order of time. `to` may be Infinity: they are made as they are taken. */
export function* deliveriesBetween(
  model: Model,
  { from, to }: Window,
  options: BetweenOptions = {},
): Generator<Delivery> {
  const { lookbackMs = LONGEST_STORY_MS, volume, record } = options
  const waiting = new Schedule<Delivery>()
  const first = Math.max(model.start, Math.floor((from - lookbackMs) / TICK_MS) * TICK_MS)
  for (const session of sessionsBetween(model, { from: first, to }, volume)) {
    // No request of this session or a later one comes before its tick.
    yield* waiting.takeBefore(Math.min(session.tickAt, to))
    const inWindow = session.startedAt >= from && session.startedAt < to
    if (inWindow && record !== undefined) noteCauses(model, session, record)
    for (const delivery of deliveriesOf(model, session, inWindow ? record : undefined)) {
      if (delivery.at >= from && delivery.at < to) waiting.add(delivery)
    }
  }
  yield* waiting.takeBefore(to)
}
