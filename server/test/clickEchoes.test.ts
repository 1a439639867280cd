import { randomUUID } from 'node:crypto'
import type { Click } from '@bx/contracts/events/click'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { recountOutcomes } from '../src/attribution/recountOutcomes.ts'
import { resolvePeriod } from '../src/query/period.ts'
import { readPlacementScorecard } from '../src/query/placementScorecard.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import * as shop from './support/evidence.ts'
import { envelope, openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { emptyTables } from './support/tables.ts'

// Clicks that repeat another one are stored and counted once, in any order of arrival.

const at = Date.now() - 3_600_000
const who: shop.Person = shop.person()
const redirected: shop.Person = { ...who, session_id: randomUUID() }
const seen = shop.exposure(who, at)
const OTHER = '10000000-0000-4000-8000-000000000002'
let database: TestDatabase
let worker: TestPipeline

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 3 })
  worker = openTestPipeline(database)
  await shop.makeShop(database)
  await database.owner`insert into merchant_dim (merchant_id, merchant_ref, merchant_name) values (${OTHER}, 'other', 'Other')`
})

beforeEach(() => emptyTables(database.owner))

const store = (parts: Parameters<typeof envelope>[0]) => worker.run([envelope({ keyKind: 'server', ...parts })])

/** Stores the exposure and the clicks, each in a batch of its own. */
async function storeAll(clicks: readonly Click[]): Promise<void> {
  await store({ exposures: [seen] })
  for (const one of clicks) {
    await store({ clicks: [one] })
    await shop.look(database)
  }
}

async function totals() {
  const period = resolvePeriod(
    { range: '7d', traffic: 'net', compare: 'none', format: 'json' },
    { timeZone: 'UTC', now: Date.now(), firstDay: '2020-01-01' },
  )
  const answer = await readPlacementScorecard(database.app, period, {
    model: 'decisive_touch',
    today: period.today,
    currency: 'GBP',
  })
  expect(await recountOutcomes(database.app, false)).toMatchObject({ wrong: 0 })
  const { clicks, ctr_pct, repeated_clicks, unattributed } = answer.data.totals
  return { clicks, ctr_pct, repeated: repeated_clicks, unmatched: unattributed.clicks }
}

const sdk = shop.click(who, at + 5000, { exposure_event_id: seen.event_id })

test.each([
  ['before', -3000, shop.HERE],
  ['after', 3000, shop.HERE],
  ['before, and says no placement', -3000, undefined],
  ['after, and says no placement', 3000, undefined],
])('the redirect’s click %s the SDK’s is the same click', async (_, ms, placement_id) => {
  const redirect = shop.click(redirected, sdk.timestamp + ms, { placement_id })
  for (const clicks of [
    [sdk, redirect],
    [redirect, sdk],
  ]) {
    await emptyTables(database.owner)
    await storeAll(clicks)
    expect(await totals()).toEqual({ clicks: 1, ctr_pct: 100, repeated: 1, unmatched: 0 })
  }
  const sold = shop.sale(at + 60_000, { click_id: redirect.click_id })
  await store({ conversions: [sold] })
  await shop.look(database)
  expect(await shop.attributionOf(database, sold)).toBe('click here')
})

test('clicks that follow each other within 10 seconds are one; later ones, other slots and other people are not', async () => {
  const clicked = (seconds: number, more: Partial<Click> = {}, whose = redirected) =>
    shop.click(whose, at + seconds * 1000, { placement_id: shop.HERE, ...more })
  const clicks = [clicked(0), clicked(8), clicked(16), clicked(27), clicked(3, { placement_id: shop.THERE })]
  const counts = async (order: readonly Click[]) => {
    await emptyTables(database.owner)
    await storeAll(order)
    return shop.creditsOf(database, clicks)
  }
  const expected = ['none', 'none echo', 'none echo', 'none', 'none']
  expect(await counts(clicks)).toEqual(expected)
  expect(await counts(clicks.toReversed())).toEqual(expected)
  await store({ clicks: [clicked(1, {}, shop.person())] })
  await shop.look(database)
  expect(await totals()).toMatchObject({ clicks: 0, repeated: 2, unmatched: 4 })
})

test('an exposure counts one click, the earliest; and the next when that one is flagged', async () => {
  const named = (seconds: number, whose = who) =>
    shop.click(whose, at + seconds * 1000, { exposure_event_id: seen.event_id })
  const clicks = [named(300, shop.person()), named(60), named(120)]
  await storeAll(clicks)
  const repeat = `${seen.event_id} same_exposure`
  expect(await shop.creditsOf(database, clicks)).toEqual([repeat, seen.event_id, repeat])
  expect(await totals()).toEqual({ clicks: 1, ctr_pct: 100, repeated: 2, unmatched: 0 })
  await database.owner`update click_events set ivt_reason = 'flagged_source' where click_id = ${clicks[1]!.click_id}`
  await database.owner`insert into attribution_queue (clicks) values (${[clicks[1]!.click_id]})`
  await shop.look(database)
  expect(await shop.creditsOf(database, clicks)).toEqual([repeat, 'none', seen.event_id])
  expect(await totals()).toEqual({ clicks: 1, ctr_pct: 100, repeated: 1, unmatched: 0 })
})

test('of clicks of one session within a second only the first counts, in any order, on any brand', async () => {
  const clicked = (ms: number, more: Partial<Click> = {}, whose = who) =>
    shop.click(whose, at + ms, { placement_id: shop.HERE, merchant_id: OTHER, ...more })
  const first = clicked(0, { merchant_id: shop.SHOP, placement_id: shop.THERE })
  // Each is compared with the click before it, also if that one does not count.
  const clicks = [first, clicked(400), clicked(1399, { placement_id: shop.THERE }), clicked(2399)]
  const others = [clicked(500, {}, redirected), clicked(600, {}, { ...shop.person(), session_id: who.session_id })]
  const expected = [seen.event_id, 'none rapid', 'none rapid', 'none echo', 'none echo', 'none']
  const all = [...clicks, ...others]
  for (const order of [all, all.toReversed(), [all[2]!, all[0]!, all[3]!, all[1]!, all[5]!, all[4]!]]) {
    await emptyTables(database.owner)
    await storeAll(order)
    expect(await shop.creditsOf(database, all)).toEqual(expected)
    expect(await totals()).toMatchObject({ clicks: 1, repeated: 4, unmatched: 1 })
  }
})
