import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { freePort } from '../../server/src/lib/freePort.ts'
import { useBrowser, type Visit } from '../support/visit.ts'
import { openNewTab } from './support/newTab.ts'
import { eventually, keepLedger, turnTab } from './support/scene.ts'
import { makeShop, type Shop } from './support/shop.ts'

// A visitor uses the example shops, up to the sale that the affiliate network reports.

const { visit } = useBrowser({ stay: true })
const sql = postgres(inject('productDatabaseUrl'), { max: 1, onnotice: () => {} })
afterAll(() => sql.end({ timeout: 1 }))

let admin: Visit
beforeAll(async () => {
  admin = await visit({ signedIn: true })
})

/** The example shop shows the demo's placements; the test's merchants tell its rows from the live traffic's. */
async function openExample(path: string, slots: number, redirect = '') {
  const shop = await makeShop(admin.request, slots)
  const visitor = await visit({ viewport: { width: 1000, height: 800 } })
  const ledger = await keepLedger(visitor)
  const facts = { write_key: inject('demo').write_key, user: shop.placementKey, merchants: shop.merchantRefs.join(',') }
  const query = new URLSearchParams({ ...facts, ...(redirect ? { redirect } : {}) })
  await visitor.page.goto(`${new URL(path, inject('demo').shop_url)}?${query}`)
  return { ...visitor, shop, ledger }
}

const ofMerchants = (shop: Shop) => sql<
  { event_id: string; key: string; render_id: string; rank: number }[]
>`select e.event_id, p.placement_key as key, e.render_id, e.rank_position as rank
  from exposure_events e join placement_dim p using (placement_id) join merchant_dim m using (merchant_id)
  where m.merchant_ref = any(${shop.merchantRefs as string[]})`

/** Home, down to the end of the results, a merchant's page, back and forward: equal to the ledger, nothing twice. */
async function walk({ page, shop, ledger, errors }: Awaited<ReturnType<typeof openExample>>) {
  await page.waitForTimeout(1300)
  for (let step = 0; step < 6; step++) {
    await page.evaluate(() => document.documentElement.scrollTo(0, 100_000))
    await page.waitForTimeout(300)
  }
  await page.evaluate(() => document.documentElement.scrollTo(0, 0))
  await page.click('.results .name >> nth=0')
  await page.waitForURL(/merchant=/)
  await page.waitForTimeout(1300)
  await page.goBack()
  await page.waitForTimeout(1300)
  await page.goForward()
  await page.waitForTimeout(1300)
  await turnTab(page, 'hidden')
  const ids = (rows: readonly { event_id: string }[]) => rows.map(({ event_id }) => event_id).sort()
  await eventually(async () => {
    expect(ledger.acknowledged.size).toBe(ledger.sent.size)
    expect(ids(await ofMerchants(shop))).toEqual([...ledger.acknowledged].sort())
  })
  const rows = await ofMerchants(shop)
  expect(new Set(rows.map(({ render_id, rank }) => `${render_id} ${rank}`)).size).toBe(rows.length)
  expect(errors).toEqual([])
  const rendersOf = (key: string) =>
    new Set(rows.filter((row) => row.key === key).map(({ render_id }) => render_id)).size
  return {
    carousel: rendersOf('home_earn_carousel'),
    results: rendersOf('search_results'),
    pages: rendersOf('merchant_page'),
  }
}

test.concurrent('the example shop counts each list fetched once, through scrolling without end and its history', async () => {
  const shop = await openExample('/', 8)
  expect(await walk(shop)).toEqual({ carousel: 1, results: 5, pages: 2 })
})

test.concurrent('the same in React, under StrictMode and remounts', async () => {
  const shop = await openExample('/react/', 8)
  expect(await walk(shop)).toEqual({ carousel: 1, results: 5, pages: 2 })
})

test.concurrent('a click through the redirect server counts once, and the sale the network reports finds it', async () => {
  const { url, server_key } = inject('demo')
  const port = await freePort('127.0.0.1')
  const redirects = spawn(process.execPath, [join(import.meta.dirname, '../../examples/redirect-server/server.mjs')], {
    env: { BX_URL: url, BX_SERVER_KEY: server_key, PORT: String(port), SHOP_URL: `${url}/healthz` },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    await once(redirects.stdout, 'data')
    const { page, shop } = await openExample('/', 2, `http://127.0.0.1:${port}`)
    await page.waitForTimeout(1300)
    await page.click('.carousel .go >> nth=0')
    await page.waitForURL(/subid=/)
    const subid = new URL(page.url()).searchParams.get('subid')!
    const order = `order-${subid}`
    const sale = { order, subid, merchant: shop.merchantRefs[0]!, amount: '120.00', commission: '6.00' }
    const report = async (status: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}/postback?${new URLSearchParams({ ...sale, status })}`)
      expect(await answer.json()).toEqual({ accepted: 1, rejected: [] })
    }
    await report('pending')
    const clicks = async () => [
      ...(await sql`select exposure_event_id is not null as credited from click_events where click_id = ${subid}`),
    ]
    await eventually(async () => expect(await clicks()).toEqual([{ credited: true }]))
    await report('confirmed')
    const conversion = async () => [
      ...(await sql`select click_id, order_amount::numeric(12, 2)::text as amount, commission_amount::numeric(12, 2)::text as commission, status
        from conversion_events where conversion_id = ${order}`),
    ]
    await eventually(async () =>
      expect(await conversion()).toEqual([
        { click_id: subid, amount: '120.00', commission: '6.00', status: 'confirmed' },
      ]),
    )
  } finally {
    redirects.kill()
  }
})

test.concurrent.each(['/', '/react/'])(
  'the affiliate address of the shop %s is complete before the click, in a new tab too, and each id is for one click',
  async (path) => {
    const reached: (string | null)[] = []
    const away = createServer(({ url }, response) => {
      reached.push(new URL(url!, 'http://away').searchParams.get('click_id'))
      response.end('The brand')
    }).listen(0, '127.0.0.1')
    away.unref()
    await once(away, 'listening')
    const { port } = away.address() as AddressInfo
    const { page, shop } = await openExample(path, 2, `http://127.0.0.1:${port}`)
    const link = page.locator('.carousel .go').first()
    const idInAddress = async () => new URL((await link.getAttribute('href'))!).searchParams.get('click_id')!
    await page.waitForTimeout(1300)
    const ids: string[] = []
    for (const act of [{ button: 'middle' as const }, { modifiers: ['Control' as const] }])
      await openNewTab(page, async () => {
        await eventually(async () => expect(ids).not.toContain(await idInAddress()))
        ids.push(await idInAddress())
        await link.click(act)
      })
    expect(reached).toContain(ids.at(-1))
    await eventually(async () => expect(ids).not.toContain(await idInAddress()))
    await link.click({ button: 'right' })
    const clicks = async () =>
      (
        await sql<{ click_id: string }[]>`
          select click_id from click_events join merchant_dim using (merchant_id) where merchant_ref = ${shop.merchantRefs[0]!}`
      ).map(({ click_id }) => click_id)
    await eventually(async () => expect((await clicks()).sort()).toEqual(ids.sort()))
  },
)

test.concurrent.each(['/', '/react/'])(
  'an address of the shop %s cannot choose where keys, events, code or clicks go',
  async (path) => {
    const { shop_url, url, write_key } = inject('demo')
    const { page, errors } = await visit({ viewport: { width: 1000, height: 800 } })
    const hosts = new Set<string>()
    page.on('request', (request) => hosts.add(new URL(request.url()).origin))
    for (const redirect of [
      'javascript:alert(1)//',
      ' java\tscript:alert(1)',
      'data:text/html,x',
      '//host.example',
      'go',
    ]) {
      const elsewhere = 'http://elsewhere.example'
      const query = new URLSearchParams({
        write_key,
        redirect,
        endpoint: elsewhere,
        sdk: elsewhere,
        debug: '',
        user: 'u-17',
      })
      await page.goto(`${new URL(path, shop_url)}?${query}`)
      const link = page.locator('.carousel .go').first()
      await link.click()
      expect(await link.getAttribute('href')).toMatch(/^#merchant=/)
    }
    // What a page keeps is sent when it is left.
    await page.goto(new URL('/shop.css', shop_url).href)
    expect([...hosts].sort()).toEqual([new URL(url).origin, new URL(shop_url).origin].sort())
    expect(errors).toEqual([])
  },
)
