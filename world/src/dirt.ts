import { uuidV7 } from './ids.ts'
import type { Model } from './model.ts'
import { Random, STREAMS } from './random.ts'
import type { SessionEvents } from './session.ts'
import type { WireExposure } from './wire.ts'

// What reaches the server beside the true events of a session. Dirt draws from a stream of its own: with or without it,
// the same things happen.

export interface DirtRecord {
  /** event_ids that are sent once more than they should be, once per extra copy. */
  readonly duplicates: string[]
  /** event_ids of exposures whose merchant does not exist. */
  readonly unknownMerchants: string[]
  malformed: number
}

export interface ExtraEvents {
  readonly duplicates: WireExposure[]
  readonly unknownMerchants: WireExposure[]
  readonly malformed: unknown[]
}

const rng = new Random(0, STREAMS.dirt)

/** Names the dirt streams of a session; `purpose` tells apart what is drawn for it. */
export function dirtStream(seed: number, { tickAt, number, bot }: SessionEvents, purpose: 0 | 1, into: Random): Random {
  return into.reset(seed, STREAMS.dirt, tickAt, number * 4 + purpose * 2 + (bot ? 1 : 0))
}

/** Extra events for those of a session's exposures that are sent at all. */
export function spoil(
  { seed, dirt }: Model,
  session: SessionEvents,
  exposures: readonly WireExposure[],
  record: DirtRecord | undefined,
): ExtraEvents {
  dirtStream(seed, session, 0, rng)
  const extra: ExtraEvents = { duplicates: [], unknownMerchants: [], malformed: [] }
  for (const exposure of exposures) {
    if (rng.chance(dirt.duplicates)) extra.duplicates.push(exposure)
    if (rng.chance(dirt.unknownMerchants)) extra.unknownMerchants.push(ofUnknownMerchant(exposure))
    if (rng.chance(dirt.malformed)) extra.malformed.push(broken(exposure))
  }
  if (record !== undefined) {
    record.duplicates.push(...extra.duplicates.map((event) => event.event_id))
    record.unknownMerchants.push(...extra.unknownMerchants.map((event) => event.event_id))
    record.malformed += extra.malformed.length
  }
  return extra
}

function ofUnknownMerchant(exposure: WireExposure): WireExposure {
  const number = rng.int(5)
  const merchant = `00000000-0000-4000-8000-00000000000${number}`
  return { ...exposure, event_id: uuidV7(rng, Date.parse(exposure.timestamp)), merchant_id: merchant }
}

/** One field is not what the contract says; which one, takes turns. */
function broken(exposure: WireExposure): unknown {
  const event_id = uuidV7(rng, Date.parse(exposure.timestamp))
  const faults = [
    { user_id: 'jane@example.com' },
    { rank_position: -1 },
    { timestamp: 'yesterday' },
    { exposure_type: 'popup' },
    { merchant_id: undefined },
  ]
  return { ...exposure, event_id, ...faults[rng.int(faults.length)] }
}
