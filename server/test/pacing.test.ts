import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { followAllocations } from '../../examples/ranking-service/allocations.mjs'
import { assessAgain, type CheckInputs } from '../src/commercial/pacing/assessPackage.ts'
import { checkPacing, PACING_EVERY_MS } from '../src/commercial/pacing/checkPacing.ts'
import { clockPackages } from '../src/commercial/packages/clockPackages.ts'
import { DAY, HOUR, MINUTE } from '../src/lib/clock.ts'
import { buildTestApp, makeKey, type TestApp } from './support/app.ts'
import { clearCommercial, makeMerchant, makePackage, makePlacement } from './support/commercialWorld.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { countImpressions, dailyRhythm, type Placement, writeHistory } from './support/pacingWorld.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'

// Pacing on a test clock: every check, share and alert of packages whose ranker obeys, or does not.

const ZONE = 'Europe/London'
/** Two weeks before the clocks go back. */
const BEGIN = Date.parse('2026-10-11T23:00:00Z')

let database: TestDatabase
let app: TestApp
let cookies: Record<string, string>
let now = BEGIN
let home: Placement
let deals: Placement

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 2 })
  app = await buildTestApp({
    ...{ database, queue: openTestPipeline(database).queue, organisation: { timeZone: ZONE } },
    deps: { now: () => now },
  })
  cookies = {
    commercial: await cookieOf(database, 'commercial'),
    viewer: await cookieOf(database, 'viewer'),
    analyst: await cookieOf(database, 'analyst'),
  }
})
beforeEach(async () => {
  now = BEGIN
  await clearCommercial(database)
  await database.owner`truncate placement_hourly, package_hourly, package_placement_daily, pacing_curves cascade`
  home = await makeTraffic('home', 200, 4)
  deals = await makeTraffic('deals', 100, 3)
})

async function makeTraffic(key: string, perHour: number, perRender: number, days = 28): Promise<Placement> {
  const id = await makePlacement(database, '2026-10-12', { key, impressions: [], slots: perRender })
  const placement = { id, renders: dailyRhythm(perHour), perRender }
  await writeHistory(database, placement, { until: BEGIN, days, timeZone: ZONE })
  return placement
}

async function ask(as: string, method: 'GET' | 'POST', path: string, body?: object) {
  const response = await app.server.inject({
    ...{ method, url: path, headers: { cookie: cookies[as]! } },
    ...(body === undefined ? {} : { payload: body }),
  })
  return { status: response.statusCode, ...(response.body === '' ? {} : response.json()) }
}

const check = (slot: number | null = Math.floor(now / PACING_EVERY_MS) * PACING_EVERY_MS) =>
  checkPacing(database.app, { now, organisation: { timeZone: ZONE }, slot })
const pacingOf = async (id: string) => (await ask('commercial', 'GET', `/api/packages/${id}/pacing`)).data
const iso = (ms: number) => new Date(ms).toISOString()

interface Flight {
  readonly units: number
  readonly days?: number
  readonly type?: 'CPI' | 'CPC' | 'CPA'
  readonly placements?: readonly Placement[]
  readonly status?: string
  readonly merchant?: string
}

async function sell({ units, days = 10, placements = [home], merchant = 'acme', ...rest }: Flight): Promise<string> {
  return makePackage(database, {
    ...{ merchantId: await makeMerchant(database, `${merchant}-${Math.random()}`), units },
    ...{
      start: iso(BEGIN),
      end: iso(BEGIN + days * DAY),
      placements: placements.map(({ id }) => id),
      status: 'booked',
      ...rest,
    },
  })
}

/** Lets time pass by the hour: traffic, what the ranker shows by the shares, the clock and a check. */
async function pass(hours: number, obeys: (at: number) => number = () => 1): Promise<void> {
  for (let i = 0; i < hours; i++) {
    await clockPackages(database.app, now, 'GBP')
    await check()
    const shares = await database.owner<{ packageId: string; placementId: string; share: number }[]>`
      select package_id as "packageId", placement_id as "placementId", target_share as share
      from slot_allocations join merchant_packages using (package_id) where status = 'live'`
    for (const placement of [home, deals]) {
      await writeHistory(database, placement, { until: now + HOUR, days: 1 / 24, timeZone: ZONE })
      for (const { packageId, share } of shares.filter(({ placementId }) => placementId === placement.id)) {
        const n = Math.round(placement.renders(now) * share * obeys(now))
        if (n > 0)
          await countImpressions(database, { packageId, placementId: placement.id, at: now, timeZone: ZONE, n })
      }
    }
    now += HOUR
  }
}

async function statuses(id: string): Promise<string[]> {
  const rows = await database.owner<{ status: string }[]>`
    select status from pacing_checks where package_id = ${id} order by checked_at`
  return rows.map(({ status }) => status).filter((status, i, all) => status !== all[i - 1])
}

/** Every stored check can be computed again from its inputs, and is a number on any clock. */
async function expectRecomputed(): Promise<void> {
  const rows = await database.owner<Stored[]>`
    select checked_at as at, status, goal_units as goal, delivered_units as delivered, planned_units as planned,
      pacing_pct as pct, chance, inputs, hours from pacing_checks left join pacing_curves using (curve_id)`
  expect(rows.length).toBeGreaterThan(0)
  for (const { at, goal, delivered, inputs, hours, ...found } of rows) {
    const again = assessAgain(inputs, { goal, delivered, now: at.getTime(), curve: hours ?? [], timeZone: ZONE })
    expect(again?.pacing.status).toBe(found.status)
    expect(again?.planned).toBeCloseTo(found.planned, 6)
    expect(again?.pacing.pct ?? null).toEqual(found.pct === null ? null : expect.closeTo(found.pct, 6))
    expect(again?.outlook?.chance ?? null).toEqual(found.chance === null ? null : expect.closeTo(found.chance, 6))
    for (const value of [found.planned, found.pct, found.chance]) expect(Number.isNaN(value)).toBe(false)
  }
}

interface Stored {
  readonly at: Date
  readonly status: string
  readonly goal: number | null
  readonly delivered: number
  readonly planned: number
  readonly pct: number | null
  readonly chance: number | null
  readonly inputs: CheckInputs
  readonly hours: number[] | null
}

describe('a flight whose ranker obeys', () => {
  test('reaches its goal to within 2 %, along the traffic, and every check can be computed again', async () => {
    const id = await sell({ units: 20_000, days: 7, placements: [home, deals] })
    await pass(7 * 24)
    now += HOUR
    await clockPackages(database.app, now, 'GBP')
    await check()
    const { check: last, days } = await pacingOf(id)
    expect(last.status).toBe('COMPLETED')
    expect(last.delivered_units / 20_000).toBeGreaterThanOrEqual(1)
    expect(last.delivered_units / 20_000).toBeLessThan(1.02)
    expect(await statuses(id)).toEqual(['WARMING_UP', 'ON_TRACK', 'COMPLETED'])
    // Sunday, 18 October, has twice the traffic of Saturday, and gets about twice the plan.
    const planned = days.map(
      (one: { planned_units: number }, i: number) => one.planned_units - (days[i - 1]?.planned_units ?? 0),
    )
    expect(planned[6] / planned[5]).toBeGreaterThan(1.6)
    await expectRecomputed()
  })

  test('what was missed while the ranker was away is made up for', async () => {
    const id = await sell({ units: 20_000, days: 7, placements: [home, deals] })
    await pass(7 * 24, (at) => (at > BEGIN + 30 * HOUR && at < BEGIN + 54 * HOUR ? 0 : 1))
    await clockPackages(database.app, now, 'GBP')
    await check()
    expect((await pacingOf(id)).check.status).toBe('COMPLETED')
    const { changes } = await pacingOf(id)
    expect(changes.length).toBeGreaterThan(2)
    await expectRecomputed()
  })

  test('packages of one placement share it within 50 % paid, and a merchant fills one slot', async () => {
    for (let i = 0; i < 6; i++) await sell({ units: 60_000, days: 10, merchant: `m${i}` })
    await clockPackages(database.app, now, 'GBP')
    await check()
    const [sums] = await database.owner<{ paid: number; most: number }[]>`
      select sum(target_share) as paid, max(max_share) as most from slot_allocations`
    // Four impressions a render, all seen: half of them are two full shares.
    expect(sums!.paid).toBeGreaterThan(1.9)
    expect(sums!.paid).toBeLessThanOrEqual(2.001)
    expect(sums!.most).toBeLessThanOrEqual(1)
  })
})

describe('the clock', () => {
  test('before the start, in the first minute, in the last minute, and after the end', async () => {
    const id = await sell({ units: 5000, days: 10 })
    now = BEGIN - HOUR
    await check()
    now = BEGIN + MINUTE
    await clockPackages(database.app, now, 'GBP')
    await check()
    now = BEGIN + 10 * DAY - MINUTE
    await check()
    now = BEGIN + 10 * DAY + MINUTE
    await clockPackages(database.app, now, 'GBP')
    await check()
    expect(await statuses(id)).toEqual(['NOT_STARTED', 'WARMING_UP', 'UNDER_DELIVERING', 'ENDED_SHORT'])
    await expectRecomputed()
    const { check: last } = await pacingOf(id)
    expect(last).toMatchObject({ planned_units: 5000, delivered_units: 0, pacing_pct: 0 })
  })

  test('a package of one hour, one without any history, and one without a goal', async () => {
    const empty = { ...(await makeTraffic('empty', 0, 2, 0)), renders: () => 0 }
    const hour = await sell({ units: 100, days: 1 / 24 })
    const unknown = await sell({ units: 5000, placements: [empty] })
    const open = await makePackage(database, {
      ...{ merchantId: await makeMerchant(database, 'open'), units: null, type: 'CPA', status: 'booked' },
      ...{ start: iso(BEGIN), end: iso(BEGIN + 10 * DAY), placements: [home.id] },
    })
    now = BEGIN + 30 * MINUTE
    await clockPackages(database.app, now, 'GBP')
    await check()
    expect((await pacingOf(hour)).check).toMatchObject({ status: 'UNDER_DELIVERING', delivered_units: 0 })
    now = BEGIN + 5 * DAY
    await clockPackages(database.app, now, 'GBP')
    await check()
    expect((await pacingOf(hour)).check.status).toBe('ENDED_SHORT')
    const blind = (await pacingOf(unknown)).check
    // By time: half of the flight.
    expect(blind).toMatchObject({ status: 'UNDER_DELIVERING', chance: null })
    expect(blind.planned_units).toBeCloseTo(2500, 6)
    expect((await pacingOf(open)).check).toMatchObject({ status: 'ON_TRACK', pacing_pct: null, chance: null })
    await expectRecomputed()
  })

  test('the night of 25 hours is planned like every other, without a jump', async () => {
    const id = await sell({ units: 100_000, days: 20 })
    await clockPackages(database.app, now, 'GBP')
    let last = 0
    for (now = Date.parse('2026-10-24T20:00:00Z'); now < Date.parse('2026-10-25T06:00:00Z'); now += PACING_EVERY_MS) {
      await check()
      const { planned_units } = (await pacingOf(id)).check
      expect(planned_units).toBeGreaterThan(last)
      if (last > 0) expect(planned_units - last).toBeLessThan(100_000 * 0.002)
      last = planned_units
    }
    await expectRecomputed()
  })

  test('a pause plans nothing; its backlog is planned after it', async () => {
    const id = await sell({ units: 20_000 })
    await pass(36)
    const before = (await pacingOf(id)).check.planned_units
    const version = async () => (await ask('commercial', 'GET', `/api/packages/${id}`)).data.version
    await ask('commercial', 'POST', `/api/packages/${id}/pause`, { version: await version(), reason: 'Sold out' })
    now += DAY
    await check()
    const paused = (await pacingOf(id)).check
    expect(paused.status).toBe('PAUSED')
    expect(paused.planned_units - before).toBeLessThan(20_000 * 0.01)
    expect((await pacingOf(id)).allocations[0].target_share).toBe(0)
    await ask('commercial', 'POST', `/api/packages/${id}/resume`, { version: await version() })
    now = BEGIN + 10 * DAY + MINUTE
    await clockPackages(database.app, now, 'GBP')
    await check()
    expect((await pacingOf(id)).check.planned_units).toBeCloseTo(20_000, 3)
    await expectRecomputed()
  })

  test('workers that were down for a day continue; a quarter of an hour is checked once, by one of them', async () => {
    const id = await sell({ units: 20_000 })
    await pass(30)
    now += DAY
    const done = await Promise.all([check(), check(), check(), check()])
    expect(done.filter((n) => n > 0)).toEqual([1])
    const [rows] = await database.owner<{ n: number }[]>`
      select count(*) as n from pacing_checks where package_id = ${id} and slot = ${new Date(Math.floor(now / PACING_EVERY_MS) * PACING_EVERY_MS)}`
    expect(rows!.n).toBe(1)
    await expectRecomputed()
  })
})

describe('why a package is behind', () => {
  test('the ranking service does not follow, or its placement is silent', async () => {
    const ignored = await sell({ units: 20_000 })
    const silent = await sell({ units: 5000, placements: [deals] })
    await pass(40, () => 0.2)
    await database.owner`delete from placement_hourly where placement_id = ${deals.id} and hour > ${new Date(now - 8 * HOUR)}`
    await check()
    expect((await pacingOf(ignored)).check).toMatchObject({ status: 'UNDER_DELIVERING', reason: 'not_shown' })
    const { check: last, gaps } = await pacingOf(silent)
    expect(last.reason).toBe('tracking_silent')
    expect(gaps[0].parts[0].units).toBeCloseTo(gaps[0].delivered_units - gaps[0].planned_units, 6)
  })

  test('too much was promised: the chance says so, and the reason is the room', async () => {
    const id = await sell({ units: 400_000 })
    await pass(30)
    const { check: last } = await pacingOf(id)
    expect(last).toMatchObject({ status: 'UNDER_DELIVERING', reason: 'no_room' })
    expect(last.chance).toBeLessThan(0.05)
    expect(last.forecast_units).toBeLessThan(100_000)
    const alerts = await ask('commercial', 'GET', '/api/package-alerts')
    expect(
      alerts.data.map(({ kind, severity }: { kind: string; severity: string }) => `${kind} ${severity}`).sort(),
    ).toEqual(['at_risk critical', 'under_delivering critical'])
    expect(alerts.meta.open).toBe(2)
  })
})

describe('people', () => {
  test('advise only: nothing changes until somebody applies it; a change can be undone once and then stays for a while', async () => {
    const id = await sell({ units: 20_000 })
    await clockPackages(database.app, now, 'GBP')
    const { data } = await ask('commercial', 'GET', `/api/packages/${id}`)
    const steered = await ask('commercial', 'POST', `/api/packages/${id}/steer`, {
      ...{ version: data.version, allocation_mode: 'advise', most_share: 0.5 },
    })
    expect(steered.data).toMatchObject({ allocation_mode: 'advise', most_share: 0.5 })
    await pass(4)
    const [advice] = (await pacingOf(id)).allocations
    expect(advice).toMatchObject({ target_share: 0 })
    expect(advice.advised_share).toBeGreaterThan(0.05)
    expect((await ask('analyst', 'POST', `/api/packages/${id}/apply-advice`, {})).status).toBe(403)
    expect((await ask('commercial', 'POST', `/api/packages/${id}/apply-advice`, {})).data).toEqual({ changed: 1 })
    const [change] = (await pacingOf(id)).changes
    expect(change).toMatchObject({ kind: 'advice', share_before: 0, share_after: advice.advised_share })
    const undo = `/api/allocation-changes/${change.change_no}/undo`
    expect((await ask('commercial', 'POST', undo, { reason: 'Not yet' })).data).toMatchObject({
      kind: 'undo',
      share_after: 0,
    })
    expect(await ask('commercial', 'POST', undo, {})).toMatchObject({
      status: 409,
      error: { code: 'allocation_changed' },
    })
    expect((await ask('commercial', 'POST', '/api/allocation-changes/999999/undo', {})).status).toBe(404)
    const { version } = (await ask('commercial', 'GET', `/api/packages/${id}`)).data
    await ask('commercial', 'POST', `/api/packages/${id}/steer`, { version, allocation_mode: 'automatic' })
    await pass(3)
    expect((await pacingOf(id)).allocations[0].target_share).toBe(0)
    await pass(2)
    expect((await pacingOf(id)).allocations[0].target_share).toBeGreaterThan(0)
  })

  test('a check on demand is logged for its package only; a viewer may not, and an unknown package is 404', async () => {
    const [id, other] = [await sell({ units: 20_000 }), await sell({ units: 10_000 })]
    await clockPackages(database.app, now, 'GBP')
    const checked = await ask('commercial', 'POST', `/api/packages/${id}/pacing/check`)
    expect(checked.data).toMatchObject({ status: 'WARMING_UP', delivered_units: 0 })
    expect((await pacingOf(other)).check).toBeNull()
    expect((await ask('viewer', 'POST', `/api/packages/${id}/pacing/check`)).status).toBe(403)
    expect((await ask('commercial', 'GET', '/api/packages/nothing/pacing')).status).toBe(404)
  })
})

describe('the ranking service', () => {
  test('gets shares with their validity, again only when they changed, and none without a server key', async () => {
    const id = await sell({ units: 20_000 })
    await clockPackages(database.app, now, 'GBP')
    await check()
    const key = await makeKey(database, 'server')
    const get = (headers: object = {}, query = '') =>
      app.server.inject({
        ...{ method: 'GET', url: `/api/allocations${query}`, headers: { authorization: `Bearer ${key}`, ...headers } },
      })
    const first = await get()
    expect(first.json()).toMatchObject({
      valid_until: iso(now + HOUR),
      items: [{ package_id: id, placement_key: 'home', package_type: 'CPI', requires_slot_token: false }],
    })
    const same = await get({ 'if-none-match': first.headers.etag })
    expect([same.statusCode, same.body]).toEqual([304, ''])
    expect((await get({}, '?placement_id=deals')).json().items).toEqual([])
    // Workers that stop planning do not keep old shares alive.
    now += 2 * HOUR
    expect(Date.parse((await get()).json().valid_until)).toBeLessThan(now)
    // Over at its end, whether or not the clock has noticed.
    now = BEGIN + 11 * DAY
    expect((await get()).json().items).toEqual([])
    expect((await app.server.inject({ method: 'GET', url: '/api/allocations' })).statusCode).toBe(401)
    expect(
      (await app.server.inject({ method: 'GET', url: '/api/allocations', headers: { cookie: cookies.commercial! } }))
        .statusCode,
    ).toBe(401)
  })

  test('the example fills slots by the shares, one per merchant, and only while they are valid', async () => {
    const id = await sell({ units: 60_000 })
    await clockPackages(database.app, now, 'GBP')
    await check()
    const [{ target_share: share }] = (await pacingOf(id)).allocations
    const [sold] = await database.owner<{ merchant: string }[]>`
      select merchant_id as merchant from merchant_packages where package_id = ${id}`
    const url = await app.server.listen({ host: '127.0.0.1', port: 0 })
    const slots = followAllocations({ url, serverKey: await makeKey(database, 'server'), clock: () => now })
    await slots.ready
    const organic = ['a', 'b', 'c']
    const lists = Array.from({ length: 2000 }, () => slots.fill('home', organic))
    const stamped = lists.filter((list) => list.some(({ package_id }) => package_id === id))
    expect(Math.abs(stamped.length / 2000 - share)).toBeLessThan(0.06)
    for (const list of lists) {
      expect(list).toHaveLength(3)
      expect(new Set(list.map(({ merchant_id }) => merchant_id)).size).toBe(3)
    }
    // Where the merchant ranks anyway, its own slot is stamped.
    for (let i = 0; i < 100; i++) {
      const list = slots.fill(home.id, ['a', sold!.merchant, 'b'])
      expect(list.filter(({ merchant_id }) => merchant_id === sold!.merchant)).toHaveLength(1)
    }
    expect(slots.fill('deals', organic).some(({ package_id }) => package_id)).toBe(false)
    now += 2 * HOUR
    expect(slots.fill('home', organic)).toEqual(organic.map((merchant_id) => ({ merchant_id })))
    slots.stop()
  })
})
