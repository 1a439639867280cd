import { randomUUID } from 'node:crypto'
import type { Exposure } from '@bx/contracts/events/exposure'
import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { correctStamps } from '../src/commercial/packages/correctStamps.ts'
import { readDelivery } from '../src/commercial/packages/readDelivery.ts'
import { readPackageReach } from '../src/commercial/packages/readPackageReach.ts'
import { postFlags, type VerdictRow, verdictColumns } from '../src/invalidTraffic/postFlags.ts'
import { addDays, HOUR, MINUTE, utcDate } from '../src/lib/clock.ts'
import { recountDay } from '../src/rollup/recount.ts'
import { buildTestApp, type TestApp } from './support/app.ts'
import { makePackage } from './support/commercialWorld.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import * as shop from './support/evidence.ts'
import { type NaivePackage, naiveDelivery, type StampedExposure } from './support/naivePackages.ts'
import { envelope, openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { expectProperty } from './support/property.ts'
import { cookieOf } from './support/staff.ts'
import { emptyTables } from './support/tables.ts'

// What stamped events deliver to a package: the verdict of each stamp, its rollups, clicks, sales, and what is billed.

const ZONE = 'America/New_York'
/** The clocks change in the night after the first day. */
const BEGIN = Date.parse('2026-10-31T12:00:00Z')
const OTHER = '10000000-0000-4000-8000-000000000002'

let database: TestDatabase
let worker: TestPipeline
let app: TestApp
let cookie: string

beforeAll(async () => {
  database = await createTestDatabase({ now: BEGIN, rawDays: 3 })
  worker = openTestPipeline(database, ZONE)
  await shop.makeShop(database)
  await database.owner`insert into merchant_dim (merchant_id, merchant_ref, merchant_name) values (${OTHER}, 'other', 'Other')`
  app = await buildTestApp({
    ...{ database, queue: worker.queue, organisation: { timeZone: ZONE } },
    deps: { now: () => BEGIN + 12 * HOUR },
  })
  cookie = await cookieOf(database, 'finance')
})
beforeEach(empty)

async function empty(): Promise<void> {
  await emptyTables(database.owner)
  await database.owner`truncate merchant_packages cascade`
  worker.rollup.memory.clear()
  worker.rollup.filledSlotDays.clear()
}

const iso = (ms: number) => new Date(ms).toISOString()
const store = (exposures: Exposure[], ivt: 'bot_user_agent' | null = null) =>
  worker.run([envelope({ keyKind: 'import', exposures, ivt })])

async function get(path: string) {
  const response = await app.server.inject({ method: 'GET', url: path, headers: { cookie } })
  expect(response.statusCode, response.body).toBe(200)
  return response.json().data
}

/** Live from BEGIN for 24 hours, on HERE. */
const live = (units: number, change: object = {}) =>
  makePackage(database, {
    ...{ merchantId: shop.SHOP, units, start: iso(BEGIN), end: iso(BEGIN + 24 * HOUR), placements: [shop.HERE] },
    ...{ status: 'live', ...change },
  })

async function expectRecounted(): Promise<void> {
  for (const day of [-1, 0, 1, 2].map((days) => addDays(utcDate(BEGIN), days))) {
    const { wrong, examples } = await recountDay(worker.rollup, day, false)
    expect(wrong, examples.join()).toBe(0)
  }
}

describe('a stamp', () => {
  test('counts in the flight, for its merchant and placement; everything else is organic, with a reason and an hour', async () => {
    const id = await live(100)
    const who = shop.person()
    const stamped = (at: number, change: Partial<Exposure> = {}) =>
      shop.exposure(who, at, { package_id: id, ...change })
    await store([
      ...[
        stamped(BEGIN),
        stamped(BEGIN + 1, { viewable: false }),
        shop.exposure(shop.person(), BEGIN, { package_id: id }),
      ],
      ...[stamped(BEGIN - 1), stamped(BEGIN + 24 * HOUR), stamped(BEGIN, { placement_id: shop.THERE })],
      ...[stamped(BEGIN, { merchant_id: OTHER }), stamped(BEGIN, { package_id: randomUUID() })],
      shop.exposure(who, BEGIN),
    ])
    await store([stamped(BEGIN + 2)], 'bot_user_agent')
    const found = await get(`/api/packages/${id}`)
    expect(found.delivery).toMatchObject({
      ...{ impressions_gross: 4, impressions: 3, viewable: 2, mismatched: 4 },
      ...{ delivered_units: 3, billed_units: 3, remaining_units: 97, free_units: 0, conversions: null },
    })
    expect(found.reach).toEqual({ unique_users: 2, exact: true, low: 2, high: 2 })
    expect(found.by_placement).toEqual([{ placement_id: shop.HERE, impressions: 3, viewable: 2 }])
    expect(found.mismatches).toEqual(
      ['other_merchant', 'after_end', 'not_live', 'other_placement'].map((reason) => ({ reason, impressions: 1 })),
    )
    const mismatches = await get('/api/package-mismatches?start_date=2026-10-31&end_date=2026-11-01')
    const lines = mismatches.map(
      (one: { hour: string; reason: string; package_id: string | null }) =>
        `${one.hour.slice(0, 13)} ${one.reason}${one.package_id === null ? '' : ' of it'}`,
    )
    expect([lines[0], lines.at(-1)]).toEqual(['2026-11-01T12 after_end of it', '2026-10-31T11 not_live of it'])
    expect(lines.slice(1, -1).sort()).toEqual(
      ['other_merchant of it', 'other_placement of it', 'unknown_package'].map((line) => `2026-10-31T12 ${line}`),
    )
    await expectRecounted()
  })

  test('that comes late is checked by the state of its own time, and lands in its own hour', async () => {
    const id = await live(2)
    await change(id, { at: BEGIN + 2 * HOUR, status: 'paused' })
    await change(id, { at: BEGIN + 3 * HOUR, status: 'cancelled' })
    const late = [BEGIN + HOUR, BEGIN + 2 * HOUR, BEGIN + 4 * HOUR].map((at) =>
      shop.exposure(shop.person(), at, { package_id: id }),
    )
    for (const one of late) await store([one])
    await store(late)
    const rows = await database.owner`select hour, verdict, impressions::int as n from package_hourly order by hour`
    expect(rows).toEqual([
      { hour: new Date(BEGIN + HOUR), verdict: 'counted', n: 1 },
      { hour: new Date(BEGIN + 2 * HOUR), verdict: 'not_live', n: 1 },
      { hour: new Date(BEGIN + 4 * HOUR), verdict: 'not_live', n: 1 },
    ])
  })

  test('that was checked while its package changed is checked again, once, with its click', async () => {
    const id = await live(100, { type: 'CPC' })
    const who = shop.person()
    const seen = shop.exposure(who, BEGIN + HOUR, { package_id: id })
    const click = shop.click(who, BEGIN + HOUR + MINUTE, { exposure_event_id: seen.event_id })
    await store([seen])
    await worker.run([envelope({ keyKind: 'import', clicks: [click] })])
    await shop.look(database)
    expect((await get(`/api/packages/${id}`)).delivery).toMatchObject({ impressions: 1, clicks: 1 })
    // Took effect before the exposure, and was committed after it.
    await change(id, { at: BEGIN + HOUR - 1, status: 'paused' })
    expect(await correctStamps(database.app)).toBe(1)
    expect(await correctStamps(database.app)).toBe(0)
    await worker.drain()
    await shop.look(database)
    expect((await get(`/api/packages/${id}`)).delivery).toMatchObject({
      ...{ impressions: 0, clicks: 0, mismatched: 1, delivered_units: 0 },
    })
    await expectRecounted()
  })
})

test('a CPC package is billed for clicks that count, up to goal and buffer; the rest is free of charge', async () => {
  const id = await live(2, { type: 'CPC' })
  await database.owner`update merchant_packages set buffer_units = 1 where package_id = ${id}`
  for (let i = 0; i < 4; i++) {
    const who = shop.person()
    const seen = shop.exposure(who, BEGIN + i * HOUR, { package_id: id })
    const clicked = (after: number) => shop.click(who, seen.timestamp + after, { exposure_event_id: seen.event_id })
    // The second click is an echo of the first.
    await worker.run([envelope({ keyKind: 'import', exposures: [seen], clicks: [clicked(1000), clicked(4000)] })])
  }
  await shop.look(database)
  expect((await get(`/api/packages/${id}`)).delivery).toMatchObject({
    ...{ impressions: 4, clicks: 4, repeated_clicks: 4 },
    ...{ delivered_units: 4, billed_units: 3, remaining_units: 0, free_units: 1 },
  })
})

test('a CPA package is billed by its credit model, window and status', async () => {
  const id = await live(10, { type: 'CPA' })
  const delivered = async (terms: object) => {
    await database.owner`update merchant_packages set ${database.owner(terms)} where package_id = ${id}`
    return (await get(`/api/packages/${id}`)).delivery.conversions
  }
  for (const status of ['pending', 'confirmed', 'confirmed', 'rejected'] as const) {
    const who = shop.person()
    // Seen in the package, then two days later without it.
    const seen = [shop.exposure(who, BEGIN, { package_id: id }), shop.exposure(who, BEGIN + 30 * HOUR)]
    const sold = shop.sale(BEGIN + 40 * HOUR, { user_id: who.user_id, status })
    await worker.run([envelope({ keyKind: 'import', exposures: seen, conversions: [sold] })])
  }
  await shop.look(database)
  expect(await delivered({ credit_model: 'decisive_touch', billed_status: 'pending' })).toBe(0)
  expect(await delivered({ credit_model: 'first_touch' })).toBe(3)
  expect(await delivered({ billed_status: 'confirmed' })).toBe(2)
  // Half of two sales.
  expect(await delivered({ credit_model: 'linear' })).toBe(1)
  expect(await delivered({ credit_window_days: 1 })).toBe(0)
})

async function change(id: string, { at, status }: { readonly at: number; readonly status: string }): Promise<void> {
  await database.owner`
    insert into package_changes (package_id, version, terms_version, effective_at, actor, action, status, goal_units,
      start_date, end_date)
    select package_id, version + 1, 1, ${iso(at)}, 'test', 'test', ${status}, goal_units, start_date, end_date
    from package_changes where package_id = ${id} order by version desc limit 1`
}

interface Plan {
  readonly merchant: string
  readonly placements: readonly string[]
  readonly flight: readonly [start: number, end: number]
  /** State from an hour on. */
  readonly states: readonly (readonly [hour: number, status: string])[]
}

const hours = fc.integer({ min: -10, max: 50 })
const plan: fc.Arbitrary<Plan> = fc.record({
  merchant: fc.constantFrom(shop.SHOP, shop.SHOP, OTHER),
  placements: fc.constantFrom([], [shop.HERE], [shop.HERE, shop.THERE]),
  flight: fc.tuple(fc.integer({ min: -5, max: 20 }), fc.integer({ min: 21, max: 48 })),
  states: fc
    .uniqueArray(fc.tuple(hours, fc.constantFrom('held', 'booked', 'live', 'live', 'paused', 'ended', 'cancelled')), {
      ...{ minLength: 1, maxLength: 4, selector: ([hour]) => hour },
    })
    .map((states) => states.toSorted(([a], [b]) => a - b)),
})
const shown = fc.record({
  minutes: fc.integer({ min: -8 * 60, max: 48 * 60 }),
  merchant: fc.constantFrom(shop.SHOP, shop.SHOP, shop.SHOP, OTHER),
  placement: fc.constantFrom(shop.HERE, shop.HERE, shop.THERE),
  stamp: fc.constantFrom(0, 0, 0, 1, 1, 2, 'unknown', null),
  user: fc.nat(4),
  viewable: fc.constantFrom(true, true, false, null),
  ivt: fc.constantFrom(null, null, null, 'bot_user_agent' as const),
  /** The other verdict about its traffic later. */
  flips: fc.constantFrom(false, false, false, true),
  batch: fc.nat(3),
})

test('packages deliver what a slow count of every exposure says, in any order, after flags, changes and repeats', async () => {
  const users = Array.from({ length: 5 }, () => shop.person())
  const unknown = randomUUID()
  const world = fc.record({
    plans: fc.tuple(plan, plan, plan),
    exposures: fc.array(shown, { minLength: 1, maxLength: 40 }),
    /** A change of the first package that takes effect before much of what was stored. */
    late: fc.option(fc.tuple(fc.integer({ min: 51, max: 60 }), fc.constantFrom('live', 'paused')), { freq: 2 }),
  })
  await expectProperty(
    fc.asyncProperty(world, async ({ plans, exposures, late }) => {
      await empty()
      const packages = await Promise.all(plans.map(insertPlan))
      const idOf = (stamp: number | string | null) =>
        stamp === null ? null : typeof stamp === 'number' ? packages[stamp]!.id : unknown
      const events = exposures.map((one) => ({
        ...one,
        event: shop.exposure(users[one.user]!, BEGIN + one.minutes * MINUTE, {
          ...{ merchant_id: one.merchant, placement_id: one.placement, viewable: one.viewable },
          package_id: idOf(one.stamp),
        }),
      }))
      for (const batch of [0, 1, 2, 3, 1]) {
        const sent = events.filter((one) => one.batch === batch)
        for (const ivt of [null, 'bot_user_agent'] as const)
          await store(
            sent.filter((one) => one.ivt === ivt).map(({ event }) => event),
            ivt,
          )
      }
      for (const { event, ivt, flips } of events) if (flips) await flag(event.event_id, ivt === null)
      const changed = late === null ? packages : await changeLate(packages, late)
      await correctStamps(database.app)
      await worker.drain()
      const raw = events.map(
        ({ event, ivt, flips, minutes, merchant, placement, viewable, stamp }): StampedExposure => ({
          ...{ merchantId: merchant, placementId: placement, userId: event.user_id, visitor: false },
          ...{ sessionId: event.session_id, at: BEGIN + minutes * MINUTE, rank: 0, viewable, sampleRate: null },
          flagged: (ivt !== null) !== flips,
          packageId: idOf(stamp),
        }),
      )
      await expectDelivered(changed, naiveDelivery(changed, raw))
      await expectRecounted()
    }),
    process.env.TEST_PROFILE === 'long' ? 300 : 8,
  )
}, 1_800_000)

async function insertPlan({ merchant, placements, flight, states }: Plan): Promise<NaivePackage> {
  const [start, end] = flight.map((hour) => BEGIN + hour * HOUR) as [number, number]
  const id = await makePackage(database, {
    ...{ merchantId: merchant, units: 100, start: iso(start), end: iso(end), placements, status: 'draft' },
  })
  await database.owner`delete from package_changes where package_id = ${id}`
  const changes = states.map(([hour, status]) => ({ at: BEGIN + hour * HOUR, status, start, end }))
  for (const [i, { at, status }] of changes.entries())
    await database.owner`insert into package_changes (package_id, version, terms_version, effective_at, recorded_at, actor, action,
        status, start_date, end_date)
      values (${id}, ${i + 1}, 1, ${iso(at)}, ${iso(BEGIN)}, 'test', 'test', ${status}, ${iso(start)}, ${iso(end)})`
  return { id, merchantId: merchant, placements, changes }
}

/** Replaces the last state of the first package from its time on. */
async function changeLate(packages: readonly NaivePackage[], [, status]: readonly [number, string]) {
  const [first, ...others] = packages
  const last = first!.changes.at(-1)!
  const change = { ...last, at: last.at + 30 * MINUTE, status }
  await database.owner`
    insert into package_changes (package_id, version, terms_version, effective_at, actor, action, status, start_date, end_date)
    values (${first!.id}, ${first!.changes.length + 1}, 1, ${iso(change.at)}, 'test', 'test', ${status}, ${iso(change.start)},
      ${iso(change.end)})`
  return [{ ...first!, changes: [...first!.changes, change] }, ...others]
}

async function flag(eventId: string, flagged: boolean): Promise<void> {
  await database.app.begin(async (tx) => {
    const rows = await tx<VerdictRow[]>`
      update exposure_events e set ivt_reason = ${flagged ? 'flagged_source' : null} from merchant_dim m
      where e.event_id = ${eventId} and m.merchant_id = e.merchant_id returning ${verdictColumns(tx)}`
    await postFlags(tx, rows, flagged)
  })
}

async function expectDelivered(
  packages: readonly NaivePackage[],
  wanted: ReturnType<typeof naiveDelivery>,
): Promise<void> {
  const deliveryOf = await readDelivery(
    database.app,
    packages.map(({ id }) => ({ package_id: id, credit_model: null, credit_window_days: null, billed_status: null })),
  )
  for (const { id } of packages) {
    const { gross, net, viewable, mismatched, people, hours: byHour } = wanted.get(id)!
    expect(deliveryOf(id)).toMatchObject({ impressionsGross: gross, impressions: net, viewable, mismatched })
    expect(await database.app.begin((tx) => readPackageReach(tx, id))).toMatchObject({
      people: people.size,
      exact: true,
    })
    const rows = await database.app<{ hour: Date; placement: string; n: number }[]>`
      select hour, placement_id as placement, impressions as n from package_hourly
      where package_id = ${id} and verdict = 'counted' and not flagged`
    expect(Object.fromEntries(rows.map(({ hour, placement, n }) => [`${hour.toISOString()} ${placement}`, n]))).toEqual(
      byHour,
    )
  }
}
