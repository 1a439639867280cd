import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { attribute } from '../src/attribution/attribute.ts'
import { drainAttributionQueue } from '../src/attribution/reattribute.ts'
import { recountOutcomes } from '../src/attribution/recountOutcomes.ts'
import { utcDate } from '../src/lib/clock.ts'
import { uuidv7 } from '../src/lib/ids.ts'
import { processBatch } from '../src/process/processBatch.ts'
import { recountDay } from '../src/rollup/recount.ts'
import { rollUpDeltas } from '../src/rollup/rollUpDeltas.ts'
import { rollUpWithin } from '../src/rollup/rollUpOnce.ts'
import { setCategoryAlone, setCategory as setCategoryIn } from './support/categories.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { envelope, openTestPipeline, pseudonymOf, type TestPipeline } from './support/pipeline.ts'
import { emptyTables } from './support/tables.ts'

// A merchant changes its category while its events are being counted: each counts once, in the new category.

const MERCHANT = randomUUID()
const PLACEMENT = randomUUID()
let database: TestDatabase
let pipeline: TestPipeline

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 3 })
  pipeline = openTestPipeline(database)
  const { owner } = database
  await owner`insert into merchant_dim (merchant_id, merchant_name, category) values (${MERCHANT}, 'Acme', 'Food')`
  await owner`insert into placement_dim (placement_id, placement_key, placement_name) values (${PLACEMENT}, 'home', 'Home')`
})

beforeEach(async () => {
  await emptyTables(database.owner)
  await setCategory('Food')
})

test('a change waits for the running rollup, and moves what it counted', async () => {
  await pipeline.run([visit(1)])
  await store(3)
  let changing: Promise<unknown> = Promise.resolve()
  await database.app.begin(async (tx) => {
    expect(await rollUpWithin(tx, pipeline.rollup)).toBe(1)
    changing = setCategory('Home')
    await someoneWaits()
  })
  await changing
  expect(await impressions()).toEqual({ Home: 4 })
})

test('nothing is rolled up under the old category while a change is not committed', async () => {
  await pipeline.run([visit(2)])
  await store(3)
  await database.app.begin(async (tx) => {
    await setCategoryIn(tx, 'Home')
    expect(await rollUpDeltas(pipeline.rollup)).toBeNull()
  })
  await rollUpDeltas(pipeline.rollup)
  expect(await impressions()).toEqual({ Home: 5 })
})

test('nothing is attributed under the old category while a change is not committed', async () => {
  await pipeline.run([visit(4)])
  await drainAttributionQueue(database.app)
  await pipeline.run([visit(2)])
  await database.app.begin(async (tx) => {
    await setCategoryIn(tx, 'Home')
    expect(await attribute(database.app, new Date(0), () => {})).toBeNull()
  })
  await drainAttributionQueue(database.app)
  const rows = await database.app`
    select category, sum(clicks)::int as clicks, (select sum(pending)::int / 1000000 from category_outcome_daily o
      where o.category = c.category and model = 'decisive_touch') as sales from category_click_daily c group by 1`
  expect([...rows]).toEqual([{ category: 'Home', clicks: 6, sales: 6 }])
  expect(await recountOutcomes(database.app, false)).toMatchObject({ wrong: 0 })
})

test('a merchant without a category counts in none, and wrong sums are found and repaired', async () => {
  await pipeline.run([visit(2)])
  await drainAttributionQueue(database.app)
  await setCategory(null)
  expect(await impressions()).toEqual({})
  await setCategory('Food')
  await database.owner`update category_exposure_daily set impressions = 7`
  await database.owner`update category_click_daily set clicks = 7`
  const day = utcDate(Date.now() - 3_600_000)
  expect(await recountDay(pipeline.rollup, day, true)).toMatchObject({ wrong: 1 })
  expect(await recountOutcomes(database.app, true)).toMatchObject({ wrong: 1 })
  expect(await impressions()).toEqual({ Food: 2 })
  expect(await recountOutcomes(database.app, false)).toMatchObject({ wrong: 0 })
})

/** Processed, not rolled up. */
async function store(count: number): Promise<void> {
  await pipeline.queue.push([envelope(visit(count))])
  await processBatch(pipeline.process, pipeline.queue, (await pipeline.queue.receive(1000))!)
}

/** This many people see the merchant an hour ago, click and buy. */
function visit(count: number) {
  const at = Date.now() - 3_600_000
  const people = Array.from({ length: count }, () => ({ user_id: pseudonymOf(), session_id: randomUUID() }))
  const exposures = people.map((person) => ({
    ...{ ...person, event_id: uuidv7(at), merchant_id: MERCHANT, placement_id: PLACEMENT, timestamp: at },
    ...{ exposure_unit_id: randomUUID(), exposure_type: 'card' as const, rank_position: 0, is_clickable: true },
    algorithm_version: 'v1',
  }))
  const clicks = exposures.map(({ event_id, user_id, session_id }) => ({
    ...{ click_id: uuidv7(at), exposure_event_id: event_id, merchant_id: MERCHANT, placement_id: null },
    ...{ user_id, session_id, timestamp: at + 1000 },
  }))
  const conversions = clicks.map(({ click_id, user_id }) => ({
    ...{ conversion_id: click_id, click_id, user_id, merchant_id: MERCHANT, timestamp: at + 2000, currency: 'GBP' },
    ...{ order_amount: '20', commission_amount: '1', status: 'pending' as const },
  }))
  return { keyKind: 'server' as const, exposures, clicks, conversions }
}

async function setCategory(category: string | null): Promise<void> {
  await setCategoryAlone(database.app, category)
}

async function someoneWaits(): Promise<void> {
  await expect
    .poll(async () => (await database.owner`select 1 from pg_locks where not granted`).length, { timeout: 10_000 })
    .toBeGreaterThan(0)
}

async function impressions(): Promise<Record<string, number>> {
  const rows = await database.app<{ category: string; n: number }[]>`
    select category, sum(impressions)::int as n from category_exposure_daily group by 1`
  return Object.fromEntries(rows.map(({ category, n }) => [category, n]))
}
