import { beforeAll, beforeEach, expect, test } from 'vitest'
import { addDays, DAY, HOUR, utcDate } from '../src/lib/clock.ts'
import { buildTestApp, type TestApp } from './support/app.ts'
import { clearCommercial, makeMerchant, makePackage } from './support/commercialWorld.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import * as shop from './support/evidence.ts'
import { envelope, openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'
import { emptyTables } from './support/tables.ts'

// What is booked, delivered and at risk, and what it brings by day.

const TODAY = utcDate(Date.now())
const BEGIN = Date.parse(`${TODAY}T00:00:00Z`) - 3 * DAY
let database: TestDatabase
let worker: TestPipeline
let app: TestApp

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 6 })
  worker = openTestPipeline(database)
  app = await buildTestApp({ database, queue: worker.queue, deps: { now: () => BEGIN + 3 * DAY + HOUR } })
})
beforeEach(async () => {
  await emptyTables(database.owner)
  await clearCommercial(database)
  await shop.makeShop(database)
  await makeMerchant(database, 'other')
  worker.rollup.memory.clear()
  worker.rollup.filledSlotDays.clear()
})

const iso = (ms: number) => new Date(ms).toISOString()
async function sell(change: object, terms: object): Promise<string> {
  const flight = { start: iso(BEGIN), end: iso(BEGIN + 10 * DAY), status: 'live' }
  const id = await makePackage(database, { merchantId: shop.SHOP, units: 10, ...flight, ...change })
  await database.owner`update merchant_packages set ${database.owner(terms)} where package_id = ${id}`
  return id
}

async function ask(query = '', role: 'finance' | 'viewer' = 'finance') {
  const url = `/api/overview/commercial?start_date=${addDays(TODAY, -3)}&end_date=${TODAY}&compare=none${query}`
  return app.server.inject({ method: 'GET', url, headers: { cookie: await cookieOf(database, role) } })
}

// Another question than the next test asks: an answer that includes today is cached for two seconds.
test('without any package everything is 0, and viewers may not read prices', async () => {
  const { data } = (await ask('&traffic=gross')).json()
  expect(data).toMatchObject({ sold_packages: 0, booked: '0.00', at_risk: '0.00', paid_pct: null, ending: [] })
  expect((await ask('', 'viewer')).statusCode).toBe(403)
})

test('money of packages and sales by day, the risk of what is missing, and what ends next', async () => {
  // 100.00 per thousand; 10 impressions are 1.00.
  const running = await sell({}, { unit_price: 1_000_000, price: 10_000 })
  const clicked = await sell({ type: 'CPC', units: 2, end: iso(BEGIN + 5 * DAY) }, { unit_price: 5000, price: 10_000 })
  const ended = await sell({ status: 'ended', end: iso(BEGIN + DAY) }, { unit_price: 1_000_000, price: 10_000 })
  const behind = await sell({ end: iso(BEGIN + 11 * DAY) }, { unit_price: 1_000_000, price: 10_000 })
  await database.owner`
    insert into pacing_checks (package_id, checked_at, status, delivered_units, planned_units, chance, forecast_units, reason, inputs)
    values (${behind}, now(), 'UNDER_DELIVERING', 0, 3, 0.1, 6.7, 'less_traffic', '{}')`
  await sell({ status: 'draft' }, { unit_price: 1_000_000, price: 10_000 })
  const shown = (id: string | null, day: number, n: number) =>
    Array.from({ length: n }, (_, i) =>
      shop.exposure(shop.person(), BEGIN + day * DAY + HOUR + i * 1000, { package_id: id }),
    )
  const [first, second] = [shown(running, 0, 3), shown(running, 1, 9)]
  const buyers = [shop.person(), shop.person(), shop.person()]
  const seen = buyers.map((who, i) => shop.exposure(who, BEGIN + 2 * DAY + i * HOUR, { package_id: clicked }))
  const clicks = seen.map((one, i) => shop.click(buyers[i]!, one.timestamp + 5000, { exposure_event_id: one.event_id }))
  const sold = shop.sale(BEGIN + 2 * DAY + HOUR, {
    ...{ user_id: buyers[0]!.user_id, status: 'confirmed', order_amount: '20', commission_amount: '1.25' },
  })
  const exposures = [...first, ...second, ...seen, ...shown(ended, 0, 4), ...shown(null, 1, 3)]
  await worker.run([envelope({ keyKind: 'import', exposures, clicks, conversions: [sold] })])
  await shop.look(database)
  const { data, meta } = (await ask()).json()
  expect(data).toMatchObject({
    ...{ sold_packages: 4, booked: '4.00', delivered: '2.40', at_risk: '1.00', at_risk_packages: 2 },
    // 6 impressions that ended short, and 4 that are not expected. 10 of 12 impressions are billed; 2 of 3 clicks.
    ...{ commission: '1.25', package_revenue: '2.40', paid_pct: 86.36, fill_rate: null },
    ...{ merchants_live: 1, merchants: 2 },
  })
  expect(data.states).toMatchObject({ draft: 1, live: 3, ended: 1, closed: 0 })
  expect(data.days).toEqual([
    { day: addDays(TODAY, -3), commission: '0.00', package_revenue: '0.70' },
    { day: addDays(TODAY, -2), commission: '0.00', package_revenue: '0.70' },
    { day: addDays(TODAY, -1), commission: '1.25', package_revenue: '1.00' },
    { day: TODAY, commission: '0.00', package_revenue: '0.00' },
  ])
  expect(data.ending.map((one: { package_id: string }) => one.package_id)).toEqual([clicked, running, behind])
  expect(data.ending[1]).toMatchObject({ delivered_units: 12, goal_units: 10, remaining_units: 0, status: 'live' })
  expect(data.ending[2]).toMatchObject({ pacing_status: 'UNDER_DELIVERING', chance: 0.1, remaining_units: 10 })
  expect(meta.currency).toBe('GBP')
  const csv = (await ask('&format=csv&total=1')).body.trim().split('\r\n')
  expect(csv[0]).toBe('day,package_revenue,commission,currency')
  expect(csv).toHaveLength(6)
})
