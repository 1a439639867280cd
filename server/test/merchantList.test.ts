import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { foldedUser, openTestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'

// The list of merchants: every merchant once, in the order asked for, with counts that add up.

const DAY = 86_400_000
/** Reference, category and impressions one day ago and eight days ago (in the period before). */
const MERCHANTS = [
  ['alpha', 'food', 6, 2],
  ['bravo', 'food', 3, 6],
  ['charlie', null, 0, 4],
  ['delta', 'travel', 0, 0],
] as const
let database: TestDatabase
let app: TestApp
let cookie: string

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 20 })
  const pipeline = openTestPipeline(database)
  app = await buildTestApp({ database, queue: pipeline.queue })
  cookie = await cookieOf(database, 'viewer')
  await database.owner`insert into placement_dim (placement_key, placement_name) values ('home', 'Home'), ('deal', 'Deal')`
  const users = [foldedUser(), foldedUser()]
  for (const [ref, category] of MERCHANTS)
    await database.owner`insert into merchant_dim (merchant_ref, merchant_name, category) values (${ref}, ${ref}, ${category})`
  for (const [ref, , recent, earlier] of MERCHANTS) {
    const show = (n: number, age: number) =>
      Array.from({ length: n }, (_, i) => ({
        ...wireExposure({
          merchant_ref: ref,
          placement_key: i % 2 === 0 ? 'home' : 'deal',
          session_id: randomUUID(),
          user_id: users[i % 2]!,
        }),
        timestamp: Date.now() - age * DAY,
      }))
    await pipeline.run([{ exposures: [...show(recent, 1), ...show(earlier, 8)] as never }])
  }
})

interface Row {
  merchant_name: string
  impressions: number
  impression_share_pct: number | null
  unique_users: number
  placements: number
  last_seen: string | null
  comparison: { impressions: number; impressions_before: number }
  daily: { impressions: number }[]
}

async function ask(query: Record<string, string> = {}) {
  const answer = await app.server.inject({ url: '/api/analytics/merchants', headers: { cookie }, query })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json().data as { rows: Row[]; matching: number; totals: { merchants: number; seen: number } }
}
const namesOf = ({ rows }: { rows: Row[] }) => rows.map((row) => row.merchant_name)

test('names every merchant once, most shown first, with share, people and the last day seen', async () => {
  const { rows, matching, totals } = await ask()
  expect(rows.map((row) => [row.merchant_name, row.impressions, row.impression_share_pct, row.unique_users])).toEqual([
    ['alpha', 6, 66.67, 2],
    ['bravo', 3, 33.33, 2],
    ['charlie', 0, 0, 0],
    ['delta', 0, 0, 0],
  ])
  expect(matching).toBe(4)
  expect(totals).toMatchObject({ merchants: 4, seen: 2, impressions: 9 })
  expect(rows[0]).toMatchObject({ placements: 2, comparison: { impressions: 6, impressions_before: 2 } })
  expect(rows[0]!.last_seen).toBe(new Date(Date.now() - DAY).toISOString().slice(0, 10))
  expect(rows[2]!.last_seen).toBe(new Date(Date.now() - 8 * DAY).toISOString().slice(0, 10))
  expect(rows[3]!.last_seen).toBeNull()
  for (const row of rows) expect(row.daily.reduce((sum, day) => sum + day.impressions, 0)).toBe(row.impressions)
})

describe('is cut to what was asked for', () => {
  test('by name, reference or category', async () =>
    expect(namesOf(await ask({ q: 'FOOD' }))).toEqual(['alpha', 'bravo']))
  test('to merchants that were not shown', async () =>
    expect(namesOf(await ask({ shown: 'unseen' }))).toEqual(['charlie', 'delta']))
  test('to a page', async () => {
    expect(namesOf(await ask({ page_size: '3', page: '2' }))).toEqual(['delta'])
    expect(await ask({ page_size: '3', page: '9' })).toMatchObject({ rows: [], matching: 4 })
  })
})

test.each([
  ['merchant_name', ['alpha', 'bravo', 'charlie', 'delta']],
  ['-merchant_name', ['delta', 'charlie', 'bravo', 'alpha']],
  ['impressions', ['charlie', 'delta', 'bravo', 'alpha']],
  // Without anything to compare with a merchant comes last in both directions.
  ['-change', ['alpha', 'bravo', 'charlie', 'delta']],
  ['change', ['charlie', 'bravo', 'alpha', 'delta']],
  ['-last_seen', ['alpha', 'bravo', 'charlie', 'delta']],
  ['last_seen', ['charlie', 'alpha', 'bravo', 'delta']],
])('sorted by %s', async (sort, expected) => {
  expect(namesOf(await ask({ sort }))).toEqual(expected)
})

test('the CSV holds all pages', async () => {
  const query = { format: 'csv', page_size: '1' }
  const answer = await app.server.inject({ url: '/api/analytics/merchants', headers: { cookie }, query })
  expect(answer.body.trim().split(/\r?\n/)).toHaveLength(5)
})

test.each([{ sort: 'rank' }, { page: '0' }, { page_size: '5000' }, { shown: 'never' }])(
  'refuses %j by field, with what would be right',
  async (query) => {
    const answer = await app.server.inject({
      url: '/api/analytics/merchants',
      headers: { cookie },
      query: query as never,
    })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().error.code).toBe('invalid_request')
  },
)
