import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, inject, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { eventually, rowsOf } from './support/scene.ts'
import type { Shop } from './support/shop.ts'
import { setServer, useStage } from './support/stage.ts'

// Devices sleep, their clocks are set, tabs stay open for days: events still have the server's time, and elements on a screen that is
// off are not viewed.

const { sql, visit, openScene } = useStage()

/** Clocks that a test can set: the wall clock, and with `sleep` the monotonic one beside it. */
const CLOCKS = () => {
  const moved = { wall: 0, monotonic: 0 }
  Object.assign(window, { moved })
  const now = Date.now.bind(Date)
  const clock = performance.now.bind(performance)
  Date.now = () => now() + moved.wall
  performance.now = () => clock() + moved.monotonic
  const time = Object.getOwnPropertyDescriptor(IntersectionObserverEntry.prototype, 'time')!
  Object.defineProperty(IntersectionObserverEntry.prototype, 'time', {
    get() {
      return time.get!.call(this) + moved.monotonic
    },
  })
}

const HOUR = 3_600_000

const ADD = `const list = document.querySelector('#slots'), id = renderId(6)
  window.add = (rank) => void addCard(list, rank, id)`

async function openClocks(wall: number) {
  const visitor = await visit()
  await visitor.context.addInitScript(CLOCKS)
  await visitor.context.addInitScript(`moved.wall = ${wall}`)
  let asked = 0
  visitor.page.on('request', (request) => {
    if (request.url().endsWith('/exposure/config')) asked++
  })
  const scene = await openScene({ slots: 6, script: ADD }, visitor)
  return { ...scene, asked: () => asked }
}

/** Difference between the stored times and their receipt. */
async function lateness({ placementId }: Shop): Promise<number[]> {
  const rows = await sql<{ ms: number }[]>`
    select extract(epoch from received_at - "timestamp")::float * 1000 as ms from exposure_events
    where placement_id = ${placementId} order by rank_position`
  return rows.map(({ ms }) => ms)
}

test.concurrent.for([
  { name: 'an hour ahead', by: HOUR },
  { name: 'a day back', by: -24 * HOUR },
])(
  'a clock that is set $name while the page is open: every event has the right time, before and after',
  async ({ by }) => {
    const { page, shop, stored, asked } = await openClocks(0)
    await page.evaluate('add(0); add(1)')
    await page.waitForTimeout(1300)
    await page.evaluate(`moved.wall = ${by}; add(2); add(3)`)
    await page.waitForTimeout(1300)
    await stored(4)
    for (const ms of await lateness(shop)) expect(Math.abs(ms)).toBeLessThan(60_000)
    expect(asked()).toBe(2)
  },
)

test.concurrent('a device whose clock is wrong from the start, and set right while it slept', async () => {
  const { page, shop, stored } = await openClocks(-2 * HOUR)
  await page.evaluate('add(0)')
  await page.waitForTimeout(1300)
  await stored(1)
  await page.evaluate('moved.wall = 0; add(1)')
  await page.waitForTimeout(1300)
  await stored(2)
  for (const ms of await lateness(shop)) expect(Math.abs(ms)).toBeLessThan(60_000)
})

test.concurrent('a tab that is open for three days: right times, a new session, and the server is asked again', async () => {
  const { page, shop, stored, asked } = await openClocks(-72 * HOUR)
  await page.evaluate('add(0)')
  await page.waitForTimeout(1300)
  await stored(1)
  // Three days later by both clocks of the device, which the first answer made right by three days.
  await page.evaluate(`moved.wall = 0; moved.monotonic = ${72 * HOUR}; add(1); add(2)`)
  await page.waitForTimeout(1300)
  const rows = await stored(3)
  for (const ms of await lateness(shop)) expect(Math.abs(ms)).toBeLessThan(60_000)
  expect(rows.every(({ viewable }) => viewable)).toBe(true)
  expect(new Set(rows.map(({ session_id }) => session_id)).size).toBe(2)
  expect(asked()).toBe(2)
})

test.concurrent('a refusal for its time makes the page ask again, and what follows is right', async () => {
  const visitor = await visit()
  await setServer(visitor.context, { server_time: new Date(Date.now() + 2 * HOUR).toISOString() })
  const { page, context, shop } = await openScene({ slots: 6, script: ADD }, visitor)
  await page.evaluate('add(0)')
  await page.waitForTimeout(1300)
  await context.unroute('**/api/exposure/config')
  const refused = page.waitForResponse('**/exposure/batch')
  await page.evaluate(() => window.shopClient.flush())
  expect(await (await refused).json()).toMatchObject({
    rejected: expect.arrayContaining([expect.objectContaining({ code: 'in_future' })]),
  })
  await page.evaluate('add(1)')
  await page.waitForTimeout(1300)
  await page.evaluate(() => window.shopClient.flush())
  await eventually(async () => expect(await rowsOf(sql, shop)).toHaveLength(1))
  for (const ms of await lateness(shop)) expect(Math.abs(ms)).toBeLessThan(60_000)
})

test.concurrent('the configuration never comes from the browser’s cache: it says what time it is', async () => {
  const { url, write_key } = inject('demo')
  let asked = 0
  // Not by Playwright's routes, which switch the cache off.
  const server = createServer(async ({ url: path }, response) => {
    const isConfig = path === '/api/exposure/config'
    asked += isConfig ? 1 : 0
    const headers = { 'cache-control': 'max-age=600', 'content-type': path === '/' ? 'text/html' : 'text/javascript' }
    const init = JSON.stringify({ endpoint: '', writeKey: write_key, consent: true })
    const page = `<!doctype html><script src="/sdk/bx.js"></script><script>bx.init(${init})</script>`
    const body = path === '/' ? page : Buffer.from(await (await fetch(`${url}${path}`)).arrayBuffer())
    response.writeHead(200, headers).end(body)
  }).listen(0, '127.0.0.1')
  try {
    await once(server, 'listening')
    const { page } = await visit()
    for (let visits = 1; visits <= 2; visits++) {
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
      await eventually(async () => expect(asked).toBe(visits))
    }
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

test.concurrent('what lies on a page that sleeps is not viewed', async () => {
  const script = `const list = document.querySelector('#slots'), id = renderId(1)
    window.show = () => {
      const [card, end] = addCard(list, 0, id)
      const shown = performance.now()
      let last = shown
      setInterval(() => {
        const now = performance.now()
        if (now - last > 10_000) { window.sleptAfter = last - shown; end() }
        last = now
      }, 50)
    }`
  const browser = await openBrowser()
  try {
    const context = await browser.newContext({ baseURL: inject('demo').url })
    const visitor = { page: await context.newPage(), context, request: context.request, errors: [] }
    const { page, stored } = await openScene({ slots: 1, script }, visitor)
    await page.waitForTimeout(500)
    await page.evaluate('show()')
    await page.waitForTimeout(200)
    // Stopped as a device that sleeps stops it; the monotonic clock of some systems goes on.
    const devtools = await browser.newBrowserCDPSession()
    const { processInfo } = await devtools.send('SystemInfo.getProcessInfo')
    const pages = processInfo.flatMap(({ type, id }) => (type === 'renderer' ? [id] : []))
    for (const pid of pages) process.kill(pid, 'SIGSTOP')
    await new Promise((resolve) => setTimeout(resolve, 12_000))
    for (const pid of pages) process.kill(pid, 'SIGCONT')
    await eventually(async () => expect(await page.evaluate('window.sleptAfter')).toBeGreaterThan(0))
    const [row] = await stored(1)
    // A machine with other work may have shown it for a second before.
    expect(row!.viewable).toBe(Number(await page.evaluate('sleptAfter')) >= 1000)
  } finally {
    await browser.close()
  }
})
