import { randomUUID } from 'node:crypto'
import type { SlotMixDay, SlotMixRow } from '@bx/contracts/endpoints/slotMix'
import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { correctStamps } from '../src/commercial/packages/correctStamps.ts'
import { readSlotMix } from '../src/commercial/slotMix/readSlotMix.ts'
import { postFlags, type VerdictRow, verdictColumns } from '../src/invalidTraffic/postFlags.ts'
import { addDays, DAY, HOUR, MINUTE, utcDate } from '../src/lib/clock.ts'
import { resolvePeriod } from '../src/query/period.ts'
import { recountDay } from '../src/rollup/recount.ts'
import { buildTestApp, type TestApp } from './support/app.ts'
import { makePackage } from './support/commercialWorld.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import * as shop from './support/evidence.ts'
import type { StampedExposure } from './support/naivePackages.ts'
import { type NaiveMix, naiveMix, type TypedPackage } from './support/naiveSlotMix.ts'
import { envelope, openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { expectProperty } from './support/property.ts'
import { readCsvRows } from './support/readCsv.ts'
import { cookieOf } from './support/staff.ts'
import { emptyTables } from './support/tables.ts'

// Organic, CPI, CPC and CPA of each placement and day, compared with a slow count of every exposure.

const ZONE = 'America/New_York'
/** The clocks change in the night after the first day. */
const BEGIN = Date.parse('2026-10-31T12:00:00Z')
const NOW = BEGIN + 3 * DAY
const OTHER = '10000000-0000-4000-8000-000000000002'
const RANGE = 'start_date=2026-10-30&end_date=2026-11-03&compare=none'

let database: TestDatabase
let worker: TestPipeline
let app: TestApp
let cookie: string

beforeAll(async () => {
  database = await createTestDatabase({ now: BEGIN, rawDays: 4 })
  worker = openTestPipeline(database, ZONE)
  await shop.makeShop(database)
  await database.owner`insert into merchant_dim (merchant_id, merchant_ref, merchant_name) values (${OTHER}, 'other', 'Other')`
  app = await buildTestApp({
    ...{ database, queue: worker.queue, organisation: { timeZone: ZONE } },
    deps: { now: () => NOW },
  })
  cookie = await cookieOf(database, 'viewer')
})
beforeEach(empty)

async function empty(): Promise<void> {
  await emptyTables(database.owner)
  await database.owner`truncate merchant_packages cascade`
  worker.rollup.memory.clear()
  worker.rollup.filledSlotDays.clear()
}

const iso = (ms: number) => new Date(ms).toISOString()

async function get(path: string) {
  const response = await app.server.inject({ method: 'GET', url: path, headers: { cookie } })
  expect(response.statusCode, response.body).toBe(200)
  return response
}

/** The answer without the cache, which may be a second old. */
function slotMix() {
  const query = {
    start_date: '2026-10-30',
    end_date: '2026-11-03',
    compare: 'none',
    traffic: 'net',
    format: 'json',
  } as const
  return readSlotMix(database.app, resolvePeriod(query, { timeZone: ZONE, now: NOW, firstDay: null }))
}

const hours = fc.integer({ min: -10, max: 50 })
const plan = fc.record({
  type: fc.constantFrom('CPI', 'CPC', 'CPA'),
  merchant: fc.constantFrom(shop.SHOP, shop.SHOP, OTHER),
  placements: fc.constantFrom([], [shop.HERE], [shop.HERE, shop.THERE]),
  flight: fc.tuple(fc.integer({ min: -5, max: 20 }), fc.integer({ min: 21, max: 48 })),
  states: fc
    .uniqueArray(fc.tuple(hours, fc.constantFrom('held', 'booked', 'live', 'live', 'paused', 'cancelled')), {
      ...{ minLength: 1, maxLength: 4, selector: ([hour]) => hour },
    })
    .map((states) => states.toSorted(([a], [b]) => a - b)),
})
type Plan = typeof plan extends fc.Arbitrary<infer P> ? P : never
const shown = fc.record({
  minutes: fc.integer({ min: -8 * 60, max: 48 * 60 }),
  merchant: fc.constantFrom(shop.SHOP, shop.SHOP, shop.SHOP, OTHER),
  placement: fc.constantFrom(shop.HERE, shop.HERE, shop.THERE),
  stamp: fc.constantFrom(0, 0, 1, 1, 2, 'unknown', null, null),
  ivt: fc.constantFrom(null, null, null, 'bot_user_agent' as const),
  flips: fc.constantFrom(false, false, false, true),
  batch: fc.nat(3),
})

test('each impression counts once, as a slow count says: after repeats, late events, flags and corrected stamps', async () => {
  const unknown = randomUUID()
  const world = fc.record({
    plans: fc.tuple(plan, plan, plan),
    exposures: fc.array(shown, { minLength: 1, maxLength: 40 }),
    /** The first package is paused half an hour after its last change, when much was stored. */
    pausedLate: fc.boolean(),
  })
  await expectProperty(
    fc.asyncProperty(world, async ({ plans, exposures, pausedLate }) => {
      await empty()
      const packages = await Promise.all(plans.map(insertPlan))
      const idOf = (stamp: number | string | null) =>
        stamp === null ? null : typeof stamp === 'number' ? packages[stamp]!.id : unknown
      const events = exposures.map((one) => ({
        ...one,
        event: shop.exposure(shop.person(), BEGIN + one.minutes * MINUTE, {
          ...{ merchant_id: one.merchant, placement_id: one.placement, package_id: idOf(one.stamp) },
        }),
      }))
      // The second batch is sent again at the end.
      for (const batch of [0, 1, 2, 3, 1])
        for (const ivt of [null, 'bot_user_agent'] as const) {
          const sent = events.filter((one) => one.batch === batch && one.ivt === ivt).map(({ event }) => event)
          await worker.run([envelope({ keyKind: 'import', exposures: sent, ivt })])
        }
      for (const { event, ivt, flips } of events) if (flips) await flag(event.event_id, ivt === null)
      const known = pausedLate ? [await pauseLate(packages[0]!), ...packages.slice(1)] : packages
      await correctStamps(database.app)
      await worker.drain()
      const raw = events.map(
        ({ event, ivt, flips, minutes, merchant, placement, stamp }): StampedExposure => ({
          ...{ merchantId: merchant, placementId: placement, userId: event.user_id, visitor: false },
          ...{ sessionId: event.session_id, at: BEGIN + minutes * MINUTE, rank: 0, viewable: true, sampleRate: null },
          flagged: (ivt !== null) !== flips,
          packageId: idOf(stamp),
        }),
      )
      const wanted = naiveMix(known, raw, ZONE)
      expect(await answered()).toEqual(wanted)
      expect(await related()).toEqual(withoutInferred(wanted))
      for (const day of [-1, 0, 1, 2].map((days) => addDays(utcDate(BEGIN), days))) {
        const { wrong, examples } = await recountDay(worker.rollup, day, false)
        expect(wrong, examples.join()).toBe(0)
      }
    }),
    process.env.TEST_PROFILE === 'long' ? 300 : 8,
  )
}, 1_800_000)

/** The days of the API's answer that have impressions. */
async function answered(): Promise<Record<string, NaiveMix>> {
  const { data } = await slotMix()
  const days = data.rows.flatMap((row: SlotMixRow) =>
    row.days.map((day) => ({ ...day, key: `${row.placement_id} ${day.date}` })),
  )
  return Object.fromEntries(
    days
      .filter((day: SlotMixDay) => day.total_impressions > 0)
      .map((day: SlotMixDay & { key: string }) => [
        day.key,
        {
          ...{ organic: day.organic_impressions, CPI: day.cpi_impressions, CPC: day.cpc_impressions },
          ...{ CPA: day.cpa_impressions, inferred: day.inferred_impressions },
        },
      ]),
  )
}

/** The same from the relation. */
async function related() {
  const rows = await database.app<{ key: string; mix: Omit<NaiveMix, 'inferred'>; total: number; paid: number }[]>`
    select placement_id || ' ' || date as key, json_build_object('organic', organic_impressions, 'CPI', cpi_impressions,
        'CPC', cpc_impressions, 'CPA', cpa_impressions) as mix, total_impressions as total, paid_pct::float8 as paid
    from placement_slot_mix`
  for (const { mix, total, paid } of rows) {
    expect(mix.organic + mix.CPI + mix.CPC + mix.CPA).toBe(total)
    expect(Math.abs(paid - (100 * (total - mix.organic)) / total)).toBeLessThan(0.006)
  }
  return Object.fromEntries(rows.map(({ key, mix }) => [key, mix]))
}

function withoutInferred(mixes: Record<string, NaiveMix>) {
  return Object.fromEntries(Object.entries(mixes).map(([key, { inferred: _, ...mix }]) => [key, mix]))
}

async function insertPlan({ type, merchant, placements, flight, states }: Plan): Promise<TypedPackage> {
  const [start, end] = flight.map((hour) => BEGIN + hour * HOUR) as [number, number]
  const id = await makePackage(database, {
    ...{ merchantId: merchant, type, units: 100, start: iso(start), end: iso(end), placements, status: 'draft' },
  })
  await database.owner`delete from package_changes where package_id = ${id}`
  const changes = states.map(([hour, status]) => ({ at: BEGIN + hour * HOUR, status, start, end }))
  for (const [i, { at, status }] of changes.entries())
    await database.owner`insert into package_changes (package_id, version, terms_version, effective_at, recorded_at, actor, action,
        status, start_date, end_date)
      values (${id}, ${i + 1}, 1, ${iso(at)}, ${iso(BEGIN)}, 'test', 'test', ${status}, ${iso(start)}, ${iso(end)})`
  return { id, type, merchantId: merchant, placements, changes }
}

async function pauseLate(one: TypedPackage): Promise<TypedPackage> {
  const change = { ...one.changes.at(-1)!, status: 'paused' }
  const at = change.at + 30 * MINUTE
  await database.owner`
    insert into package_changes (package_id, version, terms_version, effective_at, actor, action, status, start_date, end_date)
    values (${one.id}, ${one.changes.length + 1}, 1, ${iso(at)}, 'test', 'test', 'paused', ${iso(change.start)}, ${iso(change.end)})`
  return { ...one, changes: [...one.changes, { ...change, at }] }
}

async function flag(eventId: string, flagged: boolean): Promise<void> {
  await database.app.begin(async (tx) => {
    const rows = await tx<VerdictRow[]>`
      update exposure_events e set ivt_reason = ${flagged ? 'flagged_source' : null} from merchant_dim m
      where e.event_id = ${eventId} and m.merchant_id = e.merchant_id returning ${verdictColumns(tx)}`
    await postFlags(tx, rows, flagged)
  })
}

describe('the limit', () => {
  /** Paid and organic impressions of a day before now, written as the rollup would. */
  async function makeDay(daysAgo: number, paid: number, organic: number, packageId: string): Promise<void> {
    const day = addDays('2026-11-03', -daysAgo)
    await database.owner`insert into placement_daily (placement_id, day, flagged, impressions, viewable, not_viewable, rank_sum,
        rank_count, sampled, weight, merchants) values (${shop.HERE}, ${day}, false, ${paid + organic}, 0, 0, 0, 0, 0, 0, '')`
    await database.owner`insert into package_placement_daily values (${shop.HERE}, ${day}, ${packageId}, false, ${paid}, 0)`
    await database.owner`insert into slot_daily values (${shop.HERE}, ${day}, 100, 200, 4)`
  }
  const sold = () =>
    makePackage(database, {
      ...{ merchantId: shop.SHOP, type: 'CPC', units: 5, start: iso(BEGIN - 9 * DAY), end: iso(NOW), status: 'live' },
    })

  test('opens an alert above 40 % with enough impressions, and closes it only 2 points below', async () => {
    const id = await sold()
    const alertAfter = async (...days: (readonly [paid: number, organic: number])[]) => {
      await database.owner`delete from placement_daily`
      await database.owner`delete from package_placement_daily`
      await database.owner`delete from slot_daily`
      for (const [i, [paid, organic]] of days.entries()) await makeDay(days.length - i, paid, organic, id)
      const { data } = (await get('/api/slot-mix/alerts')).json()
      const [row] = (await slotMix()).data.rows.filter((one: SlotMixRow) => one.placement_id === shop.HERE)
      expect(row!.alert_since).toBe(data[0]?.since ?? null)
      return data.map(({ placement_key, since, day, paid_pct }: Record<string, unknown>) => [
        ...[placement_key, since, day, paid_pct],
      ])
    }
    expect(await alertAfter([400, 600])).toEqual([])
    expect(await alertAfter([401, 600])).toEqual([['here', '2026-11-02', '2026-11-02', 40.06]])
    expect(await alertAfter([399, 500])).toEqual([])
    expect(await alertAfter([500, 500], [385, 615])).toEqual([['here', '2026-11-01', '2026-11-02', 38.5]])
    expect(await alertAfter([500, 500], [1, 2])).toEqual([['here', '2026-11-01', '2026-11-01', 50]])
    expect(await alertAfter([500, 500], [380, 620])).toEqual([])
    // Small days are compared together.
    expect(await alertAfter([300, 300], [300, 300])).toEqual([['here', '2026-11-01', '2026-11-02', 50]])
  })

  test('is a setting; the table is a file with a row per day, and the ad load is per session', async () => {
    const id = await sold()
    await makeDay(1, 300, 700, id)
    await database.owner`insert into settings (name, version, value, changed_by)
      values ('slot_mix_limit', 1, '{"limit_pct": 25, "min_impressions": 1000}', 'test')`
    const { data, meta } = await slotMix()
    const row = data.rows.find((one: SlotMixRow) => one.placement_id === shop.HERE)
    expect(meta).toMatchObject({ limit_pct: 25, min_impressions: 1000 })
    expect(row).toMatchObject({
      ...{ organic_impressions: 700, cpc_impressions: 300, total_impressions: 1000, paid_pct: 30, sessions: 100 },
      ...{
        ad_load: 3,
        limit_state: 'above',
        packages: [{ package_type: 'CPC', impressions: 300, merchant_name: 'Shop' }],
      },
    })
    expect(row!.days.map((day: SlotMixDay) => day.limit_state)).toEqual([
      ...['too_few', 'too_few', 'too_few', 'above', 'too_few'],
    ])
    expect(data.totals).toMatchObject({ total_impressions: 1000, paid_pct: 30, comparison: null })
    const file = readCsvRows((await get(`/api/slot-mix?${RANGE}&format=csv`)).body)
    expect(file).toEqual([
      expect.objectContaining({ placement_key: 'here', date: '2026-11-02', cpc_impressions: '300', paid_pct: '30' }),
    ])
    await database.owner`delete from settings where name = 'slot_mix_limit'`
  })
})
