import type { Arrival } from '../facts/arrivals.ts'
import { HOUR } from '../lib/clock.ts'
import type { Envelope } from './queue.ts'

/** What was received with an envelope, as the outcomes count it. A replay was received before. */
export function arrivalsOf(envelope: Envelope): Arrival[] {
  if (envelope.replays) return []
  const { receivedAt, keyId, exposures, renders, clicks, conversions, refused } = envelope
  const hour = new Date(Math.floor(receivedAt / HOUR) * HOUR).toISOString()
  const good = { exposure: exposures, render: renders, click: clicks, conversion: conversions }
  return Object.entries(good).flatMap(([kind, events]) => {
    // An envelope queued by mistake may hold a refusal that is null.
    const sum = events.length + refused.filter((one) => one?.kind === kind).length
    return sum === 0 ? [] : [[hour, keyId, kind, sum] as const]
  })
}
