import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { readMerchantBenchmark } from '../src/query/merchantBenchmark.ts'
import { type Period, resolvePeriod } from '../src/query/period.ts'
import { buildTestApp, type TestApp } from './support/app.ts'
import { setCategory } from './support/categories.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { type GroupFact, isSpread, type NaiveGroup, naiveGroup } from './support/naiveGroups.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { expectProperty } from './support/property.ts'
import { readCsvRows } from './support/readCsv.ts'
import { cookieOf } from './support/staff.ts'
import { emptyTables } from './support/tables.ts'

// The benchmark of the other merchants of a category never reveals a single one: compared with counting by hand, for any range and
// for the difference of any two.

const MERCHANTS = Array.from({ length: 9 }, () => randomUUID())
const PLACE = randomUUID()
const [VIEWER, DAYS] = [0, [0, 1, 2, 3]]
const dayOf = (day: number) => `2026-05-0${day + 1}`
let database: TestDatabase
let app: TestApp
let cookie: string

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 0 })
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue })
  cookie = await cookieOf(database, 'viewer')
  const { owner } = database
  await owner`insert into placement_dim (placement_id, placement_key, placement_name) values (${PLACE}, 'home', 'Home')`
  for (const [no, id] of MERCHANTS.entries())
    await owner`insert into merchant_dim (merchant_id, merchant_name, category) values (${id}, ${`Shop ${no}`}, 'Food')`
})

const fact = fc.record({
  day: fc.constantFrom(...DAYS),
  merchant: fc.nat(MERCHANTS.length - 1),
  // Mostly similar, so that groups are shown; sometimes one has nearly all.
  impressions: fc.oneof({ arbitrary: fc.integer({ min: 20, max: 40 }), weight: 8 }, fc.constantFrom(0, 1, 400)),
  clicks: fc.constantFrom(0, 2, 2, 3, 30),
  sales: fc.constantFrom(0, 1, 1, 1, 9),
  money: fc.constantFrom(0, 100, 110, 120, 900),
})
const facts = fc.uniqueArray(fact, {
  minLength: 20,
  maxLength: 36,
  selector: ({ day, merchant }) => `${day} ${merchant}`,
})

test('the others are shown when counting by hand allows it, with what it counts, and withheld with its reason', async () => {
  const seen = new Set<string>()
  await expectProperty(
    fc.asyncProperty(facts, async (world) => {
      await fill(world)
      for (const days of [[0], [0, 1], [1, 2], DAYS]) {
        const expected = naiveGroup(world, VIEWER, days)
        seen.add(typeof expected === 'string' ? expected : 'shown')
        expect(await shownTo(VIEWER, days)).toEqual(expected)
      }
    }),
    process.env.TEST_PROFILE === 'long' ? 500 : 40,
  )
  expect([...seen].sort()).toEqual(expect.arrayContaining(['few_merchants', 'one_merchant', 'shown']))
})

test('the impressions that two shown ranges differ by are of 5 others or more, none above 60 %', async () => {
  await expectProperty(
    fc.asyncProperty(facts, async (world) => {
      for (const [wide, narrow] of [
        [DAYS, [0, 1, 2]],
        [DAYS, [0, 1]],
        [DAYS, [1, 2]],
        [[0, 1], [0]],
      ] as const) {
        const [all, part] = [naiveGroup(world, VIEWER, wide), naiveGroup(world, VIEWER, narrow)]
        if (typeof all === 'string' || typeof part === 'string' || all.impressions === part.impressions) continue
        const between = wide.filter((day) => !(narrow as readonly number[]).includes(day))
        const rest = naiveGroup(
          world.map((one) => ({ ...one, clicks: 0, sales: 0, money: 0 })),
          VIEWER,
          between,
        )
        expect(rest).toMatchObject({ impressions: all.impressions - part.impressions })
        const counted = world.filter((one) => one.merchant !== VIEWER && between.includes(one.day))
        expect(new Set(counted.map(({ merchant }) => merchant)).size).toBeGreaterThanOrEqual(5)
      }
    }),
    300,
  )
})

test('a change of a day is visible at once, regardless of caches', async () => {
  const world = [1, 2, 3, 4, 5, 6].map((merchant) => ({ ...{ day: 0, merchant, impressions: 20 }, ...NOTHING }))
  await fill(world)
  expect(await shownTo(VIEWER, [0])).toMatchObject({ impressions: 120 })
  expect(isSpread(world, 'impressions')).toBe(true)
  await fill(world.map((one) => ({ ...one, impressions: one.merchant === 1 ? 500 : 20 })))
  expect(await shownTo(VIEWER, [0])).toBe('one_merchant')
  // A merchant that leaves the category no longer counts in it.
  await setCategory(database.owner, 'Toys', MERCHANTS[1]!)
  expect(await shownTo(VIEWER, [0])).toMatchObject({ impressions: 100 })
  await setCategory(database.owner, 'Food', MERCHANTS[1]!)
})

test('a withheld figure is null with its reason, and an empty field in the file', async () => {
  await fill([1, 2, 3, 4].map((merchant) => ({ ...{ day: 0, merchant, impressions: 20 }, ...NOTHING })))
  const url = `/api/analytics/merchants/${MERCHANTS[VIEWER]}/benchmark?start_date=${dayOf(0)}&end_date=${dayOf(0)}`
  const json = (await app.server.inject({ url, headers: { cookie } })).json()
  expect(json.data.rows).toMatchObject([{ impressions: 0, category: null, category_withheld: 'few_merchants' }])
  const [row] = readCsvRows((await app.server.inject({ url: `${url}&format=csv`, headers: { cookie } })).body)
  expect(row).toMatchObject({
    ...{ category_ctr_pct: '', category_click_cvr_pct: '', category_withheld: 'few_merchants' },
    ...{ unattributed_reason: '', click_minutes: '60', conversion_hours: '168' },
  })
})

const NOTHING = { clicks: 0, sales: 0, money: 0 }

/** Writes the rollups as rollup and attribution do, and raises the versions of the days. */
async function fill(world: readonly GroupFact[]): Promise<void> {
  const { owner } = database
  await emptyTables(owner)
  const rows = JSON.stringify(
    world.map((one) => ({ ...one, day: dayOf(one.day), merchant: MERCHANTS[one.merchant], sales: one.sales * 1e6 })),
  )
  const of = owner`json_to_recordset(${rows}::text::json)
    as t(day date, merchant uuid, impressions bigint, clicks bigint, sales bigint, money bigint)`
  await owner`
    insert into exposure_daily select merchant, day, ${PLACE}, false, impressions, 0, 0, 0, 0, 0, 0 from ${of} where impressions > 0`
  await owner`insert into click_daily select merchant, day, ${PLACE}, clicks from ${of} where clicks > 0`
  await owner`
    insert into outcome_daily select merchant, 'decisive_touch', day, ${PLACE}, sales, 0, 0, 0, 0, money, 0, 0, 0 from ${of}
    where sales + money > 0`
  await owner`
    insert into day_versions as v (source, day) select source, day::date from (values ('rollup'), ('attribution')) s (source),
      generate_series(${dayOf(0)}::date, ${dayOf(3)}::date, '1 day') day
    on conflict (source, day) do update set version = v.version + 1`
}

async function shownTo(viewer: number, days: readonly number[]): Promise<NaiveGroup> {
  const range = { start_date: dayOf(days[0]!), end_date: dayOf(days.at(-1)!) }
  const period: Period = resolvePeriod(
    { ...range, traffic: 'net', compare: 'none', format: 'json' },
    { timeZone: 'UTC', now: Date.parse('2026-06-01T12:00:00Z'), firstDay: null },
  )
  const context = { model: 'decisive_touch', today: '2026-06-01', currency: 'GBP' } as const
  const { rows } = (await readMerchantBenchmark(database.app, MERCHANTS[viewer]!, period, context)).data
  const { category = null, category_withheld: withheld = null } = rows[0] ?? {}
  if (category === null) return withheld ?? 'none'
  const { impressions, clicks, conversions, rpm } = category
  // RPM is rounded: the tens are exact.
  return {
    impressions,
    clicks,
    sales: conversions,
    money: Math.round(((Number(rpm) * impressions) / 1000) * 1000) * 10,
  }
}
