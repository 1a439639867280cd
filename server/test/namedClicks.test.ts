import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { resolvePeriod } from '../src/query/period.ts'
import { readPlacementScorecard } from '../src/query/placementScorecard.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import * as shop from './support/evidence.ts'
import { envelope, openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { emptyTables } from './support/tables.ts'

// A sale that names a click: the buyer has since seen the brand elsewhere, so that a wrong credit is always possible.

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000]
const bought = Math.floor((Date.now() - 2 * HOUR) / SECOND) * SECOND
const buyer = shop.person()
let database: TestDatabase
let worker: TestPipeline

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 10 })
  worker = openTestPipeline(database)
  await shop.makeShop(database)
})

beforeEach(async () => {
  await emptyTables(database.owner)
  await store({ exposures: [shop.exposure(buyer, bought - 10 * MINUTE, { placement_id: shop.THERE })] })
})

const store = (parts: Parameters<typeof envelope>[0]) => worker.run([envelope({ keyKind: 'import', ...parts })])

/** An exposure here and its click, at these times before the sale. */
async function clickBefore(ms: number, seenBefore = ms + SECOND) {
  const seen = shop.exposure(buyer, bought - seenBefore)
  const clicked = shop.click(buyer, bought - ms, { exposure_event_id: seen.event_id })
  await store({ exposures: [seen], clicks: [clicked] })
  return clicked
}

async function sell(more: Parameters<typeof shop.sale>[1]) {
  const sold = shop.sale(bought, more)
  await store({ conversions: [sold] })
  await shop.look(database)
  return shop.attributionOf(database, sold)
}

describe('the clocks of a sale and the click it names', () => {
  test.each([
    ['the sale cut to the second', -900, 'click here'],
    ['5 minutes earlier than the click', -5 * MINUTE, 'click here'],
    ['more than that', -5 * MINUTE - 1, 'click_after_sale'],
    ['as old as the window', 7 * DAY, 'click here'],
    ['older', 7 * DAY + 1, 'click_too_old'],
  ])('%s', async (_, ms, expected) => {
    const { click_id } = await clickBefore(ms)
    expect(await sell({ click_id, user_id: buyer.user_id })).toBe(expected)
    expect(await sell({ click_id })).toBe(expected)
  })
})

test('a sale that names an invalid click is not attributed until the verdict is withdrawn', async () => {
  const { click_id } = await clickBefore(MINUTE)
  await database.owner`update click_events set ivt_reason = 'flagged_source'`
  const sold = shop.sale(bought, { click_id, user_id: buyer.user_id })
  await store({ conversions: [sold] })
  await shop.look(database)
  expect(await shop.attributionOf(database, sold)).toBe('invalid_click')
  await database.owner`update click_events set ivt_reason = null`
  await database.owner`insert into attribution_queue (clicks) values (${[click_id]})`
  await shop.look(database)
  expect(await shop.attributionOf(database, sold)).toBe('click here')
})

test('a sale that names an unknown click is not credited elsewhere, and gets the click when it arrives', async () => {
  const seen = shop.exposure(buyer, bought - 2 * MINUTE)
  const clicked = shop.click(buyer, bought - MINUTE, { exposure_event_id: seen.event_id })
  const sold = shop.sale(bought, { click_id: clicked.click_id, user_id: buyer.user_id })
  await store({ exposures: [seen], conversions: [sold] })
  await shop.look(database)
  expect(await shop.attributionOf(database, sold)).toBe('unknown_click')
  await store({ clicks: [clicked] })
  await shop.look(database)
  expect(await shop.attributionOf(database, sold)).toBe('click here')
})

test('a click of another merchant is unknown to this one', async () => {
  const other = randomUUID()
  await database.owner`insert into merchant_dim (merchant_id, merchant_name) values (${other}, 'Other')`
  const clicked = shop.click(buyer, bought - MINUTE, { merchant_id: other })
  await store({ clicks: [clicked] })
  expect(await sell({ click_id: clicked.click_id, user_id: buyer.user_id })).toBe('unknown_click')
})

describe('a click without an exposure', () => {
  test('leaves the sale to the buyer’s evidence in the placement it names, and to no other', async () => {
    const clicked = shop.click(buyer, bought - MINUTE, { placement_id: shop.HERE, session_id: randomUUID() })
    await store({ clicks: [clicked] })
    expect(await sell({ click_id: clicked.click_id })).toBe('click_without_exposure')
    await store({ exposures: [shop.exposure(buyer, bought - DAY)] })
    expect(await sell({ click_id: clicked.click_id })).toBe('view here')
  })

  test('leaves it to any where it names none', async () => {
    const clicked = shop.click(buyer, bought - MINUTE, { session_id: randomUUID() })
    await store({ clicks: [clicked] })
    expect(await sell({ click_id: clicked.click_id })).toBe('view there')
  })
})

test('a click that names its exposure is credited to it, no matter who was signed in at that time', async () => {
  const before = { ...buyer, user_id: shop.person().user_id }
  const seen = shop.exposure(before, bought - HOUR)
  const [named, unnamed] = [
    shop.click(buyer, bought - HOUR + MINUTE, { exposure_event_id: seen.event_id }),
    shop.click(buyer, bought - 30 * MINUTE),
  ]
  await store({ exposures: [seen], clicks: [named, unnamed] })
  await shop.look(database)
  expect(await shop.creditsOf(database, [named, unnamed])).toEqual([seen.event_id, 'none'])
  expect(await sell({ user_id: buyer.user_id })).toBe('click here')
})

test('the reasons add up to the sales that are not attributed, under every model', async () => {
  const old = await clickBefore(8 * DAY)
  await sell({ click_id: old.click_id })
  await sell({ click_id: randomUUID(), commission_amount: '2.5' })
  await sell({ click_id: randomUUID(), status: 'rejected' })
  await sell({ user_id: shop.person().user_id })
  await sell({ user_id: buyer.user_id })
  const period = resolvePeriod(
    { range: '7d', traffic: 'net', compare: 'none', format: 'json' },
    { timeZone: 'UTC', now: Date.now(), firstDay: '2020-01-01' },
  )
  for (const model of ['decisive_touch', 'linear', 'any_touch'] as const) {
    const { data } = await readPlacementScorecard(database.app, period, { model, today: period.today, currency: 'GBP' })
    expect(data.totals.unattributed).toMatchObject({
      conversions: 3,
      total_revenue: '4.50',
      reasons: [
        { reason: 'no_exposure', conversions: 1, total_revenue: '1.00' },
        { reason: 'unknown_click', conversions: 1, total_revenue: '2.50' },
        { reason: 'click_too_old', conversions: 1, total_revenue: '1.00' },
      ],
    })
  }
})
