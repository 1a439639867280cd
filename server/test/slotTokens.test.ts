import { createHmac, randomUUID } from 'node:crypto'
import type { StaffRole } from '@bx/contracts/endpoints/permissions'
import type { Exposure } from '@bx/contracts/events/exposure'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { correctStamps } from '../src/commercial/packages/correctStamps.ts'
import { HOUR, MINUTE } from '../src/lib/clock.ts'
import { recountDay } from '../src/rollup/recount.ts'
import { buildTestApp, type TestApp } from './support/app.ts'
import { makePackage } from './support/commercialWorld.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import * as shop from './support/evidence.ts'
import { envelope, openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'
import { emptyTables } from './support/tables.ts'

// Packages that count only exposures whose slot the ranking service signed.

const BEGIN = Math.floor(Date.now() / HOUR) * HOUR - 6 * HOUR
const iso = (ms: number) => new Date(ms).toISOString()
let database: TestDatabase
let worker: TestPipeline
let app: TestApp
let secret: string
let packageId: string

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 3 })
  worker = openTestPipeline(database)
  await shop.makeShop(database)
  app = await buildTestApp({ database, queue: worker.queue })
})

beforeEach(async () => {
  await emptyTables(database.owner)
  await database.owner`truncate merchant_packages cascade`
  await database.owner`delete from slot_token_keys`
  worker.rollup.memory.clear()
  worker.rollup.filledSlotDays.clear()
  secret = (await ask('POST', '/api/slot-token-keys', { name: 'Ranker' })).json().data.secret
  packageId = await makePackage(database, {
    ...{ merchantId: shop.SHOP, units: 100, start: iso(BEGIN), end: iso(BEGIN + 24 * HOUR), status: 'live' },
  })
  await database.owner`update merchant_packages set requires_slot_token = true where package_id = ${packageId}`
})

async function ask(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object, role: StaffRole = 'operator') {
  const cookie = await cookieOf(database, role)
  return app.server.inject({ method, url, headers: { cookie }, ...(payload === undefined ? {} : { payload }) })
}

/** As the guide for the ranking service does. */
function sign(of: Exposure, seconds = 3600, key = secret): Exposure {
  const [keyId, expires] = [key.split('.')[0], Math.floor(of.timestamp / 1000) + seconds]
  const lines = ['bx-slot-1', keyId, expires, of.render_id, of.merchant_id, of.placement_id, of.package_id]
  const signature = createHmac('sha256', key).update(lines.join('\n')).digest('base64url')
  return { ...of, slot_token: `${keyId}.${expires}.${signature}` }
}

const shown = (change: Partial<Exposure> = {}) =>
  shop.exposure(shop.person(), BEGIN + HOUR, { package_id: packageId, render_id: randomUUID(), ...change })
const store = (...exposures: Exposure[]) => worker.run([envelope({ keyKind: 'import', exposures })])

async function verdicts(): Promise<Record<string, number>> {
  const rows = await database.owner<{ line: string; n: number }[]>`
    select concat_ws(' ', package_verdict, slot_token_result) as line, count(*)::int as n from exposure_events group by 1`
  return Object.fromEntries(rows.map(({ line, n }) => [line, n]))
}

test('counts what is signed; what is missing, wrong, expired or of another slot is never billed', async () => {
  const signed = sign(shown())
  await store(
    ...[signed, shown(), sign(shown(), 0), sign(shown(), 25 * 3600), { ...shown(), slot_token: signed.slot_token }],
    ...[sign(shown(), 3600, 'slot_other.secret'), { ...sign(shown()), placement_id: shop.THERE }],
    { ...sign(shown()), package_id: null },
  )
  expect(await verdicts()).toEqual({
    ...{ 'counted valid': 1, bad_slot_token: 1, 'bad_slot_token expired': 1, 'bad_slot_token invalid': 4, invalid: 1 },
  })
  const { data } = (await ask('GET', `/api/packages/${packageId}`, undefined, 'finance')).json()
  expect(data.delivery).toMatchObject({ impressions: 1, billed_units: 1, mismatched: 6 })
  expect(data.mismatches).toEqual([{ reason: 'bad_slot_token', impressions: 6 }])
  expect(await recountDay(worker.rollup, iso(BEGIN + HOUR).slice(0, 10), false)).toMatchObject({ wrong: 0 })
})

test('a token is used once: a second event is a replay, a repeated delivery is not', async () => {
  const first = sign(shown())
  const second = { ...first, event_id: randomUUID() }
  await store(first)
  await store(second, first)
  await store({ ...first, event_id: randomUUID(), timestamp: first.timestamp + 5 * MINUTE })
  expect(await verdicts()).toEqual({ 'counted valid': 1, 'bad_slot_token replayed': 2 })
  const twice = sign(shown())
  await store(twice, { ...twice, event_id: randomUUID() })
  expect(await verdicts()).toEqual({ 'counted valid': 2, 'bad_slot_token replayed': 3 })
})

test('of two workers at once one counts', async () => {
  const first = sign(shown())
  const other = openTestPipeline(database)
  const events = [first, { ...first, event_id: randomUUID() }]
  await Promise.all(
    [worker, other].map((one, i) => one.run([envelope({ keyKind: 'import', exposures: [events[i]!] })])),
  )
  expect(await verdicts()).toEqual({ 'counted valid': 1, 'bad_slot_token replayed': 1 })
})

test('the verdict stays when stamps are checked again, and other packages count without a token', async () => {
  await store(sign(shown()), shown())
  await database.owner`update package_changes set recorded_at = now()`
  expect(await correctStamps(database.app)).toBe(0)
  // As if the exposures had been stored while the package did not ask for tokens yet.
  await database.owner`update merchant_packages set requires_slot_token = false`
  expect(await correctStamps(database.app)).toBe(1)
  await database.owner`update merchant_packages set requires_slot_token = true`
  expect(await correctStamps(database.app)).toBe(1)
  expect(await verdicts()).toEqual({ 'counted valid': 1, bad_slot_token: 1 })
})

test('two keys are active at most; a revoked one signs nothing that is shown later, and no answer has a secret', async () => {
  const second = (await ask('POST', '/api/slot-token-keys', { name: 'New' })).json().data
  const third = await ask('POST', '/api/slot-token-keys', { name: 'Third' })
  expect([third.statusCode, third.json().error.code]).toEqual([409, 'slot_token_keys_full'])
  const [before, after] = [sign(shown()), sign(shown(), 3600, second.secret)]
  const [keyId] = secret.split('.')
  expect((await ask('DELETE', `/api/slot-token-keys/${keyId}`)).statusCode).toBe(200)
  expect((await ask('DELETE', `/api/slot-token-keys/${keyId}`)).statusCode).toBe(404)
  await store(before, after, sign(shown({ timestamp: Date.now() + MINUTE })))
  expect(await verdicts()).toEqual({ 'counted valid': 2, 'bad_slot_token invalid': 1 })
  const list = await ask('GET', '/api/slot-token-keys')
  expect(list.json().data.map((one: { name: string }) => one.name)).toEqual(['New', 'Ranker'])
  expect(list.body).not.toContain(secret.split('.')[1])
  const audit = await database.owner<{ line: string }[]>`select details::text as line from audit_log`
  expect(audit.map(({ line }) => line).join()).not.toContain(secret.split('.')[1])
})
