import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { useBrowser, type Visit } from '../support/visit.ts'
import { eventually } from './support/scene.ts'
import { makeShop, open, serveShop, stored, watchBatches } from './support/shop.ts'

// Each exposure of a page arrives once, despite faults of the page, the network and the server.

const SLOTS = 5
const { visit } = useBrowser({ stay: true })
const sql = postgres(inject('productDatabaseUrl'), { max: 1, onnotice: () => {} })
afterAll(() => sql.end({ timeout: 1 }))

let admin: Visit
beforeAll(async () => {
  admin = await visit({ signedIn: true })
})

/** A server that cannot be reached, even by the last requests of a page that is closed. */
const NOWHERE = 'http://127.0.0.1:1'

async function openShop() {
  const shop = await makeShop(admin.request, SLOTS)
  const visitor = await visit()
  await serveShop(visitor.context, { shop })
  const batches = watchBatches(visitor.context)
  const arrived = (n: number, timeout = 20_000) =>
    eventually(async () => expect((await stored(sql, shop)).n).toBe(n), timeout)
  return { ...visitor, shop, batches, arrived }
}

test('a page left before its second has passed sends all its exposures, as not viewable', async () => {
  const { page, shop, arrived } = await openShop()
  await open(page)
  await page.waitForTimeout(400)
  await page.goto('about:blank')
  await arrived(SLOTS)
  expect(await stored(sql, shop)).toEqual({ n: SLOTS, viewable: 0, slots: SLOTS })
})

test('a reload is a new render: its slots count again, none of the first twice', async () => {
  const { page, shop, arrived } = await openShop()
  await open(page)
  await page.waitForTimeout(1300)
  await page.reload()
  await page.waitForTimeout(1300)
  await page.goto('about:blank')
  await arrived(2 * SLOTS)
  expect(await stored(sql, shop)).toEqual({ n: 2 * SLOTS, viewable: 2 * SLOTS, slots: 2 * SLOTS })
})

test.concurrent('what could not be sent offline is sent when the network is back', async () => {
  const { page, context, shop, arrived } = await openShop()
  await open(page)
  await context.setOffline(true)
  await page.waitForTimeout(1300)
  await page.evaluate(() => window.shopClient.flush())
  expect((await stored(sql, shop)).n).toBe(0)
  await context.setOffline(false)
  await arrived(SLOTS)
  expect(await stored(sql, shop)).toEqual({ n: SLOTS, viewable: SLOTS, slots: SLOTS })
})

/** Leaves a page that could send nothing, then lets every later page show nothing and reach the server. */
async function leaveBehind({
  page,
  context,
  shop,
}: Pick<Awaited<ReturnType<typeof openShop>>, 'page' | 'context' | 'shop'>) {
  await context.unroute('**/sdk-shop*')
  await serveShop(context, { shop, endpoint: NOWHERE })
  await open(page)
  await page.waitForTimeout(1300)
  await page.goto('about:blank')
  expect((await stored(sql, shop)).n).toBe(0)
  await context.unroute('**/sdk-shop*')
  await serveShop(context, { shop: { ...shop, merchantRefs: [] } })
}

test.concurrent('what a page could not send, a later page of the shop sends and says so', {
  timeout: 90_000,
}, async () => {
  const { shop, batches, context, page, arrived } = await openShop()
  await leaveBehind({ page, context, shop })
  await open(page)
  await arrived(SLOTS, 60_000)
  expect(Math.max(...batches.queued)).toBe(SLOTS)
  expect(await stored(sql, shop)).toEqual({ n: SLOTS, viewable: SLOTS, slots: SLOTS })
  const keys = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('bx.queue')))
  await eventually(async () => expect(await keys()).toEqual([]))
})

test.concurrent('a server that answers 503 for a while is left alone, then gets everything once', async () => {
  const { page, context, shop, arrived, batches } = await openShop()
  let refusals = 0
  await context.route('**/api/exposure/batch', (route) => {
    if (refusals >= 2) return route.continue()
    refusals++
    return route.fulfill({ status: 503, headers: { 'retry-after': '1' }, body: '{}' })
  })
  await open(page)
  await page.waitForTimeout(1300)
  await page.evaluate(() => window.shopClient.flush())
  await arrived(SLOTS)
  expect(refusals).toBe(2)
  expect(new Set(batches.sent.flat()).size).toBe(SLOTS)
  expect(await stored(sql, shop)).toEqual({ n: SLOTS, viewable: SLOTS, slots: SLOTS })
})

test.concurrent('of two tabs only one sends what a third left behind', { timeout: 90_000 }, async () => {
  const { shop, batches, context, page, arrived } = await openShop()
  await leaveBehind({ page, context, shop })
  const before = batches.sent.length
  await Promise.all([open(await context.newPage()), open(await context.newPage())])
  await arrived(SLOTS, 60_000)
  const sent = batches.sent.slice(before).flat()
  expect([sent.length, new Set(sent).size]).toEqual([SLOTS, SLOTS])
})

test.concurrent('without consent nothing is sent or stored on the device; given, all in view counts; taken back, all is gone', async () => {
  const { page, context, shop, arrived, batches } = await openShop()
  await context.unroute('**/sdk-shop*')
  await serveShop(context, { shop, consent: false })
  await open(page)
  await page.waitForTimeout(1500)
  expect(batches.sent).toEqual([])
  expect(await page.evaluate(() => localStorage.length)).toBe(0)
  await page.evaluate(() => window.shopClient.consent(true))
  await page.waitForTimeout(1300)
  await page.evaluate(() => window.shopClient.flush())
  await arrived(SLOTS)
  await page.evaluate(() => window.shopClient.consent(false))
  expect(await page.evaluate(() => localStorage.length)).toBe(0)
})

test.concurrent('Global Privacy Control is a refusal, regardless of the app says', async () => {
  const { page, context, batches } = await openShop()
  await context.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }))
  await open(page)
  await page.waitForTimeout(1500)
  await page.evaluate(() => window.shopClient.flush())
  expect(batches.sent).toEqual([])
  expect(await page.evaluate(() => localStorage.length)).toBe(0)
})
