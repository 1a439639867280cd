import { randomUUID } from 'node:crypto'
import type { Exposure } from '@bx/contracts/events/exposure'
import { beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../src/lib/ids.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, pseudonymOf, type TestPipeline } from './support/pipeline.ts'

let database: TestDatabase
let pipeline: TestPipeline
const merchantId = randomUUID()
const placementId = randomUUID()

beforeAll(async () => {
  database = await createTestDatabase()
  pipeline = openTestPipeline(database)
  const { owner } = database
  await owner`insert into merchant_dim (merchant_id, merchant_ref, merchant_name) values (${merchantId}, 'acme', 'Acme')`
  await owner`insert into placement_dim (placement_id, placement_key, placement_name) values (${placementId}, 'home', 'Home')`
})

function exposure(overrides: Partial<Exposure> = {}): Exposure {
  return {
    event_id: uuidv7(),
    merchant_id: merchantId,
    exposure_unit_id: randomUUID(),
    exposure_type: 'carousel',
    placement_id: placementId,
    user_id: pseudonymOf(),
    timestamp: Date.now(),
    rank_position: 1,
    session_id: randomUUID(),
    is_clickable: true,
    algorithm_version: 'v1',
    ...overrides,
  }
}

test('an exposure becomes a row, an hour, a day, a sketch and a session slot', async () => {
  await pipeline.run([{ exposures: [exposure({ viewable: true })] }])
  const [row] = await database.app`select impressions, viewable, rank_sum from placement_daily`
  expect(row).toEqual({ impressions: 1, viewable: 1, rank_sum: 1 })
  expect(await database.app`select sessions, merchants_shown_sum, merchants_shown_max from slot_daily`).toEqual([
    { sessions: 1, merchants_shown_sum: 1, merchants_shown_max: 1 },
  ])
  expect((await database.app`select 1 from reach_daily`).length).toBe(4)
})

test('the same id under another day, with a v7 or a v4 id, in either order, is counted once', async () => {
  const now = Date.now()
  const day = 86_400_000
  for (const id of [uuidv7(now), randomUUID()]) {
    const before = await countRows()
    await pipeline.run([{ exposures: [exposure({ event_id: id, timestamp: now })] }])
    await pipeline.run([{ exposures: [exposure({ event_id: id, timestamp: now - day })] }])
    expect(await countRows()).toBe(before + 1)
  }
  for (const id of [uuidv7(now), randomUUID()]) {
    const before = await countRows()
    await pipeline.run([{ exposures: [exposure({ event_id: id, timestamp: now - day })] }])
    await pipeline.run([{ exposures: [exposure({ event_id: id, timestamp: now })] }])
    expect(await countRows()).toBe(before + 1)
  }
})

async function countRows(): Promise<number> {
  const [row] = await database.app<{ n: number }[]>`select count(*) as n from exposure_events`
  return row!.n
}
