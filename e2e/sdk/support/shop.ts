import { randomUUID } from 'node:crypto'
import type { APIRequestContext, BrowserContext, Page } from '@playwright/test'
import type postgres from 'postgres'
import { expect, inject } from 'vitest'

// A shop of a test's own in the running product: a placement and its merchants, pages with the SDK, and what was stored.

export interface Shop {
  readonly placementId: string
  readonly placementKey: string
  readonly merchantRefs: readonly string[]
}

export async function makeShop(request: APIRequestContext, slots: number): Promise<Shop> {
  const tag = randomUUID().slice(0, 8)
  const placementKey = `sdk_${tag}`
  const created = await request.post('/api/placements', {
    data: { placement_key: placementKey, placement_name: `SDK ${tag}`, max_slots: slots },
  })
  expect(created.status()).toBe(201)
  const { data } = (await created.json()) as { data: { placement_id: string } }
  const merchantRefs = Array.from({ length: slots }, (_, i) => `sdk-${tag}-${i}`)
  const merchants = merchantRefs.map((merchant_ref) => ({ merchant_ref, merchant_name: merchant_ref }))
  const known = await request.put('/api/merchants', { data: { merchants } })
  expect(known.status()).toBe(200)
  return { placementId: data.placement_id, placementKey, merchantRefs }
}

export interface ShopPage {
  readonly shop: Shop
  /** Of each card and of the list around them. */
  readonly cardStyle?: string
  readonly listStyle?: string
  /** Expression for `init`'s consent. */
  readonly consent?: boolean
  readonly debug?: boolean
  /** Where the SDK sends; the page's own origin unless said otherwise. */
  readonly endpoint?: string
  /** Origin that the SDK's script comes from, without `crossorigin`; the page's own when left out. */
  readonly scriptHost?: string
}

declare global {
  interface Window {
    shopClient: { flush(): Promise<void>; consent(granted: boolean): void; click(click: object): string }
  }
}

/** Serves a page with one list of the shop at /sdk-shop; any page of the context may open it. */
export async function serveShop(context: BrowserContext, given: ShopPage): Promise<void> {
  const {
    shop,
    cardStyle = 'height:60px',
    listStyle = '',
    consent = true,
    debug = false,
    endpoint = '',
    scriptHost = '',
  } = given
  const settings = JSON.stringify({ ...shop, cardStyle, consent, debug, endpoint, writeKey: inject('demo').write_key })
  const html = `<!doctype html><title>Shop</title><link rel="icon" href="data:,"><body style="margin:0">
    <div id="slots" style="${listStyle}"></div><script src="${scriptHost}/sdk/bx.js?v=1"></script>
    <script>
      const { writeKey, consent, debug, endpoint, ...shop } = ${settings}
      window.shopClient = bx.init({ endpoint, writeKey, userId: 'visitor-1', consent, debug })
      const renderId = shopClient.render({ placementId: shop.placementKey, slotsAvailable: shop.merchantRefs.length, slotsFilled: shop.merchantRefs.length })
      shop.merchantRefs.forEach((merchantId, rankPosition) => {
        const card = document.createElement('div')
        card.style.cssText = shop.cardStyle
        card.textContent = merchantId
        document.querySelector('#slots').append(card)
        shopClient.observe(card, { merchantId, placementId: shop.placementKey, renderId, rankPosition, exposureType: 'card',
          exposureUnitId: '00000000-0000-4000-8000-00000000000' + rankPosition })
      })
    </script>`
  // Files of the SDK as another host would serve them.
  if (scriptHost !== '')
    await context.route(`${scriptHost}/**`, async (route) => {
      const { pathname } = new URL(route.request().url())
      await route.fulfill({ response: await context.request.get(pathname) })
    })
  await context.route('**/sdk-shop*', (route) => route.fulfill({ contentType: 'text/html', body: html }))
}

export const open = (page: Page) => page.goto('/sdk-shop')

export interface Stored {
  readonly n: number
  readonly viewable: number
  readonly slots: number
}

/** Rows of the shop's exposures, and how many different slots (render, rank) they are. */
export async function stored(sql: postgres.Sql, { placementId }: Shop): Promise<Stored> {
  const [row] = await sql<Stored[]>`
    select count(*)::int as n, count(*) filter (where viewable)::int as viewable,
      count(distinct (render_id, rank_position))::int as slots
    from exposure_events where placement_id = ${placementId}`
  return { ...row! }
}

/** Ids of the exposures in each request to the batch endpoint, as sent. */
export function watchBatches(context: BrowserContext): { readonly sent: string[][]; readonly queued: number[] } {
  const sent: string[][] = []
  const queued: number[] = []
  context.on('request', (request) => {
    if (!request.url().includes('/api/exposure/batch')) return
    const { events } = request.postDataJSON() as { events: { event_id: string; queued?: boolean }[] }
    sent.push(events.map(({ event_id }) => event_id))
    queued.push(events.filter((event) => event.queued).length)
  })
  return { sent, queued }
}
