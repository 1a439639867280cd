import type { StaffRole } from '@bx/contracts/endpoints/permissions'
import { type PackageAction, stateAfter } from '@bx/contracts/packages/lifecycle'
import type { PackageState } from '@bx/contracts/packages/values'
import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { clockPackages } from '../src/commercial/packages/clockPackages.ts'
import { DAY, HOUR, MINUTE } from '../src/lib/clock.ts'
import { buildTestApp, type TestApp } from './support/app.ts'
import { clearCommercial, makeMerchant, makePlacement } from './support/commercialWorld.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { expectProperty } from './support/property.ts'
import { cookieOf } from './support/staff.ts'

// Packages over HTTP, from draft to closed, in a zone whose clocks change in the night to 25 October 2026.

const ZONE = 'Europe/London'
const BEGIN = Date.parse('2026-10-01T09:00:00Z')
const PEOPLE = ['viewer', 'sales', 'commercial', 'finance', 'admin'] as const

let database: TestDatabase
let app: TestApp
let cookies: Record<string, string>
let now = BEGIN
let [home, deals] = ['', '']

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 2 })
  app = await buildTestApp({
    ...{ database, queue: openTestPipeline(database).queue, organisation: { timeZone: ZONE } },
    deps: { now: () => now },
  })
  const roles: readonly StaffRole[] = [...PEOPLE, 'commercial']
  const all = await Promise.all(roles.map((role) => cookieOf(database, role)))
  cookies = Object.fromEntries([...PEOPLE, 'second commercial'].map((name, i) => [name, all[i]!]))
})
beforeEach(async () => {
  now = BEGIN
  await clearCommercial(database)
  await makeMerchant(database, 'acme')
  home = await makePlacement(database, '2026-10-01', { key: 'home', impressions: [1000, 1000] })
  deals = await makePlacement(database, '2026-10-01', { key: 'deals', impressions: [1000, 1000] })
})

const DRAFT = {
  ...{ merchant_id: 'acme', package_name: 'Autumn', package_type: 'CPI', guaranteed_units: 6000, unit_price: '8.50' },
  ...{ price: '51.00', start_date: '2026-10-11', end_date: '2026-10-20' },
}

async function ask(as: string, method: 'GET' | 'POST' | 'PATCH', path = '', body?: object) {
  const response = await app.server.inject({
    ...{ method, url: `/api/packages${path}`, headers: { cookie: cookies[as]! } },
    ...(body === undefined ? {} : { payload: body }),
  })
  const isJson = String(response.headers['content-type']).includes('json')
  return { status: response.statusCode, ...(isJson ? response.json() : { text: response.body }) }
}

const create = async (change: object = {}) => {
  const answer = await ask('sales', 'POST', '', { ...DRAFT, ...change })
  expect(answer.status, app.log.at(-1)).toBe(201)
  return answer.data
}
const read = async (id: string) => (await ask('commercial', 'GET', `/${id}`)).data

/** Acts on the current version. */
async function act(as: string, id: string, action: string, body: object = {}) {
  const { version } = await read(id)
  const [method, path] = action === 'change' ? (['PATCH', `/${id}`] as const) : (['POST', `/${id}/${action}`] as const)
  return ask(as, method, path, { version, ...body })
}

async function book(change: object = {}): Promise<string> {
  const { package_id: id } = await create(change)
  await act('sales', id, 'quote')
  await act('sales', id, 'hold')
  const booked = await act('commercial', id, 'approve', { reason: 'Agreed' })
  expect(booked, JSON.stringify(booked.error)).toMatchObject({ status: 200, data: { status: 'booked' } })
  return id
}

const tick = () => clockPackages(database.app, now, 'GBP')
async function startFlight(id: string): Promise<void> {
  now = Date.parse((await read(id)).start_date)
  await tick()
}

const WHY = { reason: 'Why' }

test('a package goes from draft to closed; each step is recorded with who, when and why', async () => {
  const id = await book()
  await startFlight(id)
  now += DAY
  expect(await act('commercial', id, 'pause', { reason: 'New creative' })).toMatchObject({ data: { status: 'paused' } })
  now += DAY
  expect(await act('commercial', id, 'resume')).toMatchObject({ data: { status: 'live' } })
  now += 30 * DAY
  await tick()
  expect(await act('finance', id, 'close')).toMatchObject({ status: 200, data: { status: 'closed', actions: [] } })
  const { changes, quoted_by, approved_by } = await read(id)
  const steps = changes.toReversed().map((one: { action: string; status: string }) => `${one.action} ${one.status}`)
  expect(steps).toEqual([
    ...['create draft', 'quote quoted', 'hold held', 'approve booked', 'start live', 'pause paused', 'resume live'],
    ...['end ended', 'close closed'],
  ])
  expect(changes.map(({ version }: { version: number }) => version)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1])
  expect(changes[3]).toMatchObject({ actor: expect.stringMatching(/^commercial-/), reason: 'New creative' })
  expect(changes[1]).toMatchObject({ actor: 'system', effective_at: '2026-10-20T23:00:00.000Z' })
  expect([quoted_by, approved_by]).toEqual([expect.stringMatching(/^sales-/), expect.stringMatching(/^commercial-/)])
  const audited = await database.owner`select action from audit_log where target = ${id} order by audit_id`
  expect(audited.map(({ action }) => action)).toEqual(steps.map((step: string) => `${step.split(' ')[0]}Package`))
})

describe('a flight', () => {
  test('of days is whole local days, also when one of them has 25 hours', async () => {
    expect(await create({ start_date: '2026-10-25', end_date: '2026-10-25' })).toMatchObject({
      ...{ start_date: '2026-10-24T23:00:00.000Z', end_date: '2026-10-26T00:00:00.000Z' },
      ...{ first_day: '2026-10-25', last_day: '2026-10-25' },
    })
  })

  test('may be an hour; its end is not part of it', async () => {
    const hour = { start_date: '2026-10-11T22:30:00Z', end_date: '2026-10-11T23:30:00Z' }
    expect(await create(hour)).toMatchObject({
      ...{ start_date: '2026-10-11T22:30:00.000Z', end_date: '2026-10-11T23:30:00.000Z' },
      // 23:30 to 00:30 in London.
      ...{ first_day: '2026-10-11', last_day: '2026-10-12' },
    })
  })

  test.each([
    [{ start_date: '2026-10-12', end_date: '2026-10-11' }, 'end_before_start'],
    [{ end_date: '2027-12-01' }, 'flight_too_long'],
    [{ start_date: '0001-01-01' }, 'year_out_of_range'],
    [{ end_date: '9999-12-31' }, 'year_out_of_range'],
  ])('%j is refused: %s', async (change, code) => {
    expect(await ask('sales', 'POST', '', { ...DRAFT, ...change })).toMatchObject({
      ...{ status: 422, error: { code: 'package_invalid', details: [{ code }] } },
    })
  })

  test('that is over cannot be quoted, held or approved', async () => {
    const { package_id: id } = await create()
    now = Date.parse('2026-10-20T23:00:00Z')
    expect(await act('sales', id, 'quote')).toMatchObject({ status: 409, error: { code: 'flight_over' } })
  })
})

describe('terms', () => {
  test('are refused together, each with its field and code', async () => {
    const wrong = { price: '51.01', buffer_units: 1201, billing_basis: 'click', daily_cap_units: 1 }
    const refused = await ask('sales', 'POST', '', { ...DRAFT, ...wrong })
    expect(refused.error.details.map(({ code }: { code: string }) => code)).toEqual([
      ...['buffer_too_large', 'daily_cap_too_low', 'price_differs', 'basis_of_other_type'],
    ])
    expect(refused.error.details[2].message).toContain('the difference is 0.01')
    expect(await database.owner`select from merchant_packages`).toHaveLength(0)
  })

  test('name an existing merchant, and existing placements once each', async () => {
    const code = async (change: object) => (await ask('sales', 'POST', '', { ...DRAFT, ...change })).error.code
    expect(await code({ merchant_id: 'nobody' })).toBe('unknown_merchant')
    expect(await code({ placements: [{ placement_id: 'nowhere' }] })).toBe('unknown_placement')
    expect(await code({ placements: [{ placement_id: 'home' }, { placement_id: home.toUpperCase() }] })).toBe(
      'package_invalid',
    )
    expect(await code({ makegood_of: home })).toBe('package_invalid')
  })

  test('change until the package is sold, as a new version; the contract stays when the goal is adjusted', async () => {
    const { package_id: id } = await create({ placements: [{ placement_id: 'home' }] })
    const bigger = { guaranteed_units: 7000, price: '59.50' }
    expect(await act('sales', id, 'change', bigger)).toMatchObject({
      data: { guaranteed_units: 7000, goal_units: 7000, price: '59.50', terms_version: 2, version: 2 },
    })
    expect((await read(id)).changes[0]).toMatchObject({
      ...{ action: 'change', before: { guaranteed_units: 6000, goal_units: 6000, price: '51.00', terms_version: 1 } },
      after: { guaranteed_units: 7000, goal_units: 7000, price: '59.50', terms_version: 2 },
    })
    await act('sales', id, 'quote')
    await act('sales', id, 'hold')
    await act('commercial', id, 'approve')
    expect(await act('sales', id, 'change', bigger)).toMatchObject({ status: 409, error: { code: 'package_state' } })
    await startFlight(id)
    const adjusted = { goal_units: 9000, end_date: '2026-10-25', placements: [{ placement_id: 'deals' }], ...WHY }
    expect(await act('commercial', id, 'adjust', adjusted)).toMatchObject({
      data: {
        ...{ guaranteed_units: 7000, goal_units: 9000, price: '59.50', end_date: '2026-10-26T00:00:00.000Z' },
        placements: [{ placement_id: deals, placement_key: 'deals', units: null }],
      },
    })
    // Late events are checked by the placements of their own time.
    const placements = await database.owner`
      select placement_id as id, valid_from::text as "from", valid_until is null as now from package_placements order by now`
    expect(placements).toMatchObject([
      { id: home, from: '-infinity', now: false },
      { id: deals, now: true },
    ])
    const ended = { end_date: new Date(now).toISOString(), ...WHY }
    expect(await act('commercial', id, 'adjust', ended)).toMatchObject({
      error: { details: [{ code: 'end_in_past' }] },
    })
    expect(await act('commercial', id, 'adjust', { goal_units: null, ...WHY })).toMatchObject({ status: 422 })
  })
})

describe('of two people', () => {
  test('the one with the older version is refused, and sees what changed', async () => {
    const { package_id: id } = await create()
    await act('sales', id, 'change', { package_name: 'Winter', reason: 'Moved' })
    const stale = await ask('commercial', 'PATCH', `/${id}`, { version: 1, package_name: 'Spring' })
    expect(stale).toMatchObject({
      status: 409,
      error: {
        code: 'changed_meanwhile',
        details: {
          ...{ version: 2, changed_by: expect.stringMatching(/^sales-/) },
          changes: [{ version: 2, action: 'change', reason: 'Moved', before: { package_name: 'Autumn' } }],
        },
      },
    })
    expect((await read(id)).package_name).toBe('Winter')
  })

  test('who act at the same time one wins', async () => {
    const { package_id: id } = await create()
    const both = await Promise.all(['sales', 'commercial'].map((as) => ask(as, 'POST', `/${id}/quote`, { version: 1 })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await read(id)).version).toBe(2)
  })

  test('the author of a price below the floor does not approve it, and the other says why', async () => {
    const cheap = { unit_price: '5', price: '30' }
    const { package_id: id } = (await ask('commercial', 'POST', '', { ...DRAFT, ...cheap })).data
    // Somebody else quotes; the author is still the author.
    await act('sales', id, 'quote')
    await act('sales', id, 'hold')
    expect(await act('commercial', id, 'approve', WHY)).toMatchObject({
      ...{ status: 403, error: { code: 'own_quote_below_floor', details: { floor_price: '8.50' } } },
    })
    expect(await act('second commercial', id, 'approve')).toMatchObject({
      error: { code: 'package_invalid', details: [{ code: 'reason_needed' }] },
    })
    expect(await act('second commercial', id, 'approve', WHY)).toMatchObject({ data: { status: 'booked' } })
  })

  test('nobody but an approver books, nobody but finance closes', async () => {
    const { package_id: id } = await create()
    await act('sales', id, 'quote')
    await act('sales', id, 'hold')
    for (const as of ['viewer', 'sales', 'finance'])
      expect(await act(as, id, 'approve')).toMatchObject({ status: 403, error: { code: 'forbidden' } })
    expect(await ask('viewer', 'GET')).toMatchObject({ status: 403 })
    expect((await ask('finance', 'GET', `/${id}`)).data.actions).toEqual([])
  })
})

describe('the clock', () => {
  test('frees a hold after 7 days, also before an approval that comes when no worker runs', async () => {
    const { package_id: id } = await create()
    await act('sales', id, 'quote')
    now += MINUTE
    const held = await act('sales', id, 'hold')
    expect(held.data.hold_expires_at).toBe(new Date(BEGIN + 7 * DAY + MINUTE).toISOString())
    now += 7 * DAY - MINUTE
    expect(await tick()).toBe(0)
    now += MINUTE
    const { version } = held.data
    expect(await ask('commercial', 'POST', `/${id}/approve`, { version })).toMatchObject({
      error: { code: 'changed_meanwhile', details: { changes: [{ action: 'expire', status: 'quoted' }] } },
    })
    expect(await read(id)).toMatchObject({ status: 'quoted', hold_expires_at: null })
  })

  test('starts and ends each flight once, with any number of workers, at its own time', async () => {
    const ids = [await book(), await book({ package_name: 'Two' })]
    now = Date.parse('2026-11-30T00:00:00Z')
    await Promise.all([tick(), tick(), tick(), tick()])
    for (const id of ids) {
      const { changes, status } = await read(id)
      expect(status).toBe('ended')
      expect(changes.slice(0, 2)).toMatchObject([
        { action: 'end', effective_at: '2026-10-20T23:00:00.000Z' },
        { action: 'start', effective_at: '2026-10-10T23:00:00.000Z' },
      ])
      expect(changes).toHaveLength(6)
    }
    expect(await tick()).toBe(0)
  })
})

test('what a pause leaves undelivered is planned, and what is owed is reserved, for the rest of the flight', async () => {
  const id = await book({ placements: [{ placement_id: 'home' }], daily_cap_units: null })
  await startFlight(id)
  now += 2 * DAY
  expect((await read(id)).planned_units).toBe(1200)
  await act('commercial', id, 'pause', WHY)
  now += 4 * DAY
  expect((await read(id)).planned_units).toBe(1200)
  await act('commercial', id, 'resume')
  now += 2 * DAY
  expect((await read(id)).planned_units).toBe(3600)
  // 3,600 of 6,000 count: 2,400 are owed in the last two days, half of them tomorrow.
  await database.owner`
    insert into package_daily (package_id, day, verdict, flagged, impressions, viewable)
    values (${id}, '2026-10-12', 'counted', false, 3600, 0), (${id}, '2026-10-12', 'counted', true, 500, 0),
      (${id}, '2026-10-12', 'other_placement', false, 700, 0)`
  const deal = {
    budget: '100',
    currency: 'GBP',
    requested_impressions: 100,
    start_date: '2026-10-20',
    end_date: '2026-10-20',
  }
  const response = await app.server.inject({
    ...{ method: 'POST', url: '/api/commercial/simulate', headers: { cookie: cookies.commercial! }, payload: deal },
  })
  const sold = response
    .json()
    .data.rows.map((row: { placement_key: string; sold: number }) => [row.placement_key, row.sold])
  expect(sold).toEqual([
    ['home', 1200],
    ['deals', 0],
  ])
})

test('the list is filtered, ordered, paged and counted, and its file has the same rows', async () => {
  await makeMerchant(database, 'zoo')
  await book({ package_name: 'Home only', placements: [{ placement_id: 'home', units: 6000 }] })
  await create({ package_name: 'Anywhere, later', start_date: '2026-12-01', end_date: '2026-12-31' })
  const click = { package_type: 'CPC', guaranteed_units: 100, unit_price: '0.35', price: '35' }
  await create({ package_name: 'Clicks', merchant_id: 'zoo', ...click, end_date: '2026-10-19' })
  const found: Record<string, string[]> = {
    '?page=1': ['Clicks', 'Home only', 'Anywhere, later'],
    '?status=booked': ['Home only'],
    '?status=booked,draft&sort=-package_name': ['Home only', 'Clicks', 'Anywhere, later'],
    '?package_type=CPC': ['Clicks'],
    '?merchant_id=zoo': ['Clicks'],
    '?placement_id=deals&sort=package_name': ['Anywhere, later', 'Clicks'],
    '?placement_id=home&sort=-end_date': ['Anywhere, later', 'Home only', 'Clicks'],
    '?placement_id=nowhere': [],
    '?start_date=2026-10-20&end_date=2026-10-20': ['Home only'],
    '?start_date=2026-10-21&end_date=2026-11-30': [],
    '?start_date=2026-12-31': ['Anywhere, later'],
    '?q=only': ['Home only'],
    '?q=zoo': ['Clicks'],
    '?size=1&page=2&sort=package_name': ['Clicks'],
  }
  for (const [query, names] of Object.entries(found)) {
    const { data } = await ask('finance', 'GET', query)
    expect(
      data.map((one: { package_name: string }) => one.package_name),
      query,
    ).toEqual(names)
  }
  const { meta } = await ask('finance', 'GET', '?status=booked&placement_id=home')
  expect(meta).toMatchObject({ total: 1, currency: 'GBP', states: { draft: 2, booked: 1, live: 0, cancelled: 0 } })
  const { text } = await ask('finance', 'GET', '?format=csv&sort=package_name&size=1')
  const lines = text.trim().split('\r\n')
  expect(lines).toHaveLength(4)
  expect(lines[0]).toMatch(/^.?package_id,package_name,.*placements,currency$/)
  expect(lines[3]).toMatch(/Home only.*,CPI,booked,6000,6000,0,8\.50,51\.00,in_view.*,home,GBP$/)
  for (const query of ['?status=sold', '?sort=secret', '?size=0', '?start_date=2026-02-30'])
    expect(await ask('finance', 'GET', query)).toMatchObject({ status: 400, error: { code: 'invalid_request' } })
})

test('in any order of what people and the clock do, the history is complete, in order, audited, and ends with closed or cancelled', async () => {
  const ACTIONS = [
    'quote',
    'hold',
    'release',
    'withdraw',
    'approve',
    'pause',
    'resume',
    'cancel',
    'close',
    'adjust',
  ] as const
  const step = fc.record({
    // The usual way is tried more often than chance would.
    action: fc.oneof(fc.constantFrom(...ACTIONS), fc.constantFrom(...(['quote', 'hold', 'approve'] as const))),
    as: fc.constantFrom(...PEOPLE),
    hours: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200 })),
    isWorkerUp: fc.boolean(),
  })
  await expectProperty(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 14 }), async (steps) => {
      now = BEGIN
      const { package_id: id } = await create()
      for (const { action, as, hours, isWorkerUp } of steps) {
        now += hours * HOUR
        if (isWorkerUp) await tick()
        const { status } = await act(as, id, action, WHY)
        expect([200, 403, 409]).toContain(status)
      }
      const { changes, ...final } = await read(id)
      const history: {
        action: string
        version: number
        status: PackageState
        status_before: PackageState
        effective_at: string
      }[] = changes.toReversed()
      expect(history.map(({ version }) => version)).toEqual(history.map((_, i) => i + 1))
      history.slice(1).forEach((change, i) => {
        expect(change.status_before).toBe(history[i]!.status)
        expect(stateAfter(change.status_before, change.action as PackageAction)).toBe(change.status)
        // A package that is approved during its flight starts then.
        expect(change.effective_at >= history[i]!.effective_at).toBe(true)
      })
      expect(final).toMatchObject({ version: history.length, status: history.at(-1)!.status })
      const audited = await database.owner`
        select action from audit_log where target = ${id} and not details ? 'refused' order by audit_id`
      expect(audited.map(({ action }) => action)).toEqual(history.map(({ action }) => `${action}Package`))
    }),
    process.env.TEST_PROFILE === 'long' ? 500 : 12,
  )
}, 1_800_000)
