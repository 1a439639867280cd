import { uuidV7 } from './ids.ts'
import { isoTime } from './isoTime.ts'
import type { Model } from './model.ts'
import { Random, STREAMS } from './random.ts'
import type { SessionEvents } from './session.ts'
import type { TruthRecord } from './truthRecord.ts'
import type { WireClick } from './wire.ts'

/** Nobody means both clicks. */
const WITHIN_MS = [100, 900] as const

/** Clicks right after a click of the session, on another brand that was on the screen: a slip of the finger. */
export function tapsOf({ seed, dirt }: Model, session: SessionEvents, record?: TruthRecord): WireClick[] {
  const rng = new Random(seed, STREAMS.taps, session.tickAt, session.number)
  return session.clicks.flatMap((click) => {
    if (!rng.chance(dirt.taps)) return []
    const others = session.exposures.filter(
      ({ merchant_id, timestamp }) => merchant_id !== click.merchant_id && timestamp <= click.timestamp,
    )
    const exposure = others.at(-1)
    if (exposure === undefined) return []
    const at = Date.parse(click.timestamp) + Math.round(rng.between(...WITHIN_MS))
    const { event_id: exposure_event_id, placement_id, merchant_id } = exposure
    const tap = { click_id: uuidV7(rng, at), exposure_event_id, placement_id, merchant_id, timestamp: isoTime(at) }
    record?.taps.push(tap.click_id)
    return [{ ...click, ...tap }]
  })
}
