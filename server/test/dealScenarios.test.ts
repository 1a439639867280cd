import { beforeAll, beforeEach, expect, test } from 'vitest'
import { addDays, utcDate } from '../src/lib/clock.ts'
import { buildTestApp, type TestApp } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'

// Saved deals: named, for oneself or shared within the installation, and recorded in the audit log.

const NOW = Date.now()
const TODAY = utcDate(NOW)
const DEAL = {
  ...{ budget: '5000', currency: 'GBP', requested_impressions: 9000, placement_ids: [] },
  ...{ start_date: addDays(TODAY, 1), end_date: addDays(TODAY, 30) },
}

let database: TestDatabase
let app: TestApp
let [analyst, sales, viewer, admin] = ['', '', '', '']

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 2 })
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue, deps: { now: () => NOW } })
  analyst = await cookieOf(database, 'analyst')
  sales = await cookieOf(database, 'sales')
  viewer = await cookieOf(database, 'viewer')
  admin = await cookieOf(database, 'admin')
})
beforeEach(() => database.owner`delete from deal_scenarios`)

async function ask(cookie: string, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path = '', body?: unknown) {
  const response = await app.server.inject({
    method,
    url: `/api/commercial/scenarios${path}`,
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  })
  return { status: response.statusCode, ...response.json() }
}

const save = (cookie: string, change: object = {}) =>
  ask(cookie, 'POST', '', { scenario_name: 'December', deal: DEAL, ...change })
const names = async (cookie: string) =>
  (await ask(cookie, 'GET')).data.map((one: { scenario_name: string }) => one.scenario_name)

test('a private scenario exists for its owner only, a shared one for everyone who may simulate', async () => {
  const saved = await save(analyst)
  expect(saved).toMatchObject({ status: 201, data: { is_shared: false, may_change: true, deal: { budget: '5000' } } })
  expect([await names(analyst), await names(sales)]).toEqual([['December'], []])
  const path = `/${saved.data.scenario_id}`
  expect(await ask(sales, 'PATCH', path, { is_shared: true })).toMatchObject({ status: 404 })
  expect(await ask(admin, 'DELETE', path)).toMatchObject({ status: 404 })
  expect(await ask(analyst, 'PATCH', path, { is_shared: true })).toMatchObject({ status: 200 })
  expect(await names(sales)).toEqual(['December'])
  expect((await ask(viewer, 'GET')).status).toBe(403)
})

test('a shared scenario is changed by its owner or an admin, by nobody else', async () => {
  const { data } = await save(analyst, { is_shared: true })
  const path = `/${data.scenario_id}`
  expect(await ask(sales, 'PATCH', path, { scenario_name: 'Mine' })).toMatchObject({
    status: 403,
    error: { code: 'not_your_scenario' },
  })
  expect(await ask(sales, 'DELETE', path)).toMatchObject({ status: 403 })
  expect((await ask(sales, 'GET')).data[0].may_change).toBe(false)
  expect(await ask(admin, 'PATCH', path, { scenario_name: 'Ours' })).toMatchObject({ data: { scenario_name: 'Ours' } })
  expect(await ask(analyst, 'DELETE', path)).toMatchObject({ data: { deleted: true } })
  expect(await ask(analyst, 'DELETE', path)).toMatchObject({ status: 404, error: { code: 'unknown_scenario' } })
})

test('a name is used once by a person, regardless of its case', async () => {
  await save(analyst)
  expect(await save(analyst, { scenario_name: 'DECEMBER' })).toMatchObject({
    status: 409,
    error: { code: 'scenario_exists', details: [{ field: 'scenario_name' }] },
  })
  expect((await save(sales)).status).toBe(201)
})

test('what cannot be simulated cannot be saved, and a wrong id is an error of the caller', async () => {
  expect((await save(analyst, { deal: { ...DEAL, start_date: TODAY } })).status).toBe(422)
  expect((await save(analyst, { deal: { ...DEAL, currency: 'USD' } })).status).toBe(422)
  expect((await save(analyst, { scenario_name: '' })).status).toBe(400)
  expect((await save(analyst, { scenario_name: 'NUL \u0000' })).status).toBe(400)
  expect((await ask(analyst, 'DELETE', '/none')).status).toBe(404)
  expect((await ask(analyst, 'DELETE', '/no%20id')).status).toBe(400)
})

test('every change is in the audit log', async () => {
  const { data } = await save(analyst)
  await ask(analyst, 'PATCH', `/${data.scenario_id}`, { is_shared: true })
  await ask(analyst, 'DELETE', `/${data.scenario_id}`)
  const rows = await database.owner<{ action: string; name: string }[]>`
    select action, details->>'scenario_name' as name from audit_log where target = ${data.scenario_id} order by audit_id`
  expect(rows.map(({ action, name }) => [action, name])).toEqual(
    ['save_scenario', 'change_scenario', 'delete_scenario'].map((action) => [action, 'December']),
  )
})
