import type { simulate } from '@bx/contracts/endpoints/simulate'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { addDays, utcDate } from '../src/lib/clock.ts'
import { buildTestApp, type TestApp } from './support/app.ts'
import { clearCommercial, makeMerchant, makePackage, makePlacement } from './support/commercialWorld.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { readCsvRows } from './support/readCsv.ts'
import { cookieOf } from './support/staff.ts'

// The simulator over HTTP: capacity, sold packages, verdict, split and cost.

const NOW = Date.now()
const TODAY = utcDate(NOW)
const [START, END] = [addDays(TODAY, 1), addDays(TODAY, 30)]
const flat = (n: number, days = 42) => Array<number>(days).fill(n)

let database: TestDatabase
let app: TestApp
let cookie: string

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 2 })
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue, deps: { now: () => NOW } })
  cookie = await cookieOf(database, 'analyst')
})
beforeEach(() => clearCommercial(database))

type Simulation = z.output<typeof simulate.response>

const DEAL = { budget: '5000', currency: 'GBP', requested_impressions: 9000, start_date: START, end_date: END }

function post(body: unknown, query = '') {
  return app.server.inject({
    method: 'POST',
    url: `/api/commercial/simulate${query}`,
    headers: { cookie, 'content-type': 'application/json' },
    payload: JSON.stringify(body),
  })
}

async function answer(change: object = {}): Promise<Simulation['data']> {
  const response = await post({ ...DEAL, ...change })
  expect(response.statusCode, response.body).toBe(200)
  return (response.json() as Simulation).data
}

test('a steady placement, nothing sold: capacity, the seed’s figures and verdict', async () => {
  await makePlacement(database, TODAY, {
    ...{ key: 'home', impressions: flat(1000), renders: flat(1000), commission: flat(20_000) },
  })
  const data = await answer()
  expect(data).toMatchObject({
    capacity: { low: 30_000, mid: 30_000, high: 30_000 },
    delivery_feasibility: 'Feasible (30% allocation)',
    ...{ possible: 15_000, competing: 0, available: 15_000, available_30pct: 9000, delivered: 9000, shortfall: 0 },
    // £2.00 a day
    ...{ monthly_impression_capacity: 30_000, monthly_cpa_revenue: '60.00', revenue_at_risk_30pct: '18.00' },
    displaced_commission: { low: '18.00', mid: '18.00', high: '18.00' },
    ...{ deal: { budget: '5000.00' }, cpm: '555.5556', break_even_cpm: '2.00' },
    paid_share: 0.3,
    risk_score: 60,
    delivered_price: '5000.00',
    safe_deal: { impressions: 9000, price: '5000.00', break_even_price: '18.00', break_even_cpm: '2.00' },
  })
  expect(data.rows[0]).toMatchObject({
    monthly_cpa_revenue: '60.00',
    commission_rpm: '2.00',
    allocated_impressions: 9000,
    history_days: 42,
  })
})

test('the verdict of each placement is that of the seed’s own SQL', async () => {
  for (const [i, n] of [700, 1000, 1001, 1400].entries())
    await makePlacement(database, TODAY, { key: `p${i}`, impressions: flat(n), renders: flat(n) })
  for (const requested of [6300, 9000, 9001, 15_000, 15_001, 21_000, 21_001]) {
    const seeds = await database.owner<{ key: string; verdict: string; capacity: number }[]>`
      with placement_capacity as (
        select placement_id, avg(impressions) as avg_daily_impressions
        from placement_daily where day >= ${TODAY}::date - 30 and not flagged group by placement_id)
      select p.placement_key as key, (pc.avg_daily_impressions * 30)::bigint as capacity, case
        when pc.avg_daily_impressions * 30 * 0.3 >= ${requested} then 'Feasible (30% allocation)'
        when pc.avg_daily_impressions * 30 * 0.5 >= ${requested} then 'Feasible (50% allocation - HIGH RISK)'
        else 'Not Feasible' end as verdict
      from placement_capacity pc join placement_dim p using (placement_id) order by p.placement_key`
    const { rows } = await answer({ requested_impressions: requested })
    expect(
      rows
        .map((row) => ({
          key: row.placement_key,
          verdict: row.delivery_feasibility,
          capacity: row.monthly_impression_capacity,
        }))
        .toSorted((a, b) => a.key.localeCompare(b.key)),
    ).toEqual([...seeds])
  }
})

describe('what is sold', () => {
  let home: string
  let [acme, other] = ['', '']
  beforeEach(async () => {
    home = await makePlacement(database, TODAY, {
      ...{ key: 'home', impressions: flat(1000), renders: flat(400), clicks: flat(20) },
    })
    ;[acme, other] = [await makeMerchant(database, 'acme'), await makeMerchant(database, 'other')]
  })
  const whole = { start: START, end: addDays(END, 1) }

  test('takes its share of the days, half-open, and is what the verdict names', async () => {
    await makePackage(database, { merchantId: other, units: 2000, ...whole })
    // Half of the second is after the deal; the third ends when the deal begins.
    await makePackage(database, { merchantId: other, units: 1000, start: START, end: addDays(END, 31) })
    await makePackage(database, { merchantId: other, units: 7000, start: addDays(START, -9), end: START })
    const data = await answer({ requested_impressions: 7000 })
    expect(data).toMatchObject({ sold: 2500, competing: 0, available: 12_000, available_30pct: 6500 })
    expect([data.delivery_feasibility, data.bound_by]).toEqual(['Feasible (50% allocation - HIGH RISK)', 'sold'])
    expect(data.reason).toBe(
      'Limited by sold packages. 30% of 30,000 expected impressions allow 9,000; sold packages use 2,500, which leaves 6,500.',
    )
    expect(data.fewer_for_30pct).toBe(500)
    expect(data.warnings.map(({ code }) => code)).toContain('high_risk')
  })

  test('is what packages still owe, spread over what is left of their flights', async () => {
    const id = await makePackage(database, { merchantId: other, units: 1000, ...whole, status: 'live' })
    await database.owner`
      insert into package_daily (package_id, day, verdict, flagged, impressions, viewable)
      values (${id}, ${TODAY}, 'counted', false, 400, 0)`
    expect((await answer()).sold).toBe(600)
    await database.owner`update package_daily set impressions = 1200`
    expect((await answer()).sold).toBe(0)
  })

  test('counts only while it holds inventory, and only where it may be delivered', async () => {
    const elsewhere = await makePlacement(database, TODAY, { key: 'deals', impressions: flat(1000) })
    for (const status of ['draft', 'quoted', 'ended', 'closed', 'cancelled'])
      await makePackage(database, { merchantId: other, units: 900, status, ...whole })
    expect((await answer()).sold).toBe(0)
    for (const status of ['held', 'booked', 'live', 'paused'])
      await makePackage(database, { merchantId: other, units: 900, status, placements: [elsewhere], ...whole })
    const { rows } = await answer()
    expect(rows.map(({ placement_key, sold }) => [placement_key, sold])).toEqual([
      ['home', 0],
      ['deals', 3600],
    ])
    await makePackage(database, { merchantId: other, units: 1001, ...whole })
    expect((await answer()).sold).toBe(4601)
  })

  test('clicks count as the impressions they need here, conversions too; open CPA packages none', async () => {
    await makePackage(database, { merchantId: other, type: 'CPC', units: 30, ...whole })
    expect((await answer()).sold).toBe(1500) // 20 clicks of 1,000 impressions
    await makePackage(database, { merchantId: other, type: 'CPA', units: null, ...whole })
    expect((await answer()).sold).toBe(1500)
  })

  test('to the merchant itself takes of its renders, to others it does not', async () => {
    const asked = { requested_impressions: 12_000, merchant_id: 'acme' }
    await makePackage(database, { merchantId: other, units: 1000, ...whole })
    expect(await answer(asked)).toMatchObject({ available: 12_000, bound_by: 'allocation' })
    await makePackage(database, { merchantId: acme, units: 1000, ...whole })
    expect(await answer(asked)).toMatchObject({
      ...{ possible: 12_000, competing: 1000, available: 11_000, bound_by: 'renders' },
      delivery_feasibility: 'Not Feasible',
      shortfall: 1000,
      deal: { merchant_id: acme, merchant_name: 'acme' },
    })
    expect((await answer({ ...asked, merchant_id: null })).available).toBe(12_000)
    expect(home).toBeTruthy()
  })
})

test('the server’s renders have priority over the SDK’s; without reports, impressions ÷ slots', async () => {
  const id = await makePlacement(database, TODAY, {
    key: 'home',
    impressions: flat(1000),
    renders: flat(300),
    slots: 4,
  })
  await database.owner`insert into render_daily
    select ${id}, d::date, 'server', 500, 500, 500 from generate_series(${TODAY}::date - 42, ${TODAY}::date - 1, interval '1 day') d`
  await makePlacement(database, TODAY, { key: 'deals', impressions: flat(1000), slots: 4 })
  const { rows, warnings } = await answer()
  expect(rows.map((row) => [row.renders.mid, row.renders_estimated])).toEqual([
    [15_000, false],
    [7500, true],
  ])
  expect(warnings.map(({ code }) => code)).toContain('renders_estimated')
})

test('the split takes the placements that earn the least commission first', async () => {
  await makePlacement(database, TODAY, {
    ...{ key: 'dear', impressions: flat(1000), renders: flat(1000), commission: flat(90_000) },
  })
  await makePlacement(database, TODAY, {
    ...{ key: 'cheap', impressions: flat(1000), renders: flat(1000), commission: flat(10_000) },
  })
  const { rows, displaced_commission: displaced } = await answer({ requested_impressions: 10_000 })
  expect(rows.map((row) => row.allocated_impressions)).toEqual([1000, 9000])
  expect(displaced!.mid).toBe('18.00')
})

test('the commission of a placement younger than 8 days is not known, and its impressions are sold last', async () => {
  const old = await makePlacement(database, TODAY, {
    ...{ key: 'old', impressions: flat(1000), renders: flat(1000), commission: flat(10_000) },
  })
  await makePlacement(database, TODAY, { key: 'young', impressions: flat(1000, 7), renders: flat(1000, 7) })
  const unknown = { monthly_cpa_revenue: null, revenue_at_risk_30pct: null, commission_rpm: null }
  const one = await answer({ requested_impressions: 9000, placement_ids: [old] })
  const fits = await answer({ requested_impressions: 9000 })
  expect(fits.rows[1]).toMatchObject({ ...unknown, allocated_impressions: 0 })
  expect(fits.displaced_commission).toEqual(one.displaced_commission)
  expect(fits.monthly_cpa_revenue).toBe(one.monthly_cpa_revenue)
  const both = await answer({ requested_impressions: 10_000 })
  expect(both).toMatchObject({ displaced_commission: null, break_even_cpm: null })
  expect(both.rows[1]).toMatchObject({ ...unknown, displaced_commission: null })
  expect(both.warnings.map(({ code }) => code)).toContain('unknown_commission')
})

test('price and displaced commission are of the same impressions when a deal does not fit', async () => {
  await makePlacement(database, TODAY, {
    ...{ key: 'home', impressions: flat(1000), renders: flat(1000), commission: flat(20_000) },
  })
  expect(await answer({ requested_impressions: 60_000 })).toMatchObject({
    ...{ delivery_feasibility: 'Not Feasible', delivered: 15_000, delivered_price: '1250.00' },
    displaced_commission: { mid: '30.00' },
    break_even_cpm: '2.00',
    safe_deal: { impressions: 9000, price: '750.00', break_even_price: '18.00' },
  })
})

test('only selected placements count; the others are listed', async () => {
  await makePlacement(database, TODAY, { key: 'home', impressions: flat(1000) })
  const deals = await makePlacement(database, TODAY, { key: 'deals', impressions: flat(500) })
  const data = await answer({ placement_ids: ['deals'] })
  expect(data.capacity.mid).toBe(15_000)
  expect(data.rows.map((row) => [row.placement_key, row.eligible, row.allocated_impressions > 0])).toEqual([
    ['home', false, false],
    ['deals', true, true],
  ])
  expect((await answer({ placement_ids: [deals.toUpperCase()] })).capacity.mid).toBe(15_000)
})

test('without history nothing can be promised, and there is no division by zero', async () => {
  expect(await answer()).toMatchObject({ delivery_feasibility: 'Not Feasible', bound_by: 'no_history', rows: [] })
  await makePlacement(database, TODAY, { key: 'home', impressions: [] })
  expect(await answer()).toMatchObject({
    ...{ delivery_feasibility: 'Not Feasible', bound_by: 'no_history', paid_share: null, break_even_cpm: null },
    ...{ risk_score: 100, delivered: 0, shortfall: 9000 },
  })
})

test('a warning about many placements names the three largest, counts the others, and lists all', async () => {
  const days = [5, 1, 9, 3, 7]
  const ids = await Promise.all(
    days.map((n) => makePlacement(database, TODAY, { key: `shelf_${n}`, impressions: flat(n * 1000, 5) })),
  )
  const { warnings, rows } = await answer()
  const little = warnings.filter(({ code }) => code === 'few_days')
  expect(little).toHaveLength(1)
  expect(little[0]!.placement_ids.toSorted()).toEqual(ids.toSorted())
  const name = (n: number) => rows.find(({ placement_key }) => placement_key === `shelf_${n}`)!.placement_name
  expect(little[0]!.message).toBe(`5 placements: ${name(9)}, ${name(7)}, ${name(5)} and 2 more.`)
})

test('today is incomplete and does not count', async () => {
  const id = await makePlacement(database, TODAY, { key: 'home', impressions: flat(1000) })
  await database.owner`insert into placement_daily select ${id}, ${TODAY}, flagged, 7, 0, 0, 0, 0, 0, 7, '' from placement_daily limit 1`
  const data = await answer()
  expect(data.capacity.mid).toBe(30_000)
  expect(data.history.at(-1)).toEqual({ day: addDays(TODAY, -1), impressions: 1000 })
  expect(data.daily.map(({ day }) => day).at(0)).toBe(START)
})

test('the CSV holds the rows of the answer', async () => {
  await makePlacement(database, TODAY, { key: 'home', impressions: flat(1000), commission: flat(5) })
  const response = await post(DEAL, '?format=csv')
  const [row] = readCsvRows(response.body)
  const { rows } = await answer()
  expect(response.headers['content-disposition']).toContain(`simulation_${START}_${END}.csv`)
  for (const column of ['placement_key', 'delivery_feasibility', 'available', 'risk_score'] as const)
    expect(row![column]).toBe(String(rows[0]![column]))
  expect(row!.capacity_high).toBe(String(rows[0]!.capacity.high))
})
