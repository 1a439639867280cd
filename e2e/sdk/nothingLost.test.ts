import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { eventually, rowsOf } from './support/scene.ts'
import { clicksOf, LIST, setServer, useStage } from './support/stage.ts'

// A page may show any number of cards and be left at any moment: nothing is lost, and the host page's requests are not affected.

const { sql, visit, openScene } = useStage()

/** Requests of the host page with keepalive, as its own analytics would send. */
const HOST = `window.host = { sent: 0, failed: 0 }
  window.sendHost = async (bytes, address = '/host-own') => {
    host.sent++
    try {
      const answer = await fetch(address, { method: 'POST', keepalive: true, body: JSON.stringify('x'.repeat(bytes)) })
      await answer.text()
    } catch { host.failed++ }
  }`

const FEED = `${HOST}
  const list = document.querySelector('#slots')
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  window.showLists = async (n, pause = 0) => {
    for (let i = 0; i < n; i++) {
      const id = renderId(shop.merchantRefs.length)
      const shown = shop.merchantRefs.map((_, rank) => addCard(list, rank, id))
      for (const [card] of shown) card.style.height = '25px'
      await frame(); await frame()
      for (const [, end] of shown) end()
      list.replaceChildren()
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
  window.hide = () => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }`

/** The server has said whether it counts without consent. */
async function begun(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/exposure/config')),
  )
  await page.waitForTimeout(300)
}

test('a page that shows 5,000 cards in turn loses none, and the host page’s keepalive requests all succeed', async () => {
  const { page, shop, flush } = await openScene({ slots: 40, script: FEED })
  const bodies: { readonly dropped?: object }[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/batch')) bodies.push(request.postDataJSON())
  })
  await page.evaluate(`(async () => {
    const host = setInterval(() => void sendHost(20_000), 1000)
    await showLists(125, 200)
    clearInterval(host)
  })()`)
  await page.evaluate((merchantId) => {
    for (let i = 0; i < 12; i++) window.shopClient.click({ merchantId })
  }, shop.merchantRefs[0]!)
  await flush()
  await eventually(async () => expect(await rowsOf(sql, shop)).toHaveLength(5000), 60_000)
  await eventually(async () => expect(await clicksOf(sql, shop)).toHaveLength(12))
  expect(bodies.filter(({ dropped }) => dropped)).toEqual([])
  const host = (await page.evaluate('host')) as { sent: number; failed: number }
  expect(host.sent).toBeGreaterThan(0)
  expect(host.failed).toBe(0)
})

test.concurrent('as the page hides the host page still has half of what keepalive requests share', async () => {
  const { page, shop } = await openScene({ slots: 40, script: FEED })
  await page.evaluate('(async () => { await showLists(1); hide(); await sendHost(32_000) })()')
  expect(await page.evaluate('host')).toEqual({ sent: 1, failed: 0 })
  await eventually(async () => expect(await rowsOf(sql, shop)).toHaveLength(40))
})

test.concurrent.for([
  { who: 'with consent', consent: true },
  { who: 'without consent', consent: false },
])(
  'when the host page has used up the keepalive share, what it hides with goes out at once, $who',
  async ({ consent }) => {
    const visitor = await visit()
    if (!consent) await setServer(visitor.context, { without_consent: 'anonymous' })
    const script = `${FEED}
    const original = window.fetch
    window.tries = []
    window.fetch = async (url, options) => {
      if (options?.method !== 'POST' || !url.includes('/api/')) return original(url, options)
      const seen = { keepalive: options.keepalive }
      tries.push(seen)
      seen.ok = await original(url, options).then(() => true, () => false)
      if (!seen.ok) throw new TypeError('over the quota')
      return new Response('{}', { status: 202 })
    }`
    const { page, context, shop } = await openScene({ slots: 4, script, init: { consent } }, visitor)
    await context.route('**/host-slow', () => {})
    await begun(page)
    await page.evaluate(`(async () => { await showLists(1); void sendHost(65_000, '/host-slow'); hide() })()`)
    await eventually(async () => expect(await rowsOf(sql, shop)).toHaveLength(4))
    expect(await page.evaluate('tries')).toEqual([
      { keepalive: true, ok: false },
      { keepalive: false, ok: true },
    ])
  },
)

test.concurrent('a click whose request the navigation cuts off is sent again as the page is left, also without consent', async () => {
  const visitor = await visit()
  await setServer(visitor.context, { without_consent: 'anonymous' })
  const script = `${LIST}
    const original = window.fetch
    // As browsers do with a plain request of a page that goes: it never arrives.
    window.fetch = (url, options) =>
      String(url).includes('/click/') && !options.keepalive ? new Promise(() => {}) : original(url, options)`
  const { page, shop } = await openScene({ slots: 2, script, init: { consent: false } }, visitor)
  await begun(page)
  await page.evaluate((merchantId) => window.shopClient.click({ merchantId }), shop.merchantRefs[0]!)
  await page.goto('about:blank')
  await eventually(async () => expect(await clicksOf(sql, shop)).toHaveLength(1))
})

test.concurrent('what there was no room for is reported as dropped, and arrives in the server’s outcomes', async () => {
  const { page, context, shop, flush } = await openScene({ slots: 40, script: FEED })
  let isDown = true
  const dropped: number[] = []
  await context.route('**/api/exposure/batch', (route) => {
    if (isDown) return route.fulfill({ status: 503, headers: { 'retry-after': '1' }, body: '{}' })
    dropped.push(route.request().postDataJSON().dropped?.overflow ?? 0)
    return route.continue()
  })
  const reported = async () => {
    const [row] = await sql<{ events: number }[]>`
      select coalesce(sum(events), 0)::int as events from ingest_outcomes where outcome = 'lost_on_device' and reason = 'overflow'`
    return row!.events
  }
  const before = await reported()
  await page.evaluate('showLists(30)')
  isDown = false
  // 30 renders wait beside the exposures: of 1,230 the SDK keeps 1,000.
  await eventually(async () => {
    await flush()
    expect(dropped.reduce((sum, n) => sum + n, 0)).toBe(230)
    expect((await reported()) - before).toBeGreaterThanOrEqual(230)
  }, 60_000)
  await eventually(async () => {
    const [renders] = await sql<{ n: number }[]>`
      select count(*)::int as n from render_events where placement_id = ${shop.placementId}`
    expect((await rowsOf(sql, shop)).length + renders!.n).toBe(1000)
  })
})
