import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { markFinalDays } from '../src/attribution/markFinalDays.ts'
import { drainAttributionQueue } from '../src/attribution/reattribute.ts'
import { recountOutcomes } from '../src/attribution/recountOutcomes.ts'
import { addDays, HOUR, utcDate } from '../src/lib/clock.ts'
import { forgetOld } from '../src/privacy/forgetOld.ts'
import { readConversionPaths } from '../src/query/conversionPaths.ts'
import { readMerchantBenchmark } from '../src/query/merchantBenchmark.ts'
import { resolvePeriod } from '../src/query/period.ts'
import { readPlacementScorecard } from '../src/query/placementScorecard.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { journey } from './support/journeys.ts'
import { openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { emptyTables } from './support/tables.ts'

// Which days are open, provisional and final, and how changes of a final day are reported.

const [HOME, SHOP] = [randomUUID(), randomUUID()]
const TODAY = utcDate(Date.now())
const day = (ago: number) => addDays(TODAY, -ago)
const at = (ago: number, hour = 12) => Date.parse(`${day(ago)}T00:00:00Z`) + hour * HOUR
let database: TestDatabase
let pipeline: TestPipeline

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 25 })
  pipeline = openTestPipeline(database)
  const { owner } = database
  await owner`insert into merchant_dim (merchant_id, merchant_name) values (${SHOP}, 'Acme')`
  await owner`insert into placement_dim (placement_id, placement_key, placement_name) values (${HOME}, 'home', 'Home')`
})
beforeEach(async () => {
  await emptyTables(database.owner)
})

/** A person sees and buys on that day. */
async function buy(id: string, ago: number, sale: Parameters<ReturnType<typeof journey>['buy']>[2] = {}) {
  const buyer = journey(SHOP)
  await pipeline.run([buyer.see(HOME, at(ago, 10)), buyer.buy(id, at(ago), sale)])
  await drainAttributionQueue(database.app)
  return (change: typeof sale) => pipeline.run([{ ...buyer.buy(id, at(ago), change), receivedAt: Date.now() }])
}

function periodOf(from: number, to: number) {
  return resolvePeriod(
    { start_date: day(from), end_date: day(to), traffic: 'net', compare: 'none', format: 'json' },
    { timeZone: 'UTC', now: Date.now(), firstDay: '2020-01-01' },
  )
}

async function scorecardOf(from: number, to: number) {
  const context = { model: 'decisive_touch', today: TODAY, currency: 'GBP' } as const
  return (await readPlacementScorecard(database.app, periodOf(from, to), context)).meta
}

async function pathsOf(from: number, to: number) {
  return (await readConversionPaths(database.app, {}, periodOf(from, to), { today: TODAY, currency: 'GBP' })).meta
}

/** The second looks are done, and the job has run. */
async function settle() {
  await database.owner`delete from attribution_queue`
  await markFinalDays(database.app, TODAY, 0)
}

describe('a day', () => {
  test('is open until the window and the usual lag have passed, by the day of the sale the lag alone', async () => {
    await buy('sale', 12)
    const { open_from, finality } = await scorecardOf(12, 0)
    expect(open_from).toBe(day(7 + 2))
    expect(finality).toMatchObject({ state: 'open', pending_pct: 0, reporting_lag: { days: 2, measured: false } })
    expect(finality.days.map(({ state }) => state)).toEqual([...Array(3).fill('final'), ...Array(10).fill('open')])
    expect((await pathsOf(12, 0)).open_from).toBe(day(2))
    expect(await pathsOf(12, 3)).toMatchObject({ open_from: null, finality: { state: 'final' } })
  })

  test('is provisional while some of its sales are pending, with their share', async () => {
    await buy('a', 15)
    const change = await buy('b', 15, { status: 'pending' })
    expect((await scorecardOf(16, 14)).finality).toMatchObject({
      state: 'provisional',
      pending_pct: 50,
      days: [
        { state: 'final', pending_pct: null },
        { state: 'provisional', pending_pct: 50 },
        { state: 'final', pending_pct: null },
      ],
    })
    expect((await pathsOf(15, 15)).finality).toMatchObject({ state: 'provisional', pending_pct: 50 })
    await settle()
    await change({ status: 'confirmed', status_at: Date.now() })
    await drainAttributionQueue(database.app)
    expect((await scorecardOf(16, 14)).finality).toMatchObject({ state: 'final', restated: [] })
  })

  test('stays final when the usual lag grows', async () => {
    await buy('sale', 15)
    await settle()
    expect((await scorecardOf(15, 0)).open_from).toBe(day(9))
    await database.owner`update reporting_lag set days = 9, sales = 1000`
    expect(await scorecardOf(15, 0)).toMatchObject({
      open_from: day(9),
      finality: { reporting_lag: { days: 9, measured: true } },
    })
  })
})

test('the usual lag is measured on the sales of the installation, in whole days and bounded', async () => {
  const buyer = journey(SHOP)
  await pipeline.run(
    Array.from({ length: 200 }, (_, i) => {
      const daysLate = i < 180 ? 1.5 : i < 195 ? 4.2 : 300
      return { ...buyer.buy(`sale-${i}`, Date.now() - daysLate * 24 * HOUR), receivedAt: Date.now() }
    }),
  )
  await markFinalDays(database.app, TODAY)
  expect((await scorecardOf(5, 0)).finality.reporting_lag).toEqual({ days: 5, measured: true })
  await database.owner`update conversion_events set "timestamp" = received_at - interval '200 days'`
  await markFinalDays(database.app, TODAY)
  expect((await scorecardOf(5, 0)).finality.reporting_lag).toEqual({ days: 30, measured: true })
})

describe('what changes in a final day is restated', () => {
  test('by a late refund, with the date and both values, everywhere the day is shown', async () => {
    await buy('kept', 15)
    const change = await buy('returned', 15, { commission_amount: '3.5' })
    await settle()
    await change({ status: 'refunded', commission_amount: '3.5', status_at: Date.now() })
    await drainAttributionQueue(database.app)
    const expected = {
      day: day(15),
      figure: 'sales',
      before: 2,
      after: 1,
      revenue_before: '4.50',
      revenue_after: '1.00',
    }
    for (const meta of [await scorecardOf(20, 0), await pathsOf(20, 0), await benchmarkOf(20, 0)]) {
      expect(meta.finality.restated).toMatchObject([expected])
      expect(meta.finality.restated_total).toBe(1)
      const marked = meta.finality.days.filter(({ restated_at }) => restated_at !== null)
      expect(marked).toEqual([
        { day: day(15), state: 'final', pending_pct: 0, restated_at: meta.finality.restated[0]!.restated_at },
      ])
    }
    expect((await scorecardOf(14, 0)).finality.restated).toEqual([])
  })

  test('by a sale that is reported weeks late, and again when it goes: what was final is kept', async () => {
    await buy('known', 15)
    await settle()
    const change = await buy('late', 15)
    const late = { before: 1, after: 2, revenue_before: '1.00', revenue_after: '2.00' }
    expect((await scorecardOf(15, 15)).finality.restated).toMatchObject([late])
    await change({ status: 'rejected', status_at: Date.now() })
    await drainAttributionQueue(database.app)
    expect((await scorecardOf(15, 15)).finality.restated).toMatchObject([{ ...late, after: 1, revenue_after: '1.00' }])
  })

  test('by invalid traffic found later: its sale moves, and so do clicks', async () => {
    const buyer = journey(SHOP)
    const seen = buyer.see(HOME, at(15, 10))
    await pipeline.run([seen, buyer.click(seen, at(15, 10) + 1000), buyer.buy('bot', at(15))])
    await drainAttributionQueue(database.app)
    await settle()
    const { owner } = database
    await owner`update exposure_events set ivt_reason = 'test'`
    await owner`update click_events set ivt_reason = 'test'`
    await owner`insert into attribution_queue (clicks) select array_agg(click_id) from click_events`
    await drainAttributionQueue(database.app)
    const { restated } = (await scorecardOf(15, 15)).finality
    expect(restated.map(({ figure, before, after }) => ({ figure, before, after }))).toEqual([
      { figure: 'clicks', before: 1, after: 0 },
      { figure: 'sales', before: 1, after: 1 },
    ])
  })

  test('only after an hour without a change', async () => {
    const { owner, app } = database
    const final = async () => (await owner`select from final_days where final_at is not null`).length
    await buy('first', 15)
    await owner`delete from attribution_queue`
    await markFinalDays(app, TODAY)
    expect(await final()).toBe(0)
    const anHourLater = () => owner`update final_days set looked_at = looked_at - interval '1 hour'`
    await anHourLater()
    await buy('second', 15)
    await owner`delete from attribution_queue`
    await markFinalDays(app, TODAY)
    expect(await owner`select day from final_days where final_at is null and basis = 'sale'`).toEqual([
      { day: day(15) },
    ])
    await anHourLater()
    await markFinalDays(app, TODAY)
    expect(await owner`select from final_days where final_at is null`).toHaveLength(0)
    expect(await owner`select from restated_days`).toHaveLength(0)
  })

  test('not while work is waiting, not by a repair of rollups, and not for ever', async () => {
    const { owner, app } = database
    await buy('sale', 15)
    await owner`update attribution_queue set received_at = now() - interval '1 hour'`
    await markFinalDays(app, TODAY, 0)
    expect(await owner`select from final_days`).toHaveLength(0)
    await settle()
    await owner`update outcome_daily set confirmed = confirmed + 1000000`
    await recountOutcomes(app, true)
    expect(await owner`select from restated_days`).toHaveLength(0)
    await owner`update final_days set day = day - 900`
    await forgetOld(app)
    expect(await owner`select from final_days`).toHaveLength(0)
  })
})

async function benchmarkOf(from: number, to: number) {
  const context = { model: 'decisive_touch', today: TODAY, currency: 'GBP' } as const
  return (await readMerchantBenchmark(database.app, SHOP, periodOf(from, to), context)).meta
}
