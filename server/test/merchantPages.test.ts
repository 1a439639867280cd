import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { merchantList } from '@bx/contracts/endpoints/merchantList'
import { firstThresholds } from '@bx/contracts/metrics/thresholds'
import { beforeAll, expect, test } from 'vitest'
import { UNATTRIBUTED } from '../src/facts/sumIds.ts'
import { writePerformanceThresholds } from '../src/settings/performanceThresholds.ts'
import { buildTestApp, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase } from './support/database.ts'
import { openTestPipeline, pseudonymOf } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'

// The list of merchants in pages: search, filter and order.

const KNOWN = 60
const DAY = 86_400_000
let app: TestApp
let cookie: string

beforeAll(async () => {
  const database = await createTestDatabase({ rawDays: 12 })
  const pipeline = openTestPipeline(database)
  app = await buildTestApp({ database, queue: pipeline.queue })
  cookie = await cookieOf(database, 'viewer')
  const { owner } = database
  await owner`insert into placement_dim (placement_key, placement_name) values ('home', 'Home')`
  await owner`
    insert into merchant_dim (merchant_ref, merchant_name, category)
    select 'm' || n, 'Shop ' || to_char(n, 'FM00'), case when n % 2 = 0 then 'Mode' end from generate_series(1, ${KNOWN}) n`
  await owner`update merchant_dim set merchant_name = 'Café Zoë' where merchant_ref = 'm7'`
  // m1 to m9 are shown so many times yesterday, m10 only ten days ago: by one person who comes back, or by others.
  const shown = Array.from({ length: 9 }, (_, i) => i + 1).flatMap((n) => exposures(n, n, DAY))
  await pipeline.run([{ exposures: [...shown, ...exposures(10, 5, 10 * DAY)] }])
  // Clicks as attribution credits them: 3 of m6, 2 of m2, and one of m9 that no exposure explains.
  await owner`
    insert into click_daily (merchant_id, day, placement_id, clicks)
    select merchant_id, (now() - interval '1 day')::date, coalesce(placement_id, ${UNATTRIBUTED}), clicks
    from (values ('m6', 'home', 3), ('m2', 'home', 2), ('m9', null, 1)) credited (merchant_ref, placement_key, clicks)
      join merchant_dim using (merchant_ref) left join placement_dim using (placement_key)`
  await writePerformanceThresholds(
    owner,
    { actor: 'test', currency: 'GBP' },
    { ...firstThresholds('GBP'), min_impressions: 5 },
  )
})

/** Of odd merchants by one person, of even ones each by another. */
function exposures(merchant: number, count: number, ago: number) {
  const one = pseudonymOf()
  return Array.from({ length: count }, () => {
    const names = { merchant_ref: `m${merchant}`, placement_key: 'home', user_id: merchant % 2 ? one : pseudonymOf() }
    return { ...wireExposure(names), timestamp: Date.now() - ago } as never
  })
}

test('pages hold every merchant once, most shown first, then by name', async () => {
  const refs = await refsOf('', [1, 2, 3, 4])
  expect(refs.slice(0, 9)).toEqual(['m9', 'm8', 'm7', 'm6', 'm5', 'm4', 'm3', 'm2', 'm1'])
  expect(refs.slice(9)).toEqual(Array.from({ length: KNOWN - 9 }, (_, i) => `m${i + 10}`))
  expect((await ask('&size=25&page=9')).data.rows).toEqual([])
})

test('totals cover all merchants, independent of page and search', async () => {
  const { data, meta } = await ask('&size=2&page=3&q=shop')
  expect(meta).toMatchObject({ total: KNOWN - 1, page: 3, size: 2 })
  expect(data.totals).toMatchObject({
    ...{ impressions: 45, merchants_known: KNOWN, merchants_shown: 9, merchants_not_shown_7d: KNOWN - 9 },
    most_shown: { merchant_name: 'Shop 09', impressions: 9 },
  })
})

test('a search finds words of name, reference and category without case and accents', async () => {
  expect(await refsOf('&q=ZOE')).toEqual(['m7'])
  expect(await refsOf('&q=m12')).toEqual(['m12'])
  expect((await refsOf('&q=mode+shop&sort=merchant_name')).slice(0, 3)).toEqual(['m2', 'm4', 'm6'])
  expect(await refsOf('&q=%25')).toEqual([])
})

test('those not shown for seven days are all the others, the one of ten days ago among them', async () => {
  const refs = await refsOf('&seen=not_7d&sort=-last_shown_day', [1, 2, 3])
  expect(refs).toHaveLength(KNOWN - 9)
  expect(refs[0]).toBe('m10')
  expect((await ask('&seen=not_7d')).meta.total).toBe(KNOWN - 9)
})

test('each order puts merchants without a value last, both ways', async () => {
  expect((await refsOf('&sort=-unique_users')).slice(0, 5)).toEqual(['m8', 'm6', 'm4', 'm2', 'm7'])
  expect((await refsOf('&sort=-frequency')).slice(0, 3)).toEqual(['m9', 'm7', 'm5'])
  // One impression per person; equal values are ordered by name.
  expect((await refsOf('&sort=frequency')).slice(0, 5)).toEqual(['m1', 'm2', 'm4', 'm6', 'm8'])
  expect((await refsOf('&sort=frequency'))[9]).toBe('m10')
  expect((await refsOf('&sort=category'))[0]).toBe('m2')
  expect((await refsOf('&sort=-category'))[0]).toBe('m2')
  expect((await get('&sort=colour')).json().error.code).toBe('invalid_request')
})

test('reach in the list is the reach of the merchant’s own page, and CSV holds every row of the search', async () => {
  const { rows } = (await ask('&size=3')).data
  expect(rows).toHaveLength(3)
  for (const row of rows) {
    const own = await app.server.inject({
      url: `/api/analytics/merchants/${row.merchant_id}/summary?range=7d`,
      headers: { cookie },
    })
    expect(own.json().data.totals).toMatchObject({ impressions: row.impressions, unique_users: row.unique_users })
  }
  const lines = (await get('&q=shop&size=5&page=2&format=csv')).body.trim().split('\r\n')
  expect(lines).toHaveLength(1 + KNOWN - 1)
  expect(lines[1]).toContain('Shop 09')
})

test('a category is a filter with its own total; every category is listed with its merchants', async () => {
  const { data, meta } = await ask('&category=Mode&size=2')
  expect(meta.total).toBe(KNOWN / 2)
  expect(data.found).toMatchObject({ impressions: 2 + 4 + 6 + 8, counted: { stored: 20, flagged: 0 } })
  expect(data.totals.impressions).toBe(45)
  expect(data.categories).toEqual([
    { category: 'Mode', merchants: KNOWN / 2 },
    { category: null, merchants: KNOWN / 2 },
  ])
  expect((await ask('&category=')).data.found.impressions).toBe(1 + 3 + 5 + 7 + 9)
  expect((await ask('&category=mode')).meta.total).toBe(0)
})

test('CTR counts credited clicks, and ranks only merchants with enough impressions', async () => {
  const { data, meta } = await ask('&sort=-ctr_pct')
  expect(meta.min_impressions).toBe(5)
  const clicked = data.rows.find(({ merchant_ref: ref }) => ref === 'm6')!
  expect(clicked).toMatchObject({ clicks: 3, ctr_pct: 50 })
  expect(clicked.ctr_interval!.low).toBeLessThan(50)
  expect(data.rows[0]!.merchant_ref).toBe('m6')
  expect(data.found).toMatchObject({ clicks: 5 })
  // 2 clicks of 2 impressions are too few.
  expect((await refsOf('&sort=-ctr_pct')).indexOf('m2')).toBeGreaterThan(4)
  expect((await refsOf('&sort=ctr_pct')).indexOf('m2')).toBeGreaterThan(4)
})

function get(query: string) {
  return app.server.inject({ url: `/api/analytics/merchants?range=7d${query}`, headers: { cookie } })
}

async function ask(query: string): Promise<Answer<typeof merchantList>> {
  const response = await get(query)
  expect(response.statusCode).toBe(200)
  return response.json()
}

/** References in order, over pages of 20. */
async function refsOf(query: string, pages: readonly number[] = [1]): Promise<(string | null)[]> {
  const answers = await Promise.all(pages.map((page) => ask(`${query}&size=20&page=${page}`)))
  return answers.flatMap(({ data }) => data.rows.map(({ merchant_ref }) => merchant_ref))
}
