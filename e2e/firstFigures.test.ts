import { randomUUID } from 'node:crypto'
import type { APIRequestContext, Page } from '@playwright/test'
import postgres from 'postgres'
import { afterAll, expect, inject, test } from 'vitest'
import { useBrowser } from './support/visit.ts'

const SLOTS = 6

const { visit } = useBrowser()
const sql = postgres(inject('productDatabaseUrl'), { max: 1, onnotice: () => {} })
afterAll(() => sql.end({ timeout: 1 }))

test('what a real page shows is on the placement overview, each once; the bench says how soon', async () => {
  const analyst = await visit({ signedIn: true })
  const shop = await makeShop(analyst.request)
  await analyst.page.goto('/placements/')
  await analyst.page.getByRole('row', { name: /^All placements/ }).waitFor()

  const visitor = await visit()
  const acknowledged = watchAcknowledgements(visitor.page)
  await openShop(visitor.page, shop)
  await visitor.page.waitForTimeout(1500) // one second in view makes a slot viewable
  await visitor.page.evaluate(() => window.client.flush())
  await expect.poll(acknowledged.events, { timeout: 10_000 }).toBe(SLOTS)

  const row = analyst.page.getByRole('row', { name: new RegExp(`^${shop.name}`) })
  await expect.poll(() => row.getByRole('cell').first().innerText(), { timeout: 30_000 }).toBe(String(SLOTS))

  // Leaving the page and coming back sends nothing again.
  await visitor.page.goto('about:blank')
  await visitor.page.waitForTimeout(2_500)
  const stored = await sql<{ n: bigint; viewable: bigint; ids: bigint }[]>`
    select count(*) as n, count(*) filter (where viewable) as viewable, count(distinct event_id) as ids
    from exposure_events where placement_id = ${shop.placementId}`
  expect(stored[0]).toEqual({ n: '6', viewable: '6', ids: '6' })
  expect(analyst.errors).toEqual([])
  expect(visitor.errors).toEqual([])
})

interface Shop {
  readonly name: string
  readonly placementId: string
  readonly placementKey: string
  readonly merchantRefs: readonly string[]
}

/** Creates a placement and merchants, as an admin would. */
async function makeShop(request: APIRequestContext): Promise<Shop> {
  const tag = randomUUID().slice(0, 8)
  const name = `First figures ${tag}`
  const created = await request.post('/api/placements', {
    data: { placement_key: `first_${tag}`, placement_name: name, max_slots: SLOTS },
  })
  expect(created.status()).toBe(201)
  const { data } = (await created.json()) as { data: { placement_id: string } }
  const merchantRefs = Array.from({ length: SLOTS }, (_, i) => `first-${tag}-${i}`)
  for (const merchant_ref of merchantRefs) {
    const merchant = await request.post('/api/merchants', { data: { merchant_ref, merchant_name: merchant_ref } })
    expect(merchant.status()).toBe(201)
  }
  return { name, placementId: data.placement_id, placementKey: `first_${tag}`, merchantRefs }
}

/** Counts events by the server's answers, not by the page's state. */
function watchAcknowledgements(page: Page): { events(): number } {
  let events = 0
  page.on('response', async (response) => {
    if (!response.url().includes('/api/exposure/batch') || response.status() !== 202) return
    const body = response.request().postDataJSON() as { events?: unknown[] }
    events += body.events?.length ?? 0
  })
  return { events: () => events }
}

declare global {
  interface Window {
    client: { flush(): Promise<void> }
  }
}

/** A page of a shop with the SDK from the server's script tag, on the server's own origin. */
async function openShop(page: Page, shop: Shop): Promise<void> {
  const settings = JSON.stringify({ ...shop, writeKey: inject('demo').write_key })
  const html = `<!doctype html><title>Shop</title><link rel="icon" href="data:,"><div id="slots"></div>
    <script src="/sdk/bx.js"></script>
    <script>
      const shop = ${settings}
      window.client = bx.init({ endpoint: '', writeKey: shop.writeKey, userId: 'first-visitor', consent: true })
      const renderId = client.render({ placementId: shop.placementKey, slotsAvailable: ${SLOTS}, slotsFilled: ${SLOTS} })
      shop.merchantRefs.forEach((merchantId, rankPosition) => {
        const card = document.createElement('p')
        card.textContent = merchantId
        document.querySelector('#slots').append(card)
        client.observe(card, { merchantId, placementId: shop.placementKey, renderId, rankPosition, exposureType: 'card',
          exposureUnitId: '00000000-0000-4000-8000-00000000000' + rankPosition })
      })
    </script>`
  await page.route('**/first-shop', (route) => route.fulfill({ contentType: 'text/html', body: html }))
  await page.goto('/first-shop')
}
