import type { StaffRole } from '@bx/contracts/endpoints/permissions'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DAY } from '../src/lib/clock.ts'
import { buildTestApp, type TestApp } from './support/app.ts'
import { clearCommercial, makeMerchant, makePackage, makePlacement } from './support/commercialWorld.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { readCsvRows } from './support/readCsv.ts'
import { cookieOf } from './support/staff.ts'

// Prices and quotes over HTTP, with the seed's figures.

const BEGIN = Date.parse('2026-10-01T09:00:00Z')
const TODAY = '2026-10-01'
const PEOPLE = ['viewer', 'analyst', 'sales', 'commercial', 'finance'] as const

let database: TestDatabase
let app: TestApp
let cookies: Record<string, string>
let now = BEGIN
let acme = ''

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 2 })
  app = await openApp('GBP')
  const roles: readonly StaffRole[] = PEOPLE
  const all = await Promise.all(roles.map((role) => cookieOf(database, role)))
  cookies = Object.fromEntries(PEOPLE.map((name, i) => [name, all[i]!]))
})
beforeEach(async () => {
  now = BEGIN
  await clearCommercial(database)
  await database.owner`delete from settings`
  acme = await makeMerchant(database, 'acme')
})

function openApp(currency: string): Promise<TestApp> {
  return buildTestApp({
    ...{ database, queue: openTestPipeline(database).queue, organisation: { timeZone: 'Europe/London', currency } },
    deps: { now: () => now },
  })
}

async function ask(as: string, method: 'GET' | 'POST' | 'PUT', url: string, body?: object, of: TestApp = app) {
  const response = await of.server.inject({
    ...{ method, url, headers: { cookie: cookies[as]! } },
    ...(body === undefined ? {} : { payload: body }),
  })
  const isJson = String(response.headers['content-type']).includes('json')
  return { status: response.statusCode, ...(isJson ? response.json() : { text: response.body }) }
}
const price = (body: object, of = app) => ask('analyst', 'POST', '/api/price', body, of)

const AWARENESS = { merchant_objective: 'awareness', budget: '20000' }
const DAYS = { start_date: '2026-10-05', end_date: '2026-11-01' }

/** Eight weeks of the same day. */
async function makeInventory(perDay: { readonly high: number; readonly standard: number }): Promise<void> {
  const days = (n: number) => Array.from({ length: 56 }, () => n)
  const placed = { commission: days(1_000_000), clicks: days(300), slots: 1 }
  const id = await makePlacement(database, TODAY, { key: 'home', impressions: days(perDay.high), ...placed })
  await database.owner`update placement_dim set tier = 'high_value' where placement_id = ${id}`
  await makePlacement(database, TODAY, { key: 'browse', impressions: days(perDay.standard), ...placed })
}

describe('a price', () => {
  test('for awareness charges the premium, and shows what the base would buy', async () => {
    const { status, data, meta } = await price(AWARENESS)
    expect(status).toBe(200)
    expect(meta).toEqual({ currency: 'GBP', time_zone: 'Europe/London' })
    expect(data).toMatchObject({
      ...{ package_type: 'CPI', guaranteed_impressions: 2_100_840, estimated_reach: 1_470_588, base_cpm: '8.50' },
      ...{ blended_cpm: '9.52', impressions_at_base_cpm: 2_352_941, price: '20000.00', unit_price: '9.52', deal: null },
      placement_allocation: { high_value: 840_336, standard: 1_260_504 },
      lines: [
        { tier: 'high_value', pct: 40, impressions: 840_336, cpm: '11.05', price: '9285.71' },
        { tier: 'standard', pct: 60, impressions: 1_260_504, cpm: '8.50', price: '10714.29' },
      ],
      reach: { basis: 'assumed', of: 'price_list' },
      rates: { version: 0, is_list: true },
      ...{ floor_price: '8.50', is_below_floor: false },
    })
  })

  test('for traffic is by the click, for conversions nothing up front', async () => {
    expect((await price({ merchant_objective: 'traffic', budget: 20000 })).data).toMatchObject({
      ...{ package_type: 'CPC', guaranteed_clicks: 57_142, estimated_impressions: 2_285_680, base_cpc: '0.35' },
      ...{ estimated_cvr: '1.5-3.0%', price: '19999.70', ctr_pct: { mid: 2.5, basis: 'assumed' } },
    })
    expect((await price({ merchant_objective: 'conversions', budget: 0 })).data).toMatchObject({
      ...{ package_type: 'CPA', commission_structure: 'Performance-based', price: null, unit_price: null, deal: null },
      note: 'No upfront cost - commission on conversions only',
      estimated_impressions: 'Variable (optimised for CVR)',
    })
  })

  test('uses what was measured where there is enough, and says whose it is', async () => {
    await makeInventory({ high: 10_000, standard: 20_000 })
    const { data } = await price({ merchant_objective: 'traffic', budget: 700 })
    // 600 clicks of 30,000 impressions a day.
    expect(data.ctr_pct).toMatchObject({ mid: 2, basis: 'history', of: 'all_merchants' })
    expect(data.ctr_pct.low).toBeLessThan(2)
    expect(data.ctr_pct.high).toBeGreaterThan(2)
    expect(data.estimated_impressions).toBe(100_000)
    // One sale a day for 600 clicks.
    expect(data.click_cvr_pct).toMatchObject({ basis: 'history' })
    expect((await price({ merchant_objective: 'traffic', budget: 700, merchant_id: 'acme' })).data.ctr_pct.of).toBe(
      'all_merchants',
    )
  })

  test('says for its days whether the mix is available, and what it earns and displaces', async () => {
    await makeInventory({ high: 10_000, standard: 20_000 })
    // 28 days: 280,000 impressions of high value, of which 84,000 may be sold safely and 140,000 at all.
    const deal = async (budget: number, change = {}) =>
      (await price({ ...AWARENESS, ...DAYS, budget, ...change })).data.deal
    const safe = await deal(952)
    expect(safe).toMatchObject({
      ...{ verdict: 'possible', needed: 100_000, safe_impressions: 210_000, available: 420_000, left: 320_000 },
      tiers: [
        { tier: 'high_value', needed: 40_000, available: 140_000, available_30pct: 84_000 },
        { tier: 'standard', needed: 60_000, available: 280_000, available_30pct: 168_000 },
      ],
      // Two placements earn 100 a day each.
      total_commission: '5600.00',
      // 40,000 at 100 / 10,000 and 60,000 at 100 / 20,000.
      displaced_commission: { mid: '700.00' },
      left_after_displacement: { mid: '252.00' },
      break_even_cpm: '7.00',
    })
    expect(safe.safe_price).toBe('1999.20')
    expect((await deal(2400)).verdict).toBe('high_risk')
    expect((await deal(2400)).reason).toMatch(/^High-value placements: /)
    expect((await deal(3500)).verdict).toBe('not_possible')
    expect((await deal(3500)).displaced_commission).toBeNull()
    // The same budget without high-value placements fits, and costs the base.
    const standard = await price({ ...AWARENESS, ...DAYS, budget: 850, placement_ids: ['browse'] })
    expect(standard.data).toMatchObject({
      ...{ unit_price: '8.50', guaranteed_impressions: 100_000, rates: { high_value_pct: 0 } },
      deal: { verdict: 'possible', tiers: [{ tier: 'standard', needed: 100_000 }] },
    })
  })

  test('counts what is sold already', async () => {
    await makeInventory({ high: 10_000, standard: 20_000 })
    await makePackage(database, {
      ...{
        merchantId: acme,
        units: 84_000,
        start: '2026-10-05T00:00:00+01:00',
        end: '2026-11-02T00:00:00Z',
        status: 'held',
      },
    })
    const { data } = await price({ ...AWARENESS, ...DAYS, budget: 952 })
    expect(data.deal.sold).toBeGreaterThan(83_000)
    expect(data.deal.left).toBeLessThan(320_000 - 80_000)
  })

  test('takes rates of its own, and says when they are below the floor', async () => {
    const { data } = await price({ ...AWARENESS, base_cpm: '7.00', high_value_factor: 1.2, high_value_pct: 50 })
    expect(data).toMatchObject({
      unit_price: '7.70',
      is_below_floor: true,
      rates: { is_list: false, base_cpm: '7.00' },
    })
  })

  test.each([
    ['a budget of 0', { budget: 0 }, 400],
    ['a negative budget', { budget: -5 }, 400],
    ['a budget of 1e15', { budget: 1e15 }, 400],
    ['a budget that buys too many', { budget: '1000000000000' }, 400],
    ['many decimals', { budget: '10.123456789' }, 400],
    ['more decimals than the currency has', { budget: '10.123' }, 400],
    ['no number', { budget: 'NaN' }, 400],
    ['another currency', { currency: 'USD' }, 422],
    ['a rate of 0', { base_cpm: 0 }, 400],
    ['a factor of 1e9', { high_value_factor: 1e9 }, 400],
    ['more than all of it', { high_value_pct: 101 }, 400],
    ['a start without an end', { start_date: '2026-10-05' }, 400],
    ['days in the past', { start_date: '2026-09-01', end_date: '2026-09-05' }, 422],
    ['days that end before they start', { start_date: '2026-10-07', end_date: '2026-10-05' }, 400],
    ['an unknown merchant', { merchant_id: "x'; drop table settings; --" }, 404],
    ['an unknown placement', { placement_ids: ['nowhere'] }, 404],
    ['an unknown objective', { merchant_objective: '__proto__' }, 400],
  ])('refuses %s', async (_, change, status) => {
    const answer = await price({ ...AWARENESS, ...change })
    expect(answer.status, JSON.stringify(answer)).toBe(status)
    expect(answer.error.code).not.toBe('internal')
  })

  test('has the decimals of its currency: none in JPY, three in KWD', async () => {
    const [yen, dinar] = [await openApp('JPY'), await openApp('KWD')]
    expect((await price({ ...AWARENESS, budget: 3_000_000 }, yen)).data).toMatchObject({
      ...{ price: '3000000', unit_price: '952', guaranteed_impressions: 3_151_260 },
    })
    expect((await price({ ...AWARENESS, budget: '10.5' }, yen)).status).toBe(400)
    const { data } = await price({ ...AWARENESS, budget: '6000.125' }, dinar)
    expect(data).toMatchObject({ base_cpm: '2.550', unit_price: '2.856' })
    expect(data.price).toMatch(/^\d+\.\d{3}$/)
  })
})

const QUOTE = { ...AWARENESS, ...DAYS, budget: '952', merchant_id: 'acme', package_name: 'Autumn' }
const act = async (as: string, id: string, move: string, body: object = {}) => {
  const { version } = (await ask('commercial', 'GET', `/api/packages/${id}`)).data
  return ask(as, 'POST', `/api/packages/${id}/${move}`, { version, ...body })
}
const quotes = async (query = '') => (await ask('finance', 'GET', `/api/quotes${query}`)).data
const save = async (change: object = {}) => {
  const answer = await ask('sales', 'POST', '/api/quotes', { ...QUOTE, ...change })
  expect(answer.status, JSON.stringify(answer)).toBe(201)
  return answer.data
}

describe('a quote', () => {
  test('becomes a package: saved, held, approved', async () => {
    const quote = await save()
    expect(quote).toMatchObject({
      ...{
        quote_state: 'open',
        status: 'quoted',
        units: 100_000,
        unit_price: '9.52',
        price: '952.00',
        budget: '952.00',
      },
      ...{ first_day: '2026-10-05', last_day: '2026-11-01', rates_version: 0, is_changed: false },
      ...{ valid_until: '2026-10-15T09:00:00.001Z', owner: expect.stringMatching(/^sales-/) },
      ...{ quote_name: expect.stringMatching(/^Q-\d{4}$/), actions: expect.arrayContaining(['hold', 'quote']) },
    })
    const id = quote.package_id
    expect((await act('sales', id, 'hold')).data.status).toBe('held')
    expect((await quotes())[0].quote_state).toBe('held')
    expect((await act('sales', id, 'approve')).status).toBe(403)
    expect((await act('commercial', id, 'approve')).data.status).toBe('booked')
    expect((await quotes())[0]).toMatchObject({ quote_state: 'package', status: 'booked' })
  })

  test('expires, cannot be held then, and is renewed by quoting again', async () => {
    const { package_id: id } = await save({ start_date: '2026-11-05', end_date: '2026-11-20' })
    now = BEGIN + 14 * DAY + 1
    expect((await quotes())[0].quote_state).toBe('expired')
    expect(await act('sales', id, 'hold')).toMatchObject({ status: 409, error: { code: 'quote_expired' } })
    expect((await act('sales', id, 'quote')).status).toBe(200)
    const [renewed] = await quotes()
    expect(renewed).toMatchObject({ quote_state: 'open', rates_version: 0, budget: '952.00' })
    expect((await act('sales', id, 'hold')).status).toBe(200)
  })

  test('keeps the rates that it was made with, and says when its terms changed', async () => {
    const { package_id: id } = await save()
    const rates = (await ask('commercial', 'GET', '/api/settings/commercial')).data.pricing
    const { changed_by: _, changed_at: __, ...before } = rates
    const raised = await ask('commercial', 'PUT', '/api/settings/commercial/pricing', { ...before, base_cpm: '10' })
    expect(raised).toMatchObject({ status: 200, data: { pricing: { base_cpm: '10.00', version: 1 } } })
    expect((await quotes())[0]).toMatchObject({ rates_version: 0, unit_price: '9.52' })
    expect((await price(AWARENESS)).data).toMatchObject({ blended_cpm: '11.20', rates: { version: 1 } })
    const { version } = (await ask('commercial', 'GET', `/api/packages/${id}`)).data
    const change = { version, guaranteed_units: 50_000, price: '476.00' }
    const changed = await app.server.inject({
      ...{ method: 'PATCH', url: `/api/packages/${id}`, headers: { cookie: cookies.sales! }, payload: change },
    })
    expect(changed.statusCode, changed.body).toBe(200)
    expect((await quotes())[0]).toMatchObject({ is_changed: true, units: 50_000 })
    expect((await ask('sales', 'GET', `/api/quotes/${id}/proposal`)).data).toMatchObject({
      units: 50_000,
      lines: [],
      reach: null,
    })
  })

  test('of conversions has a price for a sale, and no price up front', async () => {
    const missing = await ask('sales', 'POST', '/api/quotes', { ...QUOTE, merchant_objective: 'conversions' })
    expect(missing).toMatchObject({ status: 400, error: { details: [{ field: 'price_per_sale' }] } })
    expect(await save({ merchant_objective: 'conversions', price_per_sale: '8' })).toMatchObject({
      ...{ package_type: 'CPA', units: null, price: null, unit_price: '8.00' },
    })
  })

  test('made by hand is in the list too, found by its number, name or merchant', async () => {
    const { quote_name } = await save()
    const hand = await ask('sales', 'POST', '/api/packages', {
      ...{ merchant_id: 'acme', package_name: 'By hand', package_type: 'CPI', guaranteed_units: 1000, unit_price: '9' },
      ...{ price: '9.00', start_date: '2026-10-11', end_date: '2026-10-20' },
    })
    await act('sales', hand.data.package_id, 'quote')
    const names = async (query: string) =>
      (await quotes(query)).map((one: { package_name: string }) => one.package_name)
    expect(await names('')).toEqual(['By hand', 'Autumn'])
    expect((await quotes())[0]).toMatchObject({ budget: null, inputs: null, rates_version: null })
    expect(await names(`?q=${quote_name}`)).toEqual(['Autumn'])
    expect(await names('?q=acme&size=1&page=2')).toEqual(['Autumn'])
    await act('sales', hand.data.package_id, 'withdraw', { reason: 'Lost' })
    expect(await names('?group=open')).toEqual(['Autumn'])
    expect((await ask('finance', 'GET', '/api/quotes')).meta.states).toEqual({
      ...{ open: 1, expired: 0, held: 0, package: 0, withdrawn: 1 },
    })
    const file = readCsvRows((await ask('finance', 'GET', '/api/quotes?format=csv')).text)
    expect(file[1]).toMatchObject({
      quote_name,
      budget: '952.00',
      units: '100000',
      quote_state: 'open',
      currency: 'GBP',
    })
  })

  test('prints as a proposal without internal figures', async () => {
    await makeInventory({ high: 10_000, standard: 20_000 })
    const { package_id: id, quote_name } = await save({ placement_ids: ['home', 'browse'] })
    const { status, data } = await ask('finance', 'GET', `/api/quotes/${id}/proposal`)
    expect(status).toBe(200)
    expect(data).toMatchObject({
      ...{ quote_name, merchant_name: 'acme', units: 100_000, price: '952.00', is_expired: false },
      placements: [{ placement_name: 'home' }, { placement_name: 'browse' }],
      lines: [{ tier: 'high_value', cpm: '11.05' }, { tier: 'standard' }],
    })
    expect(JSON.stringify(data)).not.toMatch(
      /displaced|floor|available|capacity|commission|verdict|risk|break_even|owner|@/,
    )
  })

  test.each([
    ['no merchant', { merchant_id: null }],
    ['no days', { start_date: null, end_date: null }],
    ['no name', { package_name: '' }],
    ['a budget of 0', { budget: 0 }],
  ])('is not saved with %s, and leaves nothing behind', async (_, change) => {
    expect((await ask('sales', 'POST', '/api/quotes', { ...QUOTE, ...change })).status).toBe(400)
    expect(await database.owner`select from merchant_packages`).toHaveLength(0)
  })

  test.each(['viewer', 'analyst', 'finance'])('is not saved by %s', async (role) => {
    expect((await ask(role, 'POST', '/api/quotes', QUOTE)).status).toBe(403)
  })

  test.each(['nobody-knows', '10000000-0000-4000-8000-000000000001'])('%s has no proposal', async (id) => {
    expect(await ask('sales', 'GET', `/api/quotes/${id}/proposal`)).toMatchObject({ status: 404 })
  })
})

describe('the rules', () => {
  const rules = async () => (await ask('commercial', 'GET', '/api/settings/commercial')).data
  const put = (name: string, body: object, as = 'commercial') =>
    ask(as, 'PUT', `/api/settings/commercial/${name}`, body)

  test('are changed from the version that was seen only, by people who set prices', async () => {
    const limit = { limit_pct: 35, min_impressions: 500, version: 0 }
    expect((await put('slot-mix', limit, 'sales')).status).toBe(403)
    expect((await put('slot-mix', limit)).data.slot_mix).toMatchObject({
      limit_pct: 35,
      min_impressions: 500,
      version: 1,
    })
    expect(await put('slot-mix', limit)).toMatchObject({ status: 409, error: { code: 'changed_meanwhile' } })
    const floors = { hold_days: 10, floor_price: { cpi: '7', cpc: 0.3, cpa: 2 }, version: 0 }
    expect((await put('packages', floors)).data.packages).toMatchObject({
      ...{ hold_days: 10, floor_price: { cpi: '7.00', cpc: '0.30', cpa: '2.00' }, version: 1 },
    })
  })

  test.each([
    ['pricing', { base_cpm: '0' }],
    ['pricing', { cvr_low_pct: 5, cvr_high_pct: 3 }],
    ['pricing', { ctr_pct: 0 }],
    ['pricing', { high_value_factor: -1 }],
    ['pricing', { quote_days: 0 }],
    ['slot-mix', { limit_pct: 0 }],
    ['packages', { hold_days: 1e9 }],
  ])('refuse %s with %j', async (name, change) => {
    const current = await rules()
    const { changed_by: _, changed_at: __, ...before } = current[name === 'slot-mix' ? 'slot_mix' : name]
    expect((await put(name, { ...before, ...change })).status).toBe(400)
  })
})
