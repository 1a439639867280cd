import { randomUUID } from 'node:crypto'
import type { Click } from '@bx/contracts/events/click'
import type { Conversion } from '@bx/contracts/events/conversion'
import type { Exposure } from '@bx/contracts/events/exposure'
import { attribute } from '../../src/attribution/attribute.ts'
import { uuidv7 } from '../../src/lib/ids.ts'
import { processBatch } from '../../src/process/processBatch.ts'
import type { Batch, Envelope } from '../../src/queue/queue.ts'
import type { TestDatabase } from './database.ts'
import { pseudonymOf, type TestPipeline } from './pipeline.ts'

// Single exposures, clicks and sales of one merchant, and their attribution.

export const SHOP = '10000000-0000-4000-8000-000000000001'
export const [HERE, THERE] = ['20000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000002']

export async function makeShop({ owner }: TestDatabase): Promise<void> {
  await owner`insert into merchant_dim (merchant_id, merchant_ref, merchant_name) values (${SHOP}, 'shop', 'Shop')`
  for (const [id, key] of [
    [HERE, 'here'],
    [THERE, 'there'],
  ] as const)
    await owner`insert into placement_dim (placement_id, placement_key, placement_name) values (${id}, ${key}, ${key})`
}

/** A person in one session. */
export interface Person {
  readonly user_id: string
  readonly session_id: string
}

export function person(): Person {
  return { user_id: pseudonymOf(), session_id: randomUUID() }
}

export function exposure(who: Person, timestamp: number, more: Partial<Exposure> = {}): Exposure {
  return {
    ...{ event_id: uuidv7(timestamp), merchant_id: SHOP, placement_id: HERE, exposure_unit_id: randomUUID() },
    ...{ exposure_type: 'card', ...who, timestamp, rank_position: 0, is_clickable: true, algorithm_version: 'v1' },
    ...{ viewable: true, ...more },
  }
}

export function click(who: Person, timestamp: number, more: Partial<Click> = {}): Click {
  return { click_id: uuidv7(timestamp), merchant_id: SHOP, ...who, timestamp, ...more }
}

export function sale(timestamp: number, more: Partial<Conversion>): Conversion {
  return {
    ...{ conversion_id: randomUUID(), merchant_id: SHOP, timestamp, order_amount: '10', commission_amount: '1' },
    ...{ currency: 'GBP', status: 'pending', ...more },
  }
}

/** Attributes all due work, without the second look. */
export async function look(database: TestDatabase, completeTo = new Date(0)): Promise<void> {
  while ((await attribute(database.app, completeTo, () => {}))?.taken !== 0);
}

/** As if each had been queued when it was received. */
export function asReceived(batch: Batch): Batch {
  const envelopes = batch.envelopes.map((one) => ({ ...one, queuedAt: new Date(one.receivedAt) }))
  return { ...batch, envelopes }
}

export async function runAsReceived(worker: TestPipeline, one: Envelope): Promise<void> {
  await worker.queue.push([one])
  await processBatch(worker.process, worker.queue, asReceived((await worker.queue.receive(1000))!))
  await worker.drain()
}

/** `through placement`, or the reason. */
export async function attributionOf(
  { owner }: TestDatabase,
  { conversion_id: id }: Conversion,
): Promise<string | undefined> {
  const [row] = await owner<{ line: string }[]>`
    select coalesce(a.unattributed_reason, a.through || ' ' || p.placement_key) as line
    from attributed_conversions a join conversion_events sale using (conversion_no)
      left join attribution_touches t on t.conversion_no = a.conversion_no and t.decisive
      left join placement_dim p using (placement_id)
    where sale.conversion_id = ${id}`
  return row?.line
}

/** `exposure repeats`, by click_id. */
export async function creditsOf({ owner }: TestDatabase, clicks: readonly Click[]): Promise<string[]> {
  const rows = await owner<{ id: string; line: string }[]>`
    select click_id as id, coalesce(exposure_event_id::text, 'none') || coalesce(' ' || repeats, '') as line from click_ledger`
  const lines = new Map(rows.map(({ id, line }) => [id, line]))
  return clicks.map(({ click_id }) => lines.get(click_id) ?? 'missing')
}
