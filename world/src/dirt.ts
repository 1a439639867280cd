import { uuidV7 } from './ids.ts'
import type { Model } from './model.ts'
import { Random, STREAMS } from './random.ts'
import type { SessionEvents } from './session.ts'
import type { WireExposure } from './wire.ts'

// Faulty events in addition to the true events of a session. Dirt uses its own random stream: the true events are the same with
// or without it.

export interface DirtRecord {
  /** event_ids of duplicates, once per extra copy. */
  readonly duplicates: string[]
  /** event_ids of exposures whose merchant does not exist. */
  readonly unknownMerchants: string[]
  malformed: number
}

/** An extra event, and when the device made it. */
export interface Extra<T> {
  readonly at: number
  readonly event: T
}

export interface Extras {
  readonly duplicates: Extra<WireExposure>[]
  readonly unknownMerchants: Extra<WireExposure>[]
  readonly malformed: Extra<unknown>[]
}

/** Delay of a copy after the event, ms: in another request, but not stale. */
const COPY_DELAY_MS = [10_000, 60_000] as const

const KINDS = ['events', 'device', 'requests', 'reporters', 'sign-in'] as const

/** The random stream for one kind of dirt in a session. */
export function dirtStream(seed: number, { tickAt, number, bot }: SessionEvents, kind: (typeof KINDS)[number]): Random {
  return new Random(seed, STREAMS.dirt, tickAt, (number * KINDS.length + KINDS.indexOf(kind)) * 2 + (bot ? 1 : 0))
}

/** The invalid value of a malformed exposure. */
const FAULTS: readonly object[] = [
  { user_id: 'jane@example.com' },
  { rank_position: -1 },
  { timestamp: 'yesterday' },
  { exposure_type: 'popup' },
  { merchant_id: undefined },
]

/** Extra events in addition to a session's exposures. */
export function spoil({ seed, dirt }: Model, session: SessionEvents, record: DirtRecord | undefined): Extras {
  const rng = dirtStream(seed, session, 'events')
  const extras: Extras = { duplicates: [], unknownMerchants: [], malformed: [] }
  for (const exposure of session.exposures) {
    const copied = rng.chance(dirt.duplicates)
    const misnamed = rng.chance(dirt.unknownMerchants)
    const corrupted = rng.chance(dirt.malformed)
    if (!(copied || misnamed || corrupted)) continue
    const at = Date.parse(exposure.timestamp)
    const extra = { ...exposure, event_id: uuidV7(rng, at) }
    if (copied) extras.duplicates.push({ at: at + Math.round(rng.between(...COPY_DELAY_MS)), event: exposure })
    if (misnamed) extras.unknownMerchants.push({ at, event: { ...extra, merchant_id: unknownMerchant(rng.int(5)) } })
    if (corrupted) extras.malformed.push({ at, event: { ...extra, ...FAULTS[rng.int(FAULTS.length)] } })
  }
  if (record !== undefined) note(extras, record)
  return extras
}

function note(extras: Extras, record: DirtRecord): void {
  record.duplicates.push(...extras.duplicates.map(({ event }) => event.event_id))
  record.unknownMerchants.push(...extras.unknownMerchants.map(({ event }) => event.event_id))
  record.malformed += extras.malformed.length
}

function unknownMerchant(number: number): string {
  return `00000000-0000-4000-8000-00000000000${number}`
}
