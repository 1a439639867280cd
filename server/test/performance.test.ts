import { randomUUID } from 'node:crypto'
import { firstThresholds } from '@bx/contracts/metrics/thresholds'
import { addMoney, parseMoney } from '@bx/contracts/money'
import { beforeAll, describe, expect, test } from 'vitest'
import { drainAttributionQueue } from '../src/attribution/reattribute.ts'
import { runNextModel } from '../src/attribution/runModels.ts'
import { ALL_MERCHANTS } from '../src/facts/sumIds.ts'
import { uuidv7 } from '../src/lib/ids.ts'
import { buildTestApp, type TestApp } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { envelope, openTestPipeline, pseudonymOf, type TestPipeline } from './support/pipeline.ts'
import { readCsvRows } from './support/readCsv.ts'
import { cookieOf } from './support/staff.ts'

// The performance answers over HTTP, on a small marketplace with planted truth: everyone sees `banner`, which sells nothing;
// `search` sells to one of two people who saw it.

const PLACES = { banner: randomUUID(), search: randomUUID() }
const SHOPS = { acme: randomUUID(), rival: randomUUID() }
const PEOPLE = 40
const HOUR = 3_600_000
let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp
const cookies: Record<'viewer' | 'analyst' | 'admin', string> = { viewer: '', analyst: '', admin: '' }

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 3 })
  pipeline = openTestPipeline(database)
  app = await buildTestApp({ database, queue: pipeline.queue })
  for (const role of ['viewer', 'analyst', 'admin'] as const) cookies[role] = await cookieOf(database, role)
  const { owner } = database
  for (const [name, id] of Object.entries(PLACES))
    await owner`insert into placement_dim (placement_id, placement_key, placement_name) values (${id}, ${name}, ${name})`
  for (const [name, id] of Object.entries(SHOPS))
    await owner`insert into merchant_dim (merchant_id, merchant_ref, merchant_name, category) values (${id}, ${name}, ${name}, 'Food')`
  await pipeline.run(Array.from({ length: PEOPLE }, (_, i) => visit(i)))
  await drainAttributionQueue(database.app)
})

/** Everyone sees the banner; half also see the search results and click; half of these buy. */
function visit(i: number) {
  const [user, session, at] = [pseudonymOf(), randomUUID(), Date.now() - 3 * HOUR + i * 1000]
  const seen = (placement_id: string, after: number) => ({
    ...{ event_id: uuidv7(at + after), merchant_id: SHOPS.acme, placement_id, exposure_unit_id: randomUUID() },
    ...{ exposure_type: 'card' as const, user_id: user, timestamp: at + after, rank_position: 0, session_id: session },
    ...{ is_clickable: true, algorithm_version: 'v1', viewable: true },
  })
  const found = i % 2 === 0 ? [seen(PLACES.search, 60_000)] : []
  const clicks = found.map((exposure) => ({
    ...{ click_id: uuidv7(at + 61_000), exposure_event_id: exposure.event_id, merchant_id: SHOPS.acme, user_id: user },
    ...{ session_id: session, timestamp: at + 61_000, placement_id: null },
  }))
  const conversions = (i % 4 === 0 ? clicks : []).map((click) => ({
    ...{
      conversion_id: `sale-${i}`,
      click_id: click.click_id,
      user_id: user,
      merchant_id: SHOPS.acme,
      currency: 'GBP',
    },
    ...{ timestamp: at + 2 * HOUR, order_amount: '20', commission_amount: '1.0001', status: 'pending' as const },
  }))
  return envelope({ keyKind: 'server', exposures: [seen(PLACES.banner, 0), ...found], clicks, conversions })
}

async function call(
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  payload?: object,
  role: keyof typeof cookies = 'admin',
) {
  const response = await app.server.inject({
    ...{ method, url, headers: { cookie: cookies[role] } },
    ...(payload ? { payload } : {}),
  })
  const isJson = String(response.headers['content-type']).includes('json')
  return { status: response.statusCode, text: response.body, ...(isJson ? response.json() : {}) }
}

describe('the scorecard', () => {
  test('credits the placement that sells, adds up, and rates nothing with little data', async () => {
    const { data, meta } = await call('GET', '/api/analytics/placements/scorecard?range=7d')
    const row = (name: string) => data.rows.find((one: { placement_name: string }) => one.placement_name === name)
    expect(row('search')).toMatchObject({
      impressions: 20,
      clicks: 20,
      conversions: 10,
      ctr_pct: 100,
      cvr_pct: 50,
      click_cvr_pct: 50,
    })
    expect(row('search')).toMatchObject({ total_revenue: '10.001', rpm: '500.05' })
    expect(row('banner')).toMatchObject({ impressions: 40, clicks: 0, conversions: 0, assisted_conversions: 10 })
    expect(row('search').indicators).toEqual({ ctr: 'grey', cvr: 'grey', click_cvr: 'grey', rpm: 'grey' })
    expect(data.totals).toMatchObject({ impressions: 60, clicks: 20, conversions: 10 })
    expect(data.totals.unattributed).toEqual({ clicks: 0, conversions: 0, total_revenue: '0.00', reasons: [] })
    expect(meta).toMatchObject({
      model: 'decisive_touch',
      windows: { click_minutes: 60, conversion_days: 7, conversion_hours: 168, measured_in: 'elapsed_hours' },
      currency: 'GBP',
    })
    expect(meta.open_from).toBe(meta.start)
  })

  test('shares a sale out under another model, and the file is the screen', async () => {
    const { data } = await call('GET', '/api/analytics/placements/scorecard?range=7d&model=linear')
    expect(data.rows.map((row: { conversions: number }) => row.conversions).sort()).toEqual([5, 5])
    const csv = await call('GET', '/api/analytics/placements/scorecard?range=7d&model=linear&format=csv')
    const rows = readCsvRows(csv.text)
    expect(rows.map(({ conversions, state }) => [conversions, state])).toEqual([
      ['5', 'open'],
      ['5', 'open'],
    ])
    expect(rows.map(({ placement_key, tier }) => [placement_key, tier])).toEqual(
      data.rows.map((row: { placement_key: string; tier: string }) => [row.placement_key, row.tier]),
    )
    expect(rows[0]).toMatchObject({ currency: 'GBP', ctr_within_noise: expect.any(String) })
    expect((await call('GET', '/api/analytics/placements/scorecard?model=guess')).error.code).toBe('invalid_request')
  })
})

describe('the lab', () => {
  test('shares the same sales and money out under every model, and the file is the screen', async () => {
    const { models } = (await call('GET', '/api/analytics/conversion-paths?range=7d')).data
    expect(models.totals).toEqual({ conversions: 10, total_revenue: '10.001' })
    expect(models.unattributed).toEqual({ conversions: 0, total_revenue: '0.00' })
    const row = (name: string) => models.rows.find((one: { placement_name: string }) => one.placement_name === name)
    expect(row('search').credits).toMatchObject({ decisive_touch: 10, first_touch: 0, linear: 5, any_touch: 10 })
    expect(row('banner').credits).toMatchObject({ decisive_touch: 0, first_touch: 10, linear: 5, any_touch: 10 })
    const money = (model: string) =>
      addMoney(['search', 'banner'].map((name) => parseMoney(row(name).commission[model])))
    expect(money('linear')).toBe(parseMoney('10.001'))
    expect(money('time_decay')).toBe(parseMoney('10.001'))
    const csv = await call('GET', '/api/analytics/conversion-paths?range=7d&format=csv&table=models')
    const rows = readCsvRows(csv.text)
    expect(rows.map(({ linear, first_touch, markov }) => [linear, first_touch, markov])).toEqual([
      ['5', '0', ''],
      ['5', '10', ''],
      ['0', '0', ''],
    ])
    expect(rows.at(-1)).toMatchObject({ placement_name: 'Without a touch', currency: 'GBP' })
  })

  test('its file has the data-driven models that are computed for its sales', async () => {
    const { meta } = await call('GET', '/api/analytics/conversion-paths?range=7d')
    const [search] = await database.owner<{ id: string }[]>`
      select placement_id as id from placement_dim where placement_key = 'search'`
    const result = {
      rows: [{ placement_id: search!.id, share: 1, conversions: 10, commission: 100_010 }],
      ...{ conversions: 10, commission: 100_010, unattributed: { conversions: 0, commission: 0 } },
      ...{ journeys_without_sale: 0, sample: 1 },
    }
    await database.owner`
      insert into model_runs (model, merchant_id, first_day, last_day, requested_by, finished_at, result)
      select 'shapley', merchant_id, ${meta.start}, ${meta.end}, 'a', now(), ${database.owner.json(result)}
      from (select ${ALL_MERCHANTS}::uuid as merchant_id) everybody`
    const csv = await call('GET', '/api/analytics/conversion-paths?range=7d&format=csv&table=models&total=1')
    const [total, ...rows] = readCsvRows(csv.text)
    expect(total).toMatchObject({
      placement_name: 'All placements',
      shapley: '10',
      shapley_share_pct: '100',
      markov: '',
    })
    expect(rows.find(({ placement_key }) => placement_key === 'search')).toMatchObject({
      ...{ shapley: '10', shapley_share_pct: '100', shapley_difference_pts: '0' },
    })
  })

  test.each(['/api/analytics/placements/scorecard?model=last_touch', '/api/analytics/conversion-paths?table=guess'])(
    '%s is refused',
    async (url) => {
      expect((await call('GET', url)).error.code).toBe('invalid_request')
    },
  )

  test('the scorecard counts each assisted sale once in the total', async () => {
    const { data } = await call('GET', '/api/analytics/placements/scorecard?range=7d')
    expect(data.totals.assisted_conversions).toBe(10)
    const anyTouch = (await call('GET', '/api/analytics/placements/scorecard?range=7d&model=any_touch')).data
    expect(anyTouch.totals).toMatchObject({ conversions: 10, clicks: 20, assisted_conversions: 10 })
  })
})

test('a status change moves the money, and the touches stay', async () => {
  const touches = () =>
    database.owner`select t.* from attribution_touches t join conversion_events using (conversion_no) where conversion_id = 'sale-4' order by touch_no`
  const before = await touches()
  await pipeline.run([
    {
      keyKind: 'server',
      conversions: [
        {
          ...{ conversion_id: 'sale-4', merchant_id: SHOPS.acme, user_id: pseudonymOf(), timestamp: Date.now() - HOUR },
          ...{
            order_amount: '20',
            commission_amount: '1.0001',
            currency: 'GBP',
            status: 'rejected' as const,
            status_at: Date.now(),
          },
        },
      ],
    },
  ])
  await drainAttributionQueue(database.app)
  const { data } = await call('GET', '/api/analytics/placements/scorecard?range=7d&traffic=gross')
  expect(data.totals).toMatchObject({ conversions: 9, rejected_conversions: 1, total_revenue: '9.0009' })
  expect(await touches()).toEqual(before)
})

describe('the recommendation', () => {
  test('needs enough data; thresholds are versioned, checked and audited', async () => {
    const few = (await call('GET', `/api/analytics/merchants/acme/benchmark?range=7d`)).data
    expect(few.rows.map((row: { recommended_package: string }) => row.recommended_package)).toEqual([
      'Not enough data',
      'Not enough data',
    ])
    const wrong = { ...firstThresholds('GBP'), rpm: { good: 1, watch: 2 } }
    expect((await call('PUT', '/api/settings/performance', wrong)).error.code).toBe('invalid_request')
    const low = { ...firstThresholds('GBP'), min_impressions: 10, min_clicks: 5 }
    expect((await call('PUT', '/api/settings/performance', low, 'analyst')).error.code).toBe('forbidden')
    expect((await call('PUT', '/api/settings/performance', low)).data).toMatchObject({ ...low, version: 1 })
    expect((await call('GET', '/api/settings/performance', undefined, 'viewer')).data.version).toBe(1)
    const [entry] = await database.owner`select action, target from audit_log where target = 'performance_thresholds'`
    expect(entry).toEqual({ action: 'change_setting', target: 'performance_thresholds' })
  })

  test('uses the merchant’s data, and never that of a single other merchant of its category', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1100)) // answers are cached for a second
    const own = (await call('GET', `/api/analytics/merchants/acme/benchmark?range=7d`)).data
    const search = own.rows.find((row: { placement_name: string }) => row.placement_name === 'search')
    expect(search).toMatchObject({ recommended_package: 'CPA Priority', basis: 'merchant', category_withheld: null })
    const rival = (await call('GET', `/api/analytics/merchants/${SHOPS.rival}/benchmark?range=7d`)).data
    const alone = rival.rows.find((row: { placement_name: string }) => row.placement_name === 'search')
    expect(alone).toMatchObject({ impressions: 0, recommended_package: 'Not enough data', basis: 'none' })
    expect(alone).toMatchObject({ category: null, category_withheld: 'few_merchants' })
    expect(alone.reason).toContain('Food: withheld: fewer than 5 other merchants')
    expect((await call('GET', '/api/analytics/merchants/nobody/benchmark')).error.code).toBe('unknown_merchant')
  })
})

describe('a data-driven model', () => {
  const today = new Date().toISOString().slice(0, 10)
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  const ask = (model: string, role: keyof typeof cookies = 'analyst') =>
    call('POST', '/api/attribution/model-runs', { model, start_date: yesterday, end_date: today }, role)
  const listed = async () => (await call('GET', '/api/attribution/model-runs')).data
  const runNext = () =>
    runNextModel({ sql: database.app, databaseUrl: database.url, signal: new AbortController().signal })

  test('waits, is computed once, and finds that the banner is not needed to sell', async () => {
    expect((await ask('markov', 'viewer')).error.code).toBe('forbidden')
    const run = await ask('markov')
    expect(run).toMatchObject({ status: 202, data: { status: 'waiting', progress: 0 } })
    expect((await ask('markov')).data.run_id).toBe(run.data.run_id)
    expect(await runNext()).toBe(true)
    expect(await runNext()).toBe(false)
    const [done] = await listed()
    expect(done).toMatchObject({
      status: 'done',
      progress: 1,
      result: { conversions: 9, journeys_without_sale: 31, sample: 1 },
    })
    const share = (id: string) =>
      done.result.rows.find((row: { placement_id: string }) => row.placement_id === id).share
    // Everybody passes both on the way to a sale: without either there is none, so each gets half.
    expect(share(PLACES.search)).toBeCloseTo(0.5, 6)
    expect(share(PLACES.search) + share(PLACES.banner)).toBeCloseTo(1, 9)
  })

  test('of Shapley shares each sale by the placements seen', async () => {
    await ask('shapley')
    await runNext()
    const done = (await listed()).find(({ model }: { model: string }) => model === 'shapley')
    expect(done.result.rows.map((row: { conversions: number }) => row.conversions)).toEqual([4.5, 4.5])
  })

  test('is taken over when its worker died, and given up after the third', async () => {
    const { data } = await call('POST', '/api/attribution/model-runs', {
      model: 'markov',
      start_date: today,
      end_date: today,
    })
    const die = () =>
      database.owner`update model_runs set alive_at = now() - interval '2 minutes', attempts = attempts + 1 where run_id = ${data.run_id}`
    await die()
    await die()
    await die()
    expect(await runNext()).toBe(false)
    expect((await listed())[0]).toMatchObject({ run_id: data.run_id, status: 'failed' })
  })

  test.each([
    [{ model: 'guess', start_date: today, end_date: today }],
    [{ model: 'markov', start_date: today, end_date: yesterday }],
    [{ model: 'markov', start_date: '2020-01-01', end_date: today }],
  ])('is not computed for %j', async (body) => {
    expect((await call('POST', '/api/attribution/model-runs', body)).error.code).toBe('invalid_request')
  })
})

test('an impression that another clock stamped after the sale it led to counts as just before it', async () => {
  const [user, session, at] = [pseudonymOf(), randomUUID(), Date.now() - HOUR]
  const seen = {
    ...{ event_id: uuidv7(at + 120_000), merchant_id: SHOPS.rival, placement_id: PLACES.search },
    ...{ exposure_unit_id: randomUUID(), exposure_type: 'card' as const, user_id: user, timestamp: at + 120_000 },
    ...{ rank_position: 0, session_id: session, is_clickable: true, algorithm_version: 'v1', viewable: true },
  }
  const click = {
    ...{ click_id: uuidv7(at - 60_000), exposure_event_id: seen.event_id, merchant_id: SHOPS.rival, user_id: user },
    ...{ session_id: session, timestamp: at - 60_000, placement_id: null },
  }
  const sale = {
    ...{ conversion_id: 'sale-ahead', click_id: click.click_id, merchant_id: SHOPS.rival, user_id: user },
    ...{ timestamp: at, currency: 'GBP', order_amount: '20', commission_amount: '1', status: 'pending' as const },
  }
  await pipeline.run([envelope({ keyKind: 'server', exposures: [seen], clicks: [click], conversions: [sale] })])
  await drainAttributionQueue(database.app)
  const { data } = await call('GET', '/api/analytics/conversion-paths?range=7d&merchant_id=rival')
  expect(data.totals).toMatchObject({ conversions: 1, with_touch: 1, median_hours: 0, median_within_pct: 0 })
  expect(data.histogram).toEqual([{ from_hours: 0, to_hours: 12, conversions: 1 }])
})

test.each([
  ['/api/analytics/conversion-paths?merchant_id=nobody', 'unknown_merchant'],
  ['/api/analytics/conversion-paths?placement_id=nowhere', 'unknown_placement'],
  ['/api/analytics/conversion-paths?placement_id=00000000-0000-4000-8000-00000000dead', 'unknown_placement'],
  ['/api/analytics/merchants/nobody/benchmark', 'unknown_merchant'],
  ['/api/analytics/merchants/nobody/summary', 'unknown_merchant'],
  ['/api/analytics/placements/nowhere/deep-dive', 'unknown_placement'],
  ['/api/attribution/model-runs?merchant_id=nobody', 'unknown_merchant'],
])('%s is not an empty answer but 404', async (url, code) => {
  expect(await call('GET', url)).toMatchObject({ status: 404, error: { code } })
})
