import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { attribute } from '../src/attribution/attribute.ts'
import { runAttributor } from '../src/attribution/attributor.ts'
import { creditEarlier } from '../src/attribution/creditEarlier.ts'
import { recountOutcomes } from '../src/attribution/recountOutcomes.ts'
import { addDays, utcDate } from '../src/lib/clock.ts'
import { silentLogger } from '../src/lib/logger.ts'
import { readConversionPaths } from '../src/query/conversionPaths.ts'
import { resolvePeriod } from '../src/query/period.ts'
import type { Envelope } from '../src/queue/queue.ts'
import { ATTRIBUTION_MERCHANTS, ATTRIBUTION_PLACEMENTS } from './support/attributionFacts.ts'
import { attributionSpec } from './support/attributionSpec.ts'
import { attributionWorld } from './support/attributionWorld.ts'
import { expectAssisted, expectMarkov, expectSameSales } from './support/comparedModels.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { expectProperty } from './support/property.ts'
import { emptyTables } from './support/tables.ts'

// Over any range, the models split the same sales, by the day of the sale. A sale assisted by a placement counts once there, even
// if it was seen on several days of the range.

const RUNS = process.env.TEST_PROFILE === 'long' ? 5_000 : Number(process.env.TEST_WORLDS ?? 15)
const FIRST_DAY = addDays(utcDate(Date.now()), -12)
const ALL_COUNTED = new Date(Date.now() + 365 * 86_400_000)
const WINDOWS = { clickMs: 3_600_000, conversionMs: 7 * 86_400_000, aheadMs: 300_000 }
const MIGRATION = readFileSync(new URL('../migrations/0024_same_sales.sql', import.meta.url), 'utf8')
let database: TestDatabase
let pipeline: TestPipeline

beforeAll(async () => {
  database = await createTestDatabase()
  pipeline = openTestPipeline(database)
  for (const id of ATTRIBUTION_MERCHANTS)
    await database.owner`insert into merchant_dim (merchant_id, merchant_name) values (${id}, ${id})`
  for (const id of ATTRIBUTION_PLACEMENTS)
    await database.owner`insert into placement_dim (placement_id, placement_key, placement_name) values (${id}, ${id}, ${id})`
})

const range = fc.record({ first: fc.integer({ min: -1, max: 10 }), days: fc.integer({ min: 0, max: 8 }) })

const asked = fc.record({
  spec: attributionSpec,
  ranges: fc.array(range, { minLength: 1, maxLength: 3 }),
  isUpgraded: fc.boolean(),
})

test(
  'every model shares out the same sales of a range, and assisted sales count once',
  async () => {
    await expectProperty(
      fc.asyncProperty(asked, async ({ spec, ranges, isUpgraded }) => {
        await emptyTables(database.owner)
        const world = attributionWorld(spec, { start: Date.parse(`${FIRST_DAY}T12:00:00Z`) })
        const [onTime, late] = world.phases
        await send(onTime)
        await attributeAll()
        if (isUpgraded) await forgetNewRollups()
        await send(late)
        await attributeAll()
        expect(await recountOutcomes(database.app, false)).toMatchObject({ wrong: 0, examples: [] })
        while (await creditEarlier(database.app, 1));
        for (const one of ranges) {
          const start = addDays(FIRST_DAY, one.first)
          const period = periodOf(start, addDays(start, one.days))
          await expectSameSales(database.app, world, WINDOWS, period)
          await expectAssisted(database.app, world, WINDOWS, period)
          if (ranges.length === 1) await expectMarkov(database.app, world, WINDOWS, period)
        }
        expect(await recountOutcomes(database.app, false)).toMatchObject({ wrong: 0, examples: [] })
      }),
      RUNS,
    )
  },
  RUNS * 8000,
)

test('the attributor counts earlier sales in the background, and the lab says so until it is done', async () => {
  const { owner, app } = database
  await owner`update attribution_state set credited_to = 0`
  const isCounting = async () => {
    const context = { today: FIRST_DAY, currency: 'GBP' }
    return (await readConversionPaths(app, {}, periodOf(FIRST_DAY, FIRST_DAY), context)).data.models.is_counting
  }
  expect(await isCounting()).toBe(true)
  const stop = new AbortController()
  const running = runAttributor({
    ...{ sql: app, failpoint: () => {}, logger: silentLogger, everyMs: 10, signal: stop.signal },
  })
  await expect.poll(isCounting, { timeout: 10_000 }).toBe(false)
  stop.abort()
  await running
})

async function send(envelopes: readonly Envelope[]): Promise<void> {
  if (envelopes.length > 0) await pipeline.run([...envelopes])
}

async function attributeAll(): Promise<void> {
  while ((await attribute(database.app, ALL_COUNTED, () => {}))?.taken !== 0);
}

/** As after the migration: touch_daily is filled by it, credit_daily by the attributor, which has begun. */
async function forgetNewRollups(): Promise<void> {
  const [fill] = MIGRATION.match(/insert into touch_daily[^;]*;/)!
  await database.owner.begin(async (tx) => {
    await tx`delete from touch_daily`
    await tx.unsafe(fill)
    await tx`delete from credit_daily`
    await tx`update attribution_state set credited_to = 0`
  })
  await creditEarlier(database.app, 1)
}

function periodOf(start: string, end: string) {
  return resolvePeriod(
    { start_date: start, end_date: end, traffic: 'net', compare: 'none', format: 'json' },
    { timeZone: 'UTC', now: Date.now(), firstDay: '2020-01-01' },
  )
}
