import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { clockPackages } from '../src/commercial/packages/clockPackages.ts'
import { DAY, HOUR, MINUTE } from '../src/lib/clock.ts'
import { buildTestApp, type TestApp } from './support/app.ts'
import { clearCommercial, makePackage } from './support/commercialWorld.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import * as shop from './support/evidence.ts'
import { envelope, openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'
import { emptyTables } from './support/tables.ts'

// What makes good for packages that ended short of their goal.

const BEGIN = Math.floor(Date.now() / DAY) * DAY - 2 * DAY
const PEOPLE = ['sales', 'commercial', 'finance', 'analyst'] as const
let database: TestDatabase
let worker: TestPipeline
let app: TestApp
let cookies: Record<string, string>
let now = BEGIN

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 5 })
  worker = openTestPipeline(database)
  app = await buildTestApp({ database, queue: worker.queue, deps: { now: () => now } })
  const all = await Promise.all(PEOPLE.map((role) => cookieOf(database, role)))
  cookies = Object.fromEntries(PEOPLE.map((role, i) => [role, all[i]!]))
})
beforeEach(async () => {
  await emptyTables(database.owner)
  await clearCommercial(database)
  await shop.makeShop(database)
  worker.rollup.memory.clear()
  worker.rollup.filledSlotDays.clear()
})

/** 1,000 impressions sold at 8.50 per thousand, 3 of them delivered; the flight is over. */
async function endedShort(change: object = {}): Promise<string> {
  const flight = { start: new Date(BEGIN).toISOString(), end: new Date(BEGIN + DAY).toISOString() }
  const id = await makePackage(database, { merchantId: shop.SHOP, units: 1000, ...flight, status: 'live' })
  await database.owner`
    update merchant_packages set ${database.owner({ unit_price: 85_000, price: 85_000, ...change })} where package_id = ${id}`
  const exposures = [1, 2, 3].map((i) => shop.exposure(shop.person(), BEGIN + i * HOUR, { package_id: id }))
  await worker.run([envelope({ keyKind: 'import', exposures })])
  now = BEGIN + DAY + HOUR
  await clockPackages(database.app, now, 'GBP')
  return id
}

async function ask(as: string, method: 'GET' | 'POST', url: string, payload?: object) {
  const response = await app.server.inject({
    ...{ method, url, headers: { cookie: cookies[as]! } },
    ...(payload === undefined ? {} : { payload }),
  })
  const isJson = String(response.headers['content-type']).includes('json')
  return { status: response.statusCode, ...(isJson ? response.json() : { text: response.body }) }
}

const read = async (id: string) => (await ask('commercial', 'GET', `/api/packages/${id}`)).data
async function act(as: string, id: string, action: string, body: object = {}) {
  const { version } = await read(id)
  return ask(as, 'POST', `/api/packages/${id}/${action}`, { version, reason: 'Traffic was low', ...body })
}
/** Acts, and reads the whole package. */
async function done(as: string, id: string, action: string, body: object = {}) {
  const { status, error } = await act(as, id, action, body)
  expect(status, JSON.stringify(error)).toBe(200)
  return read(id)
}

const dayFrom = (days: number) => new Date(now + days * DAY).toISOString().slice(0, 10)
const flight = () => ({ start_date: dayFrom(1), end_date: dayFrom(7) })

test('a makegood is booked with the same terms at no charge, and makes good the missing units once', async () => {
  const id = await endedShort()
  expect(await read(id)).toMatchObject({ status: 'ended', short_units: 997, adjustments: [] })
  const after = await done('commercial', id, 'makegood', { ...flight(), units: 400 })
  expect(after).toMatchObject({ short_units: 597, status: 'ended' })
  const [adjustment] = after.adjustments
  expect(adjustment).toMatchObject({
    ...{ kind: 'makegood', units: 400, short_units: 997, amount: null, makegood_package_name: 'p (makegood)' },
    ...{ reason: 'Traffic was low', approved_by: expect.stringMatching(/^commercial-/) },
  })
  expect(after.changes[0]).toMatchObject({ action: 'makegood', after: { units: 400 } })
  const made = await read(adjustment.makegood_package_id)
  expect(made).toMatchObject({
    ...{ status: 'booked', makegood_of: id, price: '0.00', goal_units: 400, package_type: 'CPI' },
    ...{ approved_by: adjustment.approved_by, billing_basis: 'in_view' },
  })
  await done('commercial', adjustment.makegood_package_id, 'cancel')
  expect(await read(id)).toMatchObject({ short_units: 997 })
})

test('a credit is the exact price of the missing units, also of those that a makegood did not deliver', async () => {
  const id = await endedShort()
  const credited = await done('finance', id, 'credit', { units: 333 })
  // 8.50 × 333 ÷ 1,000 = 2.8305
  expect(credited.adjustments[0]).toMatchObject({ kind: 'credit', units: 333, amount: '2.83' })
  const made = await done('commercial', id, 'makegood', flight())
  const [{ makegood_package_id: makegood, units }] = made.adjustments
  expect([units, made.short_units]).toEqual([664, 0])
  now += 9 * DAY
  await clockPackages(database.app, now, 'GBP')
  const second = await done('finance', makegood, 'credit')
  expect(second.adjustments[0]).toMatchObject({ units: 664, amount: '5.64' })
})

test('an extension makes the package live again until its new end, and what comes then counts', async () => {
  const id = await endedShort()
  const extended = await done('commercial', id, 'extend', { end_date: dayFrom(3) })
  expect(extended).toMatchObject({ status: 'live', short_units: 0, last_day: dayFrom(3) })
  expect(extended.adjustments[0]).toMatchObject({
    ...{ kind: 'extension', units: 997, end_before: new Date(BEGIN + DAY).toISOString() },
  })
  const between = shop.exposure(shop.person(), now - 1, { package_id: id })
  const after = shop.exposure(shop.person(), now + HOUR, { package_id: id })
  await worker.run([envelope({ keyKind: 'import', exposures: [between, after] })])
  expect((await read(id)).delivery).toMatchObject({ impressions: 4, mismatched: 1 })
  now += 5 * DAY
  await clockPackages(database.app, now, 'GBP')
  expect(await read(id)).toMatchObject({ status: 'ended', short_units: 996 })
})

describe('refused is', () => {
  test.each([
    ['more than is missing', 'commercial', 'makegood', () => ({ ...flight(), units: 998 }), 422, 'package_invalid'],
    [
      'a makegood in the past',
      'commercial',
      'makegood',
      () => ({ start_date: dayFrom(-3), end_date: dayFrom(-2) }),
      422,
      'package_invalid',
    ],
    ['an extension into the past', 'commercial', 'extend', () => ({ end_date: dayFrom(-1) }), 422, 'package_invalid'],
    [
      'an extension beyond 400 days',
      'commercial',
      'extend',
      () => ({ end_date: dayFrom(401) }),
      422,
      'package_invalid',
    ],
    ['no reason', 'finance', 'credit', () => ({ reason: '' }), 400, 'invalid_request'],
    ['no units', 'finance', 'credit', () => ({ units: 0 }), 400, 'invalid_request'],
    ['a version of before', 'finance', 'credit', () => ({ version: 1 }), 409, 'changed_meanwhile'],
    ['a makegood by sales', 'sales', 'makegood', flight, 403, 'forbidden'],
    ['a credit by who runs packages', 'commercial', 'credit', () => ({}), 403, 'forbidden'],
    ['an extension by finance', 'finance', 'extend', () => ({ end_date: dayFrom(2) }), 403, 'forbidden'],
  ] as const)('%s', async (_, as, action, body, status, code) => {
    const id = await endedShort()
    expect(await act(as, id, action, body())).toMatchObject({ status, error: { code } })
    expect(await read(id)).toMatchObject({ adjustments: [], short_units: 997, version: 2 })
  })

  test('anything when nothing is missing, or before the end', async () => {
    const id = await endedShort({ goal_units: 3 })
    expect(await act('finance', id, 'credit')).toMatchObject({ status: 409, error: { code: 'nothing_short' } })
    const open = await makePackage(database, {
      ...{
        merchantId: shop.SHOP,
        units: 5,
        start: new Date(now).toISOString(),
        end: new Date(now + DAY).toISOString(),
      },
      status: 'live',
    })
    expect(await act('finance', open, 'credit')).toMatchObject({ status: 409, error: { code: 'package_state' } })
  })
})

test('of two people who make good at once one wins', async () => {
  const id = await endedShort()
  const { version } = await read(id)
  const body = { version, reason: 'Traffic was low' }
  const answers = await Promise.all([
    ...[1, 2].map(() => ask('finance', 'POST', `/api/packages/${id}/credit`, body)),
    ask('commercial', 'POST', `/api/packages/${id}/makegood`, { ...body, ...flight() }),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  expect((await read(id)).adjustments).toHaveLength(1)
  const [{ n }] = (await database.owner`select count(*)::int as n from merchant_packages`) as unknown as [{ n: number }]
  expect(n).toBe((await read(id)).adjustments[0].kind === 'makegood' ? 2 : 1)
})

test('the wrap-up adds up: what was received, what counts, what is billed, sold and made good', async () => {
  const id = await endedShort()
  const who = shop.person()
  const seen = shop.exposure(who, BEGIN + 4 * HOUR, { package_id: id, viewable: false })
  const bot = shop.exposure(shop.person(), BEGIN + HOUR, { package_id: id })
  const late = shop.exposure(shop.person(), BEGIN + 2 * DAY, { package_id: id })
  const clicks = [MINUTE, MINUTE + 2000].map((after) =>
    shop.click(who, seen.timestamp + after, { exposure_event_id: seen.event_id }),
  )
  const sold = (status: 'pending' | 'confirmed', order_amount: string) =>
    shop.sale(seen.timestamp + HOUR, { user_id: who.user_id, status, order_amount, commission_amount: '2.5' })
  const conversions = [sold('confirmed', '19.99'), sold('confirmed', '20.01'), sold('pending', '5')]
  await worker.run([
    envelope({ keyKind: 'import', exposures: [seen, late], clicks, conversions }),
    envelope({ keyKind: 'import', exposures: [bot], ivt: 'bot_user_agent' }),
  ])
  await shop.look(database)
  await done('finance', id, 'credit', { units: 500 })
  const { data, meta } = await ask('finance', 'GET', `/api/packages/${id}/wrap-up`)
  expect(data).toMatchObject({
    waterfall: { received: 6, flagged: 1, mismatched: [{ reason: 'after_end', impressions: 1 }], counted: 4 },
    clicks: { received: 2, flagged: 0, repeated: 1, counted: 1 },
    ...{ reach: { unique_users: 4, exact: true }, frequency: 1, ctr_pct: 25 },
    orders: [
      { status: 'pending', orders: 1, order_amount: '5.00', commission: '2.50' },
      { status: 'confirmed', orders: 2, order_amount: '40.00', commission: '5.00' },
    ],
    by_placement: [{ placement_id: shop.HERE, placement_name: 'here', impressions: 4, viewable: 3 }],
    amounts: { price: '8.50', billed: '0.03', credited: '4.25' },
    ...{ short_units: 496, adjustments: [{ kind: 'credit', units: 500 }] },
  })
  expect(meta).toEqual({ currency: 'GBP', time_zone: 'UTC' })
  expect(await ask('finance', 'GET', '/api/packages/nobody-knows/wrap-up')).toMatchObject({
    ...{ status: 404, error: { code: 'unknown_package' } },
  })
})

test('the list has every adjustment of its days, also as a file', async () => {
  const id = await endedShort()
  await done('finance', id, 'credit', { units: 7, reason: '=HYPERLINK("x")' })
  await done('commercial', id, 'makegood', flight())
  const url = (from: number, to: number) =>
    `/api/package-adjustments?start_date=${dayFrom(from)}&end_date=${dayFrom(to)}`
  const { data } = await ask('analyst', 'GET', url(0, 0))
  expect(data.map((one: { kind: string }) => one.kind)).toEqual(['makegood', 'credit'])
  expect(data[1]).toMatchObject({ package_id: id, merchant_ref: 'shop', amount: '0.06' })
  expect((await ask('analyst', 'GET', url(-2, -1))).data).toEqual([])
  const { text } = await ask('analyst', 'GET', `${url(0, 0)}&format=csv`)
  expect(text.split('\r\n')[0]).toContain('approved_at,kind,package_id')
  expect(text).not.toContain(',=HYPERLINK')
})
