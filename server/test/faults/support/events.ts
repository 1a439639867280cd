import { randomUUID } from 'node:crypto'
import { uuidv7 } from '../../../../bench/support/load.ts'
import type { Sql } from '../../../src/db/client.ts'
import { between, type Random } from './seed.ts'

/** The merchants and placements that fault events speak of. */
export interface FaultWorld {
  readonly merchants: readonly string[]
  readonly placements: readonly string[]
}

/** An exposure as it goes over the wire. */
export type WireExposure = Readonly<Record<string, unknown>> & { readonly event_id: string; readonly timestamp: string }

/** One request; it keeps its ids however often it is sent. */
export interface Batch {
  readonly ids: readonly string[]
  readonly body: string
}

export async function fillWorld(owner: Sql): Promise<FaultWorld> {
  const merchants = await owner<{ id: string }[]>`
    insert into merchant_dim (merchant_ref, merchant_name) select 'm' || n, 'Merchant ' || n from generate_series(1, 20) n
    returning merchant_id as id`
  const placements = await owner<{ id: string }[]>`
    insert into placement_dim (placement_key, placement_name) select 'p' || n, 'Placement ' || n from generate_series(1, 8) n
    returning placement_id as id`
  return { merchants: merchants.map((row) => row.id), placements: placements.map((row) => row.id) }
}

/** The dimensions of a database that is there already. */
export async function readWorld(owner: Sql): Promise<FaultWorld> {
  const merchants = await owner<{ id: string }[]>`select merchant_id as id from merchant_dim order by 1`
  const placements = await owner<{ id: string }[]>`select placement_id as id from placement_dim order by 1`
  return { merchants: merchants.map((row) => row.id), placements: placements.map((row) => row.id) }
}

const DAY_MS = 86_400_000

/** Exposures of today, and some of yesterday. */
export function makeExposures(world: FaultWorld, count: number, random: Random): WireExposure[] {
  const session = randomUUID()
  const placement = world.placements[between(random, 0, world.placements.length - 1)]!
  return Array.from({ length: count }, (_, i) => ({
    ...idAndTime(random),
    merchant_id: world.merchants[between(random, 0, world.merchants.length - 1)]!,
    exposure_unit_id: placement,
    exposure_type: 'card',
    placement_id: placement,
    user_id: `00000000-0000-4000-8000-${between(random, 0, 4999).toString(16).padStart(12, '0')}`,
    rank_position: i % 10,
    session_id: session,
    is_clickable: true,
    algorithm_version: 'v7',
    viewable: i % 3 !== 0,
  }))
}

/** Ids take three ways of deduplication: v7 of its own day, v4, and v7 whose clock was a day off. */
function idAndTime(random: Random): { event_id: string; timestamp: string } {
  const now = Date.now()
  const at = random() < 0.1 ? now - DAY_MS : now
  const kind = random()
  const event_id = kind < 0.1 ? randomUUID() : uuidv7(kind < 0.11 ? now + DAY_MS : at)
  return { event_id, timestamp: new Date(at).toISOString() }
}

export function batchOf(events: readonly WireExposure[]): Batch {
  return { ids: events.map((event) => event.event_id), body: JSON.stringify({ events }) }
}

/** Batches of about `perBatch` events each; one in four is a lone event, as page-hide beacons are. */
export function makeBatches(world: FaultWorld, events: number, perBatch: number, random: Random): Batch[] {
  const batches: Batch[] = []
  for (let made = 0; made < events; ) {
    const size = Math.min(events - made, random() < 0.25 ? 1 : perBatch)
    batches.push(batchOf(makeExposures(world, size, random)))
    made += size
  }
  return batches
}
