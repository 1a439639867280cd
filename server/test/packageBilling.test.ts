import { randomUUID } from 'node:crypto'
import type { Click } from '@bx/contracts/events/click'
import type { Exposure } from '@bx/contracts/events/exposure'
import { billingOf } from '@bx/contracts/packages/billing'
import fc from 'fast-check'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { clockPackages } from '../src/commercial/packages/clockPackages.ts'
import { completePackages } from '../src/commercial/packages/completePackages.ts'
import { readDelivery, unitsOf } from '../src/commercial/packages/readDelivery.ts'
import { DAY, HOUR, SECOND } from '../src/lib/clock.ts'
import { makePackage } from './support/commercialWorld.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import * as shop from './support/evidence.ts'
import { envelope, openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { expectProperty } from './support/property.ts'
import { emptyTables } from './support/tables.ts'

// What is billed when events come in any order, and packages end at their goal.

const BEGIN = Math.floor(Date.now() / DAY) * DAY - DAY
const END = BEGIN + 12 * HOUR
let database: TestDatabase
let worker: TestPipeline

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 5 })
  worker = openTestPipeline(database)
  await shop.makeShop(database)
})
beforeEach(empty)

async function empty(): Promise<void> {
  await emptyTables(database.owner)
  await database.owner`truncate merchant_packages cascade`
  worker.rollup.memory.clear()
  worker.rollup.filledSlotDays.clear()
}

async function sell(type: 'CPI' | 'CPC', terms: object): Promise<string> {
  const flight = { start: new Date(BEGIN).toISOString(), end: new Date(END).toISOString(), status: 'live' }
  const id = await makePackage(database, { merchantId: shop.SHOP, type, units: 3, ...flight })
  await database.owner`update merchant_packages set ${database.owner(terms)} where package_id = ${id}`
  return id
}

const complete = (now = BEGIN + 6 * HOUR) => completePackages(database.app, now, 'GBP')
const store = (exposures: Exposure[], clicks: Click[] = []) =>
  worker.run([envelope({ keyKind: 'import', exposures, clicks })])
const stamped = (id: string | null, at: number) => shop.exposure(shop.person(), at, { package_id: id })

async function deliveryOf(id: string) {
  const credit = { package_id: id, credit_model: null, credit_window_days: null, billed_status: null }
  return (await readDelivery(database.app, [credit]))(id)
}

async function actionsOf(id: string): Promise<string[]> {
  const rows = await database.owner<{ action: string }[]>`
    select action from package_changes where package_id = ${id} order by version`
  return rows.map(({ action }) => action)
}

test('a package that runs to its goal ends there, once, and what follows is free of charge', async () => {
  const id = await sell('CPI', { buffer_units: 1 })
  await store([1, 2, 3].map((i) => stamped(id, BEGIN + i)))
  expect(await complete()).toBe(0)
  await store([stamped(id, BEGIN + 4)])
  // Several workers notice at the same time.
  expect(await Promise.all([complete(), complete(), complete()])).toContain(1)
  expect(await complete()).toBe(0)
  await clockPackages(database.app, END + DAY, 'GBP')
  expect(await actionsOf(id)).toEqual(['create', 'complete'])
  await store([stamped(id, BEGIN + 7 * HOUR), stamped(id, BEGIN + 5), stamped(id, END)])
  const { impressions, mismatched } = await deliveryOf(id)
  expect([impressions, mismatched, billingOf(impressions, 3, 1)]).toEqual([
    ...[6, 1],
    { billed: 4, remaining: 0, free: 2 },
  ])
})

test('a package with a hard stop goes on, and a flight that is over ends by the clock', async () => {
  const [stops, runs] = [await sell('CPI', { end_rule: 'hard_stop' }), await sell('CPI', { end_rule: 'run_to_goal' })]
  await store([1, 2, 3, 4].flatMap((i) => [stamped(stops, BEGIN + i), stamped(runs, BEGIN + i)]))
  expect(await complete(END)).toBe(0)
  await clockPackages(database.app, END, 'GBP')
  expect([await actionsOf(stops), await actionsOf(runs)]).toEqual([
    ['create', 'end'],
    ['create', 'end'],
  ])
})

const event = fc.record({
  minute: fc.integer({ min: -30, max: 13 * 60 }),
  stamp: fc.constantFrom(0, 0, 0, 1, null),
  clicks: fc.constantFrom(0, 1, 1, 2),
  /** Milliseconds between the clicks: an echo within 10 s, or another click. */
  gap: fc.constantFrom(400, 5000, 20_000),
  isBot: fc.constantFrom(false, false, false, true),
  /** Batches of the exposure and of its clicks, which may come first. */
  batch: fc.nat(4),
  clickBatch: fc.nat(5),
})

test('nothing is billed beyond goal and buffer, nothing is lost, in any order of exposures and clicks', async () => {
  const world = fc.record({ events: fc.array(event, { minLength: 1, maxLength: 30 }), buffer: fc.nat(2) })
  await expectProperty(
    fc.asyncProperty(world, async ({ events, buffer }) => {
      await empty()
      const ids = [await sell('CPC', { buffer_units: buffer }), await sell('CPI', { buffer_units: buffer })]
      const made = events.map((one) => makeEvent(one, one.stamp === null ? null : ids[one.stamp]!))
      for (let batch = 0; batch < 6; batch++) {
        for (const isBot of [false, true])
          await worker.run([
            envelope({
              ...{ keyKind: 'import', ivt: isBot ? 'bot_user_agent' : null },
              exposures: made.flatMap((one) => (one.batch === batch && one.isBot === isBot ? [one.exposure] : [])),
              clicks: made.flatMap((one) => (one.clickBatch === batch && one.isBot === isBot ? one.clicks : [])),
            }),
          ])
        await shop.look(database)
        await complete()
      }
      await lookAgain()
      await complete()
      for (const [i, id] of ids.entries())
        await expectBilled(id, made, { basis: i === 0 ? 'click' : 'in_view', buffer })
      const [sums] = await database.owner<{ paid: number; organic: number; stored: number }[]>`
        select (select coalesce(sum(impressions), 0)::int from package_hourly where verdict = 'counted') as paid,
          (select count(*)::int from exposure_events where package_verdict is distinct from 'counted') as organic,
          (select count(*)::int from exposure_events) as stored`
      expect(sums!.paid + sums!.organic).toBe(sums!.stored)
      expect(sums!.stored).toBe(events.length)
    }),
    process.env.TEST_PROFILE === 'long' ? 200 : 8,
  )
}, 600_000)

type Made = ReturnType<typeof makeEvent>

function makeEvent(one: typeof event extends fc.Arbitrary<infer T> ? T : never, packageId: string | null) {
  const who = shop.person()
  const at = BEGIN + one.minute * 60 * SECOND
  const exposure = shop.exposure(who, at, { package_id: packageId })
  const clicks = Array.from({ length: one.clicks }, (_, i) =>
    shop.click(who, at + SECOND + i * one.gap, { exposure_event_id: exposure.event_id, click_id: randomUUID() }),
  )
  const isCounted = packageId !== null && at >= BEGIN && at < END && !one.isBot
  return { ...one, packageId, exposure, clicks, isCounted }
}

/** What the second look of attribution finds. */
async function lookAgain(): Promise<void> {
  await database.owner`update attribution_queue set not_before = null`
  await shop.look(database, new Date(Date.now() + DAY))
}

async function expectBilled(
  id: string,
  made: readonly Made[],
  { basis, buffer }: { readonly basis: 'click' | 'in_view'; readonly buffer: number },
): Promise<void> {
  const counted = made.filter((one) => one.packageId === id && one.isCounted)
  // One click of each exposure counts at most, however many there are.
  const wanted = basis === 'click' ? counted.filter((one) => one.clicks.length > 0).length : counted.length
  const delivered = unitsOf(await deliveryOf(id), basis)
  expect(delivered).toBe(wanted)
  const { billed, free } = billingOf(delivered, 3, buffer)
  expect(billed).toBeLessThanOrEqual(3 + buffer)
  expect(billed + free).toBe(delivered)
  const completed = (await actionsOf(id)).filter((action) => action === 'complete').length
  expect(completed).toBe(delivered >= 3 + buffer ? 1 : 0)
}
