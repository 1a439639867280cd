import { MERCHANT_SORTS } from '@bx/contracts/endpoints/merchantList'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { Sql } from '../src/db/client.ts'
import { FACT_TABLES } from '../src/facts/partitions.ts'
import { plain } from '../src/facts/topology/plain.ts'
import { readMerchantList } from '../src/query/merchantList.ts'
import { readMerchantSummary } from '../src/query/merchantSummary.ts'
import type { Period } from '../src/query/period.ts'
import { readPlacementDeepDive } from '../src/query/placementDeepDive.ts'
import { readPlacementOverview } from '../src/query/placementOverview.ts'
import { recountDay } from '../src/rollup/recount.ts'
import { buildWorld, type World } from './support/buildWorld.ts'
import { openTestRollup, runThroughChaos } from './support/chaos.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { MemoryBroker } from './support/memoryQueue.ts'
import { type Dims, type Raw, type RawExposure, shownIn } from './support/naive.ts'
import { naiveOverview, naiveSummary } from './support/naiveAnswers.ts'
import { daysOf, wallClock } from './support/naiveCalendar.ts'
import { naiveDeepDive } from './support/naiveDeepDive.ts'
import { type MerchantRow, type NaiveRow, naiveMerchantList, naiveOrder } from './support/naiveMerchantList.ts'
import { expectManyWorlds, expectProperty } from './support/property.ts'
import { expectSeedAnswers } from './support/seedSql.ts'
import { readStored } from './support/stored.ts'
import { emptyTables } from './support/tables.ts'
import { dayAfter, MERCHANTS, PLACEMENTS, WINDOW_DAYS, WINDOWS, type WorldSpec, worldSpec } from './support/world.ts'

// For any events in any order, with crashing workers, every answer equals a recount of the raw events by hand. A failure prints the
// seed and the path that reproduce it.

const IS_LONG = process.env.TEST_PROFILE === 'long'
const RUNS = IS_LONG ? 2000 : Number(process.env.TEST_WORLDS ?? 8)
const LANES = IS_LONG ? Number(process.env.TEST_LANES ?? 2) : 1
const DIMS: Dims = { placements: PLACEMENTS, merchants: MERCHANTS }
let databases: readonly TestDatabase[]

beforeAll(async () => {
  databases = await Promise.all(Array.from({ length: LANES }, openWorldDatabase))
})

async function openWorldDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase({ now: Date.parse(WINDOWS[0].from), rawDays: 0 })
  const { owner } = database
  for (const from of new Set(WINDOWS.map((window) => window.from)))
    for (const table of FACT_TABLES)
      for (let i = 0; i < WINDOW_DAYS; i++) await plain.createDay(owner, table, dayAfter(from, i))
  await owner`insert into merchant_dim ${owner(MERCHANTS as never)}`
  for (const { slots, ...placement } of PLACEMENTS) {
    await owner`insert into placement_dim ${owner(placement)}`
    for (const [from, max] of slots)
      await owner`insert into placement_slots values (${placement.placement_id}, ${from}, ${max})`
  }
  return database
}

test(
  'every answer equals a naive recount of the raw events, with every fault on the way',
  async () => {
    const properties = databases.map((database) => fc.asyncProperty(worldSpec, (spec) => checkWorld(database, spec)))
    if (IS_LONG) await expectManyWorlds(properties, { name: 'worlds', worlds: RUNS })
    else await expectProperty(properties[0]!, RUNS)
  },
  RUNS * 15_000,
)

async function checkWorld(database: TestDatabase, spec: WorldSpec): Promise<void> {
  const world = buildWorld(spec)
  await emptyTables(database.owner)
  const broker = spec.isOutside ? new MemoryBroker() : undefined
  await runThroughChaos({ database, ...world, ...spec, envelopes: world.envelopes, broker })
  const raw = await readStored(database.owner, world)
  for (const gross of [false, true]) await expectAnswers(database, raw, spec, periodOf(spec, world, gross))
  if (world.zone === 'UTC')
    await expectSeedAnswers(
      database,
      MERCHANTS[0]!.merchant_id,
      PLACEMENTS[0]!.placement_id,
      periodOf(spec, world, false),
    )
  await expectRollupsEqualRaw(database, world)
}

async function expectAnswers({ app }: TestDatabase, raw: Raw, spec: WorldSpec, period: Period): Promise<void> {
  const keptFrom = dayAfter(WINDOWS[spec.window]!.from, spec.period.keptFrom)
  const overview = await readPlacementOverview(app, period, keptFrom)
  expect(rounded(overview.data)).toEqual(rounded(naiveOverview(raw, DIMS, period, keptFrom)))
  expect(overview.meta.waiting).toBe(0)
  expect(rounded(overview.meta.sampling)).toEqual(rounded(naiveSampling(raw, period)))
  for (const { merchant_id } of [MERCHANTS[0]!, MERCHANTS[spec.merchants - 1]!]) {
    const { data: summary, meta } = await readMerchantSummary(app, merchant_id, period, { keptFrom, currency: 'GBP' })
    const { funnel: _, ...data } = summary
    expect(rounded(meta.sampling)).toEqual(rounded(naiveSampling(raw, period, (e) => e.merchantId === merchant_id)))
    expect(rounded(byId(data))).toEqual(rounded(byId(naiveSummary(raw, DIMS, merchant_id, period, keptFrom))))
  }
  await expectMerchantList(app, raw, period, keptFrom)
  for (const { placement_id } of [PLACEMENTS[0]!, PLACEMENTS[1]!]) {
    const { data, meta } = await readPlacementDeepDive(app, placement_id, period, keptFrom)
    expect(rounded(meta.sampling)).toEqual(rounded(naiveSampling(raw, period, (e) => e.placementId === placement_id)))
    expect(rounded(data)).toEqual(rounded(naiveDeepDive(raw, DIMS, placement_id, period, keptFrom)))
  }
}

/** The whole list, and its pages in each order. */
async function expectMerchantList(app: Sql, raw: Raw, period: Period, keptFrom: string): Promise<void> {
  const ask = { q: undefined, seen: 'all', sort: '-impressions', page: 1, size: null } as const
  const context = { keptFrom, currency: 'GBP' }
  const { data, meta } = await readMerchantList(app, ask, period, context)
  expect(rounded(meta.sampling)).toEqual(rounded(naiveSampling(raw, period)))
  const today = wallClock(period.timeZone, Date.parse(meta.complete_to)).day
  const naive = naiveMerchantList(raw, DIMS, period, keptFrom, today)
  const { found, categories: _, ...counted } = data
  expect(rounded(byMerchant({ ...counted, rows: data.rows.map(withoutClicks) }))).toEqual(rounded(byMerchant(naive)))
  expect(found.impressions).toBe(data.totals.impressions)
  expect(found.clicks).toBe(data.rows.reduce((sum, row) => sum + row.clicks, 0))
  // Credited clicks have a naive answer of their own.
  const sorts = MERCHANT_SORTS.filter((sort) => !sort.endsWith('ctr_pct'))
  const sort = sorts[raw.exposures.length % sorts.length]!
  const wanted = naiveOrder(naive.rows, sort).map(({ merchant_id }) => merchant_id)
  const pages = await Promise.all(
    [1, 2, 3].map((page) => readMerchantList(app, { ...ask, sort, page, size: 5 }, period, context)),
  )
  expect(pages.flatMap((page) => page.data.rows.map(({ merchant_id }) => merchant_id))).toEqual(wanted)
  for (const page of pages) {
    expect(page.meta.total).toBe(MERCHANTS.length)
    for (const row of page.data.rows) expect(data.rows).toContainEqual(row)
  }
}

function withoutClicks({ clicks: _, ctr_pct: __, ctr_interval: ___, comparison, ...row }: MerchantRow): NaiveRow {
  if (comparison === null) return { ...row, comparison }
  const { impressions, impressions_before, impressions_change } = comparison
  return { ...row, comparison: { impressions, impressions_before, impressions_change } }
}

async function expectRollupsEqualRaw(database: TestDatabase, world: World): Promise<void> {
  expect(await database.owner`select reason from failed_deltas`).toEqual([])
  const rollup = openTestRollup(database)
  for (const day of daysOf({ start: dayAfter(world.firstDay, -1), end: dayAfter(world.firstDay, WINDOW_DAYS) })) {
    const { wrong, examples } = await recountDay(rollup, day, false)
    expect({ wrong, examples }).toEqual({ wrong: 0, examples: [] })
  }
}

function periodOf({ period }: WorldSpec, { zone, firstDay }: World, gross: boolean): Period {
  const range = (from: number, days: number) => ({
    start: dayAfter(firstDay, from),
    end: dayAfter(firstDay, from + days - 1),
  })
  const { start, length, cutHours, ahead } = period
  const [here, before] = [range(start, length), range(start - length, length)]
  const whole = { here: range(start, length - 1), before: range(start - length, length - 1) }
  return {
    ...here,
    timeZone: zone,
    gross,
    knowsVisitors: true,
    today: dayAfter(here.end, cutHours !== null ? 0 : period.compare ? 1 : -ahead),
    unfinishedDay: cutHours === null ? null : here.end,
    before: period.compare
      ? { ...before, cutHours, wholeDays: cutHours === null ? { here, before } : length === 1 ? null : whole }
      : null,
    notCompared: null,
  }
}

function naiveSampling(raw: Raw, period: Period, isOwn: (event: RawExposure) => boolean = () => true) {
  const shown = shownIn(raw, period).filter(isOwn)
  const sampled = shown.filter((e) => e.sampleRate !== null && e.sampleRate < 1).length
  if (sampled === 0) return null
  return {
    impressions_scaled: shown.reduce((sum, e) => sum + 1 / (e.sampleRate ?? 1), 0),
    share_sampled: sampled / shown.length,
  }
}

/** The order of placements with equal impressions is undefined. */
function byId<T extends { placements: readonly { placement_id: string }[] }>(data: T): T {
  return { ...data, placements: [...data.placements].sort((a, b) => (a.placement_id < b.placement_id ? -1 : 1)) }
}

/** By id, and without the app's own reference, which these worlds leave out. */
function byMerchant<T extends { rows: readonly { merchant_id: string; merchant_ref?: string | null }[] }>(data: T) {
  const rows = data.rows.map(({ merchant_ref: _, ...row }) => row)
  return { ...data, rows: rows.sort((a, b) => (a.merchant_id < b.merchant_id ? -1 : 1)) }
}

/** Sums of fractions may differ in the last bits. */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null), (_, v) => (typeof v === 'number' ? Number(v.toPrecision(10)) : v))
}
