import { decimalsOf } from '@bx/contracts/currencies'
import { firstThresholds } from '@bx/contracts/metrics/thresholds'
import { addMoney, moneyText, parseMoney } from '@bx/contracts/money'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ALL_MERCHANTS, UNATTRIBUTED } from '../src/facts/sumIds.ts'
import { addDays, utcDate } from '../src/lib/clock.ts'
import { MAX_SUM } from '../src/lib/saturate.ts'
import { buildTestApp, type TestApp } from './support/app.ts'
import { clearCommercial, makeMerchant, makePlacement } from './support/commercialWorld.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { readCsvRows } from './support/readCsv.ts'
import { cookieOf } from './support/staff.ts'

// Money in installations of other currencies, as it leaves the server: exact, in the decimals of its currency, and the same
// in JSON and CSV.

const NOW = Date.now()
const TODAY = utcDate(NOW)
const [START, END] = [addDays(TODAY, 1), addDays(TODAY, 30)]
const flat = (n: number, days = 42) => Array<number>(days).fill(n)
let database: TestDatabase
let cookie: string
const apps: Record<string, TestApp> = {}

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 2 })
  const { queue } = openTestPipeline(database)
  for (const currency of ['GBP', 'JPY', 'ISK', 'KWD', 'IDR'])
    apps[currency] = await buildTestApp({ database, queue, organisation: { currency }, deps: { now: () => NOW } })
  cookie = await cookieOf(database, 'admin')
})
beforeEach(async () => {
  await clearCommercial(database)
  await database.owner`delete from settings where name = 'performance_thresholds'`
})

async function call(currency: string, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) {
  const response = await apps[currency]!.server.inject({
    ...{ method, url, headers: { cookie } },
    ...(payload ? { payload } : {}),
  })
  const isJson = String(response.headers['content-type']).includes('json')
  return { status: response.statusCode, text: response.body, ...(isJson ? response.json() : {}) }
}

/** Every money text of an answer, by its field. */
function moneyIn(value: unknown, field = ''): [string, string][] {
  if (typeof value === 'string') return MONEY_FIELDS.test(field) ? [[field, value]] : []
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value)
    .filter(([key]) => key !== 'indicators')
    .flatMap(([key, part]) =>
      moneyIn(part, Array.isArray(value) || ['low', 'mid', 'high', 'good', 'watch'].includes(key) ? field : key),
    )
}
const MONEY_FIELDS =
  /^(total_revenue|rpm|rpm_before|budget|monthly_cpa_revenue|revenue_at_risk_30pct|displaced_commission|commission_rpm|cpm|break_even_cpm)$/
const RATES = /^(rpm|rpm_before|commission_rpm|cpm|break_even_cpm)$/

const REPORTS = [
  '/api/analytics/placements/scorecard?range=30d',
  '/api/analytics/merchants/acme/benchmark?range=30d',
  '/api/analytics/conversion-paths?range=30d',
]

describe.each(['GBP', 'JPY', 'ISK', 'KWD'])('%s', (currency) => {
  const places = decimalsOf(currency)
  /** Of sales in whole smallest units. */
  const daily = 1234 * 10 ** (4 - places)

  beforeEach(async () => {
    const id = await makePlacement(database, TODAY, {
      ...{ key: 'home', impressions: flat(1000), renders: flat(1000), commission: flat(daily), clicks: flat(20) },
    })
    const acme = await makeMerchant(database, 'acme')
    await database.owner`insert into exposure_daily
      select ${acme}, day, ${id}, false, impressions, 0, 0, 0, 0, 0, 0 from placement_daily`
    await database.owner`insert into outcome_daily
      select ${acme}, model, day, placement_id, pending, confirmed, rejected, refunded, click_through, pending_commission,
        confirmed_commission, 0, 0 from outcome_daily`
  })

  test('every amount of every answer has the decimals of the currency', async () => {
    const deal = { currency, requested_impressions: 9000, start_date: START, end_date: END, budget: 500 }
    const answers = [
      ...(await Promise.all(REPORTS.map((url) => call(currency, 'GET', url)))),
      await call(currency, 'POST', '/api/commercial/simulate', deal),
    ]
    for (const { status, text, data, meta } of answers) {
      expect(status, text).toBe(200)
      expect(meta.currency).toBe(currency)
      for (const [field, amount] of moneyIn(data)) {
        const decimals = (amount.split('.')[1] ?? '').length
        if (RATES.test(field)) expect(decimals, `${field} ${amount}`).toBeGreaterThanOrEqual(places)
        else expect(decimals, `${field} ${amount}`).toBe(places)
      }
    }
    const [scorecard, benchmark, , simulation] = answers
    const total = moneyText(BigInt(daily) * 29n, currency)
    expect(scorecard.data.totals.total_revenue).toBe(total)
    expect(benchmark.data.totals.total_revenue).toBe(total)
    expect(simulation.data.monthly_cpa_revenue).toBe(moneyText(BigInt(daily) * 30n, currency))
    expect(moneyIn(simulation.data).length).toBeGreaterThan(8)
  })

  test('the file holds the amounts of the answer', async () => {
    for (const url of REPORTS.slice(0, 2)) {
      const [row] = (await call(currency, 'GET', url)).data.rows
      expect(row).toMatchObject({ total_revenue: expect.any(String), rpm: expect.any(String) })
      const [line] = readCsvRows((await call(currency, 'GET', `${url}&format=csv`)).text)
      expect(line).toMatchObject({ total_revenue: row.total_revenue, rpm: row.rpm, currency })
    }
  })

  test('thresholds begin with the size of the currency and are changed in it', async () => {
    const url = '/api/settings/performance'
    const first = firstThresholds(currency)
    expect((await call(currency, 'GET', url)).data).toMatchObject({ ...first, version: 0 })
    expect((await call(currency, 'GET', REPORTS[0]!)).meta.thresholds.rpm).toEqual(first.rpm)
    const changed = { ...first, rpm: { good: 12.5, watch: '7' } }
    expect((await call(currency, 'PUT', url, changed)).data).toMatchObject({
      rpm: { good: moneyText(125_000n, currency), watch: moneyText(70_000n, currency) },
      version: 1,
    })
    for (const good of ['6', -1, '12.34567', '1e13', 'many', null])
      expect((await call(currency, 'PUT', url, { ...first, rpm: { good, watch: '7' } })).error.code).toBe(
        'invalid_request',
      )
  })
})

test('thresholds that hold numbers are read as money', async () => {
  const value = JSON.stringify({ ...firstThresholds('GBP'), rpm: { good: 15, watch: 0.1 + 0.2 } })
  await database.owner`insert into settings (name, version, value, changed_by)
    values ('performance_thresholds', 1, ${value}::text::jsonb, 'test')`
  const { data } = await call('KWD', 'GET', '/api/settings/performance')
  expect(data.rpm).toEqual({ good: '15.000', watch: '0.300' })
})

test('sums beyond what a JSON number holds are exact, and parts add up to the total', async () => {
  const days = flat(MAX_SUM, 3)
  for (const key of ['home', 'deals', 'search'])
    await makePlacement(database, TODAY, { key, impressions: flat(7, 3), commission: days })
  await database.owner`insert into outcome_daily values (${ALL_MERCHANTS}, 'decisive_touch', ${addDays(TODAY, -1)}, ${UNATTRIBUTED}, 0, 1000000, 0,
    0, 0, 0, 1, 0, 0)`
  await database.owner`insert into conversion_paths (path, clipped)
    select array_agg(placement_id), false from placement_dim where placement_key = 'home'`
  await database.owner`insert into path_daily (merchant_id, day, conversions, commission, path_id)
    select ${ALL_MERCHANTS}, day, 1, ${MAX_SUM}::bigint, path_id from placement_daily, conversion_paths group by day, path_id`
  const paths = (await call('IDR', 'GET', REPORTS[2]!)).data
  expect([paths.totals.total_revenue, paths.paths[0].total_revenue]).toEqual(
    Array(2).fill(moneyText(BigInt(MAX_SUM) * 3n, 'IDR')),
  )
  const { rows, totals } = (await call('IDR', 'GET', '/api/analytics/placements/scorecard?range=7d')).data
  expect(parseMoney(totals.total_revenue)).toBe(BigInt(MAX_SUM) * 9n)
  expect(totals.unattributed.total_revenue).toBe('0.0001')
  expect(addMoney(rows.map((row: { total_revenue: string }) => parseMoney(row.total_revenue)))).toBe(
    BigInt(MAX_SUM) * 9n,
  )
  for (const row of rows) {
    const daily = addMoney(row.daily.map((day: { total_revenue: string }) => parseMoney(day.total_revenue)))
    expect(row.total_revenue).toBe(moneyText(daily, 'IDR'))
  }
  const csv = (await call('IDR', 'GET', '/api/analytics/placements/scorecard?range=7d&format=csv')).text
  expect(csv).toContain(moneyText(BigInt(MAX_SUM) * 3n, 'IDR'))
})

test('a budget is refused below the smallest unit of its currency', async () => {
  const deal = { currency: 'JPY', requested_impressions: 9000, start_date: START, end_date: END, budget: '500.5' }
  const { status, error } = await call('JPY', 'POST', '/api/commercial/simulate', deal)
  expect([status, error.details]).toEqual([
    400,
    [{ field: 'budget', message: 'expected at most 0 decimal places, as JPY has' }],
  ])
})
