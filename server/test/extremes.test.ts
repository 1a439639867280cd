import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { drainAttributionQueue } from '../src/attribution/reattribute.ts'
import { recountOutcomes } from '../src/attribution/recountOutcomes.ts'
import { replayArrived } from '../src/deadLetters/replayDeadLetters.ts'
import { flagRates } from '../src/invalidTraffic/flagRates.ts'
import { DAY, HOUR, MINUTE, utcDate } from '../src/lib/clock.ts'
import { recountDay } from '../src/rollup/recount.ts'
import { buildTestApp, makeDims, makeKey, send, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { expectProperty } from './support/property.ts'
import { emptyTables } from './support/tables.ts'

// The largest and smallest values that ingest accepts pass every loop: nothing is set aside, and the rollups equal a recount.

const RUNS = process.env.TEST_PROFILE === 'long' ? 500 : 8
const RULES = { currency: 'GBP', maxAmount: 1_000_000, sampleRate: 1 }
const MAX_SLOTS = 32_767
let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp
let keys: { browser: string; server: string }

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 4 })
  pipeline = openTestPipeline(database)
  await makeDims(database)
  await database.owner`insert into placement_slots select placement_id, '2000-01-01', ${MAX_SLOTS} from placement_dim`
  app = await buildTestApp({ database, queue: pipeline.queue })
  keys = { browser: await makeKey(database, 'browser'), server: await makeKey(database, 'server') }
})

/** From now: at the edges of what keys allow, and around midnight. */
const offset = fc.constantFrom(0, 4 * MINUTE, -HOUR, -71 * HOUR, -DAY, -(Date.now() % DAY), -(Date.now() % DAY) - 1)
const text = fc.constantFrom('', 'v1', '"', '\\', "'; drop table settings", '💥'.repeat(32), '\u2028', '{}', 'null')
const who = fc.constantFrom(...Array.from({ length: 3 }, () => randomUUID()))
const amount = fc.constantFrom('0', '0.0001', '1000000', '999999.9999')
const lost = fc.constantFrom(0, 1, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER)
const uuid = fc.constantFrom('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff')

const exposures = fc.array(
  fc.record({
    offset,
    user_id: who,
    session_id: fc.oneof(uuid, who),
    rank_position: fc.constantFrom(null, 0, 32_767),
    viewable: fc.constantFrom(null, true, false),
    sample_rate: fc.constantFrom(null, 1, 0.000001, 0.999999999),
    algorithm_version: text,
    merchant_ref: fc.constantFrom('acme', 'nobody'),
    context: fc.record({ market: text }),
  }),
  { maxLength: 20 },
)
const renders = fc.array(fc.record({ offset, slots_available: fc.constantFrom(0, 1, MAX_SLOTS), all: fc.boolean() }), {
  maxLength: 5,
})
const clicks = fc.array(fc.record({ offset, user_id: who, session_id: fc.oneof(uuid, who) }), { maxLength: 10 })
const sales = fc.array(
  fc.record({
    offset: fc.oneof(offset, fc.constant(-399 * DAY)),
    user_id: who,
    order_amount: amount,
    commission_amount: amount,
    status: fc.constantFrom('pending', 'confirmed', 'rejected', 'refunded'),
  }),
  { maxLength: 10 },
)

const at = ({ offset: ms, ...event }: { readonly offset: number }) => ({
  ...event,
  timestamp: new Date(Date.now() + ms).toISOString(),
})

test(
  'the extremes of what is accepted pass every loop',
  async () => {
    await expectProperty(
      fc.asyncProperty(fc.record({ exposures, renders, clicks, sales, stale: lost, overflow: lost }), async (world) => {
        await emptyTables(database.owner)
        pipeline = openTestPipeline(database) // without the memory of the rows that are gone
        await sendWorld(world)
        await pipeline.drain()
        await flagRates(database.app)
        await replayArrived(database.app, pipeline.queue, RULES)
        await pipeline.drain()
        await drainAttributionQueue(database.app)
        await expectWhole()
      }),
      RUNS,
    )
  },
  RUNS * 10_000,
)

interface World {
  readonly exposures: readonly { readonly offset: number }[]
  readonly renders: readonly { readonly offset: number; readonly slots_available: number; readonly all: boolean }[]
  readonly clicks: readonly { readonly offset: number }[]
  readonly sales: readonly { readonly offset: number }[]
  readonly stale: number
  readonly overflow: number
}

async function sendWorld(world: World): Promise<void> {
  const events = world.exposures.map((event) => wireExposure(at(event)))
  const lists = world.renders.map(({ all, ...render }) => ({
    ...at(render),
    ...{ render_id: randomUUID(), placement_key: 'home', session_id: randomUUID() },
    slots_filled: all ? render.slots_available : 0,
  }))
  const dropped = { stale: world.stale, overflow: world.overflow }
  for (const key of [keys.server, keys.browser])
    expect((await send(app.server, { events, renders: lists, dropped }, { key })).status).toBe(202)
  const clicked = world.clicks.map((click) => ({ ...at(click), click_id: randomUUID(), merchant_ref: 'acme' }))
  await send(app.server, { events: clicked, dropped }, { key: keys.server, path: '/api/click/batch' })
  const sold = world.sales.map((sale) => ({
    ...at(sale),
    ...{ conversion_id: randomUUID(), merchant_ref: 'acme', currency: 'GBP' },
  }))
  const receipt = await send(app.server, { events: sold }, { key: keys.server, path: '/api/conversion/batch' })
  expect(receipt.codes).toEqual({})
}

/** Nothing was set aside, nothing waits, and every rollup is the sum of its rows. */
async function expectWhole(): Promise<void> {
  const { owner } = database
  for (const table of ['failed_envelopes', 'failed_deltas', 'failed_attributions', 'ingest_inbox', 'rollup_deltas'])
    expect(await owner`select * from ${owner(table)}`, table).toEqual([])
  expect(await owner`select reason from dead_letter_events where reason in ('poison', 'worker_died')`).toEqual([])
  for (let day = -4; day <= 1; day++) {
    const result = await recountDay(pipeline.rollup, utcDate(Date.now() + day * DAY), false)
    expect(result.examples, result.day).toEqual([])
  }
  expect(await recountOutcomes(database.app, false)).toMatchObject({ wrong: 0 })
}
