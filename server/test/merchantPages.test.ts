import { beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp, type TestApp } from './support/app.ts'
import { createTestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'

// More merchants than anybody scrolls through: each is found by search and by turning pages.

const MERCHANTS = 5000
let app: TestApp
let cookie: string

interface Page {
  readonly data: { merchant_id: string; merchant_name: string; merchant_ref: string; category: string | null }[]
  readonly meta: { total: number; page: number; size: number }
}

beforeAll(async () => {
  const database = await createTestDatabase({ rawDays: 0 })
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue })
  cookie = await cookieOf(database, 'viewer')
  // Many share a name, so that only the order of ids keeps pages apart.
  await database.owner`
    insert into merchant_dim (merchant_ref, merchant_name, category)
    select 'ref-' || n, 'Shop ' || n / 100, case when n % 3 = 0 then null else 'cat ' || n % 3 end
    from generate_series(1, ${MERCHANTS - 3}) as n`
  await database.owner`
    insert into merchant_dim (merchant_ref, merchant_name, category) values ('zz-last', 'Zürich Öfen', 'Heating'),
      ('pct', '100% Cotton_Club', null), ('fern', 'Fernway Coffee', 'Food')`
})

async function ask(query: Record<string, string | number>) {
  const response = await app.server.inject({ url: '/api/merchants', query: query as never, headers: { cookie } })
  return { status: response.statusCode, ...response.json() }
}

const page = (query: Record<string, string | number>) => ask(query) as unknown as Promise<Page>
const refs = ({ data }: Page) => data.map(({ merchant_ref }) => merchant_ref)

describe('pages of 5,000 merchants', () => {
  test.each([[undefined], ['merchant_name'], ['-merchant_ref'], ['category']])(
    'ordered by %s hold each one once',
    async (sort) => {
      const seen: string[] = []
      for (let number = 1; ; number++) {
        const { data, meta } = await page({ page: number, size: 499, ...(sort ? { sort } : {}) })
        expect(meta).toEqual({ total: MERCHANTS, page: number, size: 499 })
        if (data.length === 0) break
        seen.push(...data.map(({ merchant_id }) => merchant_id))
      }
      expect([seen.length, new Set(seen).size]).toEqual([MERCHANTS, MERCHANTS])
    },
  )

  test('the last one stands on the last page, and first when the order is turned', async () => {
    const last = await page({ sort: 'merchant_name', page: 100, size: 50 })
    expect(refs(last).at(-1)).toBe('zz-last')
    expect(refs(await page({ sort: '-merchant_name', size: 1 }))).toEqual(['zz-last'])
  })

  test('without a category come last in both directions', async () => {
    for (const sort of ['category', '-category']) {
      expect((await page({ sort, size: 1 })).data[0]!.category).not.toBeNull()
      expect((await page({ sort, page: MERCHANTS, size: 1 })).data[0]!.category).toBeNull()
    }
  })
})

describe('a search', () => {
  test.each([
    ['ZURICH', ['zz-last']],
    ['öfen zürich', ['zz-last']],
    ['heating zz', ['zz-last']],
    ['ref-4321', ['ref-4321']],
    ['100%', ['pct']],
    ['n_c', ['pct']],
    ['frnway', []],
    ["'; drop", []],
  ])('for %s finds %j', async (q, expected) => {
    const found = await page({ q })
    expect(refs(found)).toEqual(expected)
    expect(found.meta.total).toBe(expected.length)
  })

  test('by letters finds names that hold them in their order, after better matches', async () => {
    expect(refs(await page({ q: 'frnway', match: 'letters' }))).toEqual(['fern'])
    expect(refs(await page({ q: '%', match: 'letters' }))).toEqual(['pct'])
    const found = await page({ q: 'shop 4', match: 'letters', size: 500 })
    expect(found.data[0]!.merchant_name).toBe('Shop 4')
  })

  test('begins with the very reference, and keeps to one merchant when asked to', async () => {
    expect(refs(await page({ q: 'ref-12', size: 1 }))).toEqual(['ref-12'])
    const [first] = (await page({ q: 'shop 7', size: 1 })).data
    expect((await page({ q: '7 shop', size: 1 })).data[0]!.merchant_name).toMatch(/^Shop 7/)
    expect(first!.merchant_name).toBe('Shop 7')
    const [fern] = (await page({ id: 'fern' })).data
    expect(refs(await page({ id: fern!.merchant_id.toUpperCase() }))).toEqual(['fern'])
    expect((await page({ id: 'nobody' })).meta.total).toBe(0)
  })
})

test.each([
  ['page', 0],
  ['page', 'two'],
  ['page', 1e9],
  ['size', 0],
  ['size', 501],
  ['size', 2.5],
  ['sort', 'created_at'],
  ['match', 'regex'],
  ['q', 'x'.repeat(121)],
  ['q', 'a\u0000b'],
  ['id', 'x'.repeat(129)],
])('%s = %s is refused with its name', async (field, value) => {
  const answer = await ask({ [field]: value })
  expect(answer).toMatchObject({ status: 400, error: { code: 'invalid_request', details: [{ field }] } })
})
