import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { useBrowser, type Visit } from '../support/visit.ts'
import { backForwardOf, openBrowserWithCache } from './support/backForward.ts'
import { eventually, expectStored, keepLedger, rowsOf, type Scene, serveScene, turnTab } from './support/scene.ts'
import { makeShop } from './support/shop.ts'

// For any fate of the page and its list: all acknowledged events are stored, each slot once.

const { visit } = useBrowser({ stay: true })
const sql = postgres(inject('productDatabaseUrl'), { max: 1, onnotice: () => {} })
afterAll(() => sql.end({ timeout: 1 }))

let admin: Visit
beforeAll(async () => {
  admin = await visit({ signedIn: true })
})

const LIST = `const list = document.querySelector('#slots'), id = renderId(shop.merchantRefs.length)
  shop.merchantRefs.forEach((_, rank) => addCard(list, rank, id))`

async function openScene({ slots, ...scene }: Omit<Scene, 'shop'> & { slots: number }, visitor?: Visit) {
  const shop = await makeShop(admin.request, slots)
  const here = visitor ?? (await visit())
  const ledger = await keepLedger(here)
  await serveScene(here, { shop, ...scene })
  await here.page.goto('/sdk-scene')
  const stored = async (n: number) => {
    await here.page.evaluate(() => window.shopClient.flush())
    return expectStored(sql, shop, ledger, n)
  }
  return { ...here, shop, ledger, stored }
}

test.concurrent('a page that comes back from the back-forward cache goes on, and counts nothing again', async () => {
  const browser = await openBrowserWithCache()
  try {
    const context = await browser.newContext({ baseURL: inject('demo').url, viewport: { width: 800, height: 600 } })
    const page = await context.newPage()
    const script = `${LIST}; window.returns = []; addEventListener('pageshow', (event) => returns.push(event.persisted))`
    const visitor = { page, context, request: context.request, errors: [] }
    const leaveAndReturn = await backForwardOf(page)
    const { stored } = await openScene({ slots: 14, script }, visitor)
    await page.waitForTimeout(1300)
    await stored(10)
    await leaveAndReturn('/healthz')
    await eventually(async () => expect(await page.evaluate('window.returns')).toEqual([false, true]))
    await page.evaluate(() => document.documentElement.scrollTo(0, 10_000))
    await page.waitForTimeout(1300)
    await stored(14)
  } finally {
    await browser.close()
  }
})

test.concurrent('on a slow network nothing is sent twice or lost', async () => {
  const { page, context, ledger, stored } = await openScene({ slots: 8, script: LIST })
  const devtools = await context.newCDPSession(page)
  const kbit = 1024 / 8
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 1500,
    downloadThroughput: 50 * kbit,
    uploadThroughput: 20 * kbit,
  })
  await page.waitForTimeout(1300)
  const rows = await stored(8)
  expect(ledger.sent.size).toBe(8)
  expect(rows.every(({ viewable }) => viewable)).toBe(true)
})

test.concurrent('rows that a virtual list recycles count for each brand they showed, once, also when scrolled back', async () => {
  const script = `
    const list = document.querySelector('#slots'), id = renderId(shop.merchantRefs.length)
    const rows = [0, 1, 2].map(() => list.appendChild(document.createElement('div')))
    rows.forEach((row) => (row.style.height = '60px'))
    let ends = []
    window.showFrom = (first) => {
      ends.forEach((end) => end())
      ends = rows.map((row, i) => {
        row.textContent = shop.merchantRefs[first + i]
        return watch(row, first + i, id)
      })
    }`
  const { page, stored } = await openScene({ slots: 9, script })
  // The last rows are there for 200 ms. Timed in the page: a busy machine may take longer to get there.
  await page.evaluate(`(async () => {
    for (const first of [0, 3, 6, 3, 0]) {
      showFrom(first)
      await new Promise((resolve) => setTimeout(resolve, first === 6 ? 200 : 2000))
    }
  })()`)
  const rows = await stored(9)
  expect(rows.map(({ rank, viewable }) => [rank, viewable])).toEqual(
    Array.from({ length: 9 }, (_, rank) => [rank, rank < 6]),
  )
})

test.concurrent('in a single-page app each address shown is a render, and going back to the same list is none', async () => {
  const script = `
    const lists = new Map()
    const list = document.querySelector('#slots')
    let ends = []
    const show = () => {
      ends.forEach((end) => end())
      list.replaceChildren()
      const known = lists.get(location.search) ?? renderId(2)
      lists.set(location.search, known)
      ends = [0, 1].map((rank) => addCard(list, rank, known)[1])
    }
    addEventListener('popstate', show)
    window.go = (address) => { history.pushState(null, '', address); show() }
    show()`
  const { page, stored } = await openScene({ slots: 2, script })
  await page.waitForTimeout(1200)
  await page.evaluate(`go('?brand=1')`)
  await page.waitForTimeout(1200)
  await page.goBack()
  await page.waitForTimeout(1200)
  await page.goForward()
  await page.waitForTimeout(1200)
  const rows = await stored(4)
  expect(new Set(rows.map(({ render_id }) => render_id)).size).toBe(2)
  expect(rows.every(({ viewable }) => viewable)).toBe(true)
})

test.concurrent.for([
  { name: 'a device pixel ratio of 1.25', deviceScaleFactor: 1.25, zoom: 1 },
  { name: 'CSS zoom', deviceScaleFactor: 1, zoom: 1.5 },
])('with $name exactly half a card in view is enough, and a third is not', async ({ deviceScaleFactor, zoom }) => {
  const body = `<div style="zoom:${zoom}"><div id="slots" style="height:90px;overflow:hidden"></div>
    <div id="more" style="height:20px;overflow:hidden"></div></div>`
  const script = `const id = renderId(3)
    addCard(document.querySelector('#slots'), 0, id); addCard(document.querySelector('#slots'), 1, id)
    addCard(document.querySelector('#more'), 2, id)`
  const visitor = await visit({ deviceScaleFactor, viewport: { width: 800, height: 600 } })
  const { page, stored } = await openScene({ slots: 3, body, script }, visitor)
  await page.waitForTimeout(1300)
  await turnTab(page, 'hidden')
  expect((await stored(3)).map(({ viewable }) => viewable)).toEqual([true, true, false])
})

test.concurrent('in a frame of the same origin what the page outside cuts off does not count', async () => {
  const visitor = await visit()
  const shop = await makeShop(admin.request, 6)
  const ledger = await keepLedger(visitor)
  await serveScene(visitor, { shop, script: LIST })
  const outside = `<!doctype html><title>Outside</title><div style="height:130px;overflow-y:auto">
    <iframe src="/sdk-scene" style="display:block;border:0;width:400px;height:400px"></iframe></div>`
  await visitor.context.route('**/outside', (route) => route.fulfill({ contentType: 'text/html', body: outside }))
  await visitor.page.goto('/outside')
  await visitor.page.waitForTimeout(1500)
  await visitor.page.frames()[1]!.evaluate(() => window.shopClient.flush())
  expect((await rowsOf(sql, shop)).length).toBeLessThanOrEqual(3)
  await visitor.page.evaluate(() => document.querySelector('div')!.scrollTo(0, 500))
  await visitor.page.waitForTimeout(1500)
  await turnTab(visitor.page.frames()[1]!, 'hidden')
  await visitor.page.frames()[1]!.evaluate(() => window.shopClient.flush())
  const rows = await expectStored(sql, shop, ledger, 5)
  expect(rows.map(({ rank }) => rank)).not.toContain(3)
})

test.concurrent('a tab in the background counts nothing until it is looked at, and then each slot once', async () => {
  const visitor = await visit()
  await visitor.context.addInitScript(() =>
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true }),
  )
  const { page, ledger, stored } = await openScene({ slots: 4, script: LIST }, visitor)
  await page.waitForTimeout(1500)
  expect(ledger.sent.size).toBe(0)
  expect(await page.evaluate(() => localStorage.length)).toBe(0)
  for (const state of ['visible', 'hidden', 'visible'] as const) {
    await turnTab(page, state)
    await page.waitForTimeout(1200)
  }
  const rows = await stored(4)
  expect(rows.every(({ viewable }) => viewable)).toBe(true)
})
