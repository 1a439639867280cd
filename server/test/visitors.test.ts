import { randomBytes, randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { addDays, utcDate } from '../src/lib/clock.ts'
import { openOrganisation } from '../src/settings/organisation.ts'
import { buildTestApp, makeDims, makeKey, send, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { readCsvRows } from './support/readCsv.ts'
import { cookieOf } from './support/staff.ts'

// The share of people reached who were not signed in: a UUID is a visitor's id, 64 hex digits are a member's.

const MERCHANT = 'acme'
let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp
let cookie: string

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 2 })
  await makeDims(database)
  pipeline = openTestPipeline(database)
  app = await buildTestApp({ database, queue: pipeline.queue })
  cookie = await cookieOf(database, 'viewer')
  const key = await makeKey(database, 'browser')
  const member = randomBytes(32).toString('hex')
  const users = [
    randomUUID(),
    randomUUID().toUpperCase(),
    ...Array.from({ length: 5 }, () => randomBytes(32).toString('hex')),
  ]
  // Each twice, and one member in both cases.
  const ids = [...users, ...users, member, member.toUpperCase()]
  await send(app.server, { events: ids.map((user_id) => wireExposure({ user_id })) }, { key })
  await pipeline.drain()
})

const SHARE = { visitor_share: 2 / 8, visitor_share_low: 2 / 8, visitor_share_high: 2 / 8 }
const UNKNOWN = { visitor_share: null, visitor_share_low: null, visitor_share_high: null }

async function ask(path: string, of: TestApp = app): Promise<string> {
  const answer = await of.server.inject({ url: `/api/analytics/${path}`, headers: { cookie } })
  expect(answer.statusCode).toBe(200)
  return answer.body
}

test.each([
  ['placements/overview', (data: Totals) => [data.totals, data.rows![0]!]],
  ['placements/home/deep-dive', (data: Totals) => [data.totals]],
  [`merchants/${MERCHANT}/summary`, (data: Totals) => [data.totals, data.placements![0]!]],
  ['merchants', (data: Totals) => [data.totals, data.rows![0]!]],
])('the share of visitors is beside reach in %s', async (path, figures) => {
  for (const shown of figures(JSON.parse(await ask(path)).data))
    expect(shown).toMatchObject({ unique_users: 8, ...SHARE })
})

interface Totals {
  readonly totals: object
  readonly rows?: readonly object[]
  readonly placements?: readonly object[]
}

test('and in the files of the three tables with reach', async () => {
  for (const path of ['placements/overview', `merchants/${MERCHANT}/summary`, 'merchants']) {
    const [row] = readCsvRows(await ask(`${path}?format=csv`))
    expect(row!.visitor_share_pct).toBe('25')
  }
})

test('without reach there is no share', async () => {
  const before = addDays(utcDate(Date.now()), -2)
  const { data } = JSON.parse(await ask(`placements/overview?start_date=${before}&end_date=${before}`))
  expect(data.totals).toMatchObject({ unique_users: 0, ...UNKNOWN })
})

test('for days before visitors were recorded it is null', async () => {
  const { visitorsFrom: always } = await openOrganisation(database.app, FIRST)
  expect(always).toBeNull()
  await database.owner`insert into settings (name, version, value, changed_by)
    values ('visitors_known_since', 1, to_jsonb('2026-03-28T23:30:00Z'::timestamptz), 'migration')`
  expect((await openOrganisation(database.app, FIRST)).visitorsFrom).toBe('2026-03-30')
  const today = utcDate(Date.now())
  const later = await buildTestApp({ database, queue: pipeline.queue, organisation: { visitorsFrom: today } })
  const shareOf = async (query: string) => JSON.parse(await ask(`placements/overview?${query}`, later)).data.totals
  expect(await shareOf(`start_date=${addDays(today, -1)}&end_date=${today}`)).toMatchObject({
    unique_users: 8,
    ...UNKNOWN,
  })
  expect(await shareOf(`start_date=${today}&end_date=${today}`)).toMatchObject(SHARE)
})

const FIRST = { timeZone: 'Europe/Berlin', currency: 'GBP', rawDays: null, pepper: null, maxAmount: 1 }
