import type { BrowserContext } from '@playwright/test'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { useBrowser, type Visit } from '../support/visit.ts'
import { eventually, expectStored, keepLedger, rowsOf, type Scene, serveScene } from './support/scene.ts'
import { makeShop } from './support/shop.ts'

// Ways to use the SDK: by attributes, without consent, on a sample.

const { visit } = useBrowser({ stay: true })
const sql = postgres(inject('productDatabaseUrl'), { max: 1, onnotice: () => {} })
afterAll(() => sql.end({ timeout: 1 }))

let admin: Visit
beforeAll(async () => {
  admin = await visit({ signedIn: true })
})

async function openScene({ slots, ...scene }: Omit<Scene, 'shop'> & { slots: number }, visitor?: Visit) {
  const shop = await makeShop(admin.request, slots)
  const here = visitor ?? (await visit())
  const ledger = await keepLedger(here)
  await serveScene(here, { shop, ...scene })
  await here.page.goto('/sdk-scene')
  const flush = () => here.page.evaluate(() => window.shopClient.flush())
  const stored = async (n: number) => {
    await flush()
    return expectStored(sql, shop, ledger, n)
  }
  return { ...here, shop, ledger, stored, flush }
}

const LIST = `const list = document.querySelector('#slots'), id = renderId(shop.merchantRefs.length)
  shop.merchantRefs.forEach((_, rank) => addCard(list, rank, id))`

test.concurrent('elements with data-exposure-* count, those added later and those that change their brand too', async () => {
  const script = `
    const list = document.querySelector('#slots')
    Object.assign(list.dataset, { exposurePlacementId: placementId, exposureSlotsAvailable: 5 })
    window.add = (rank) => {
      const card = list.appendChild(document.createElement('div'))
      card.style.cssText = 'height:60px'
      card.innerHTML = '<a href="#gone">Shop now</a>'
      say(card, rank)
    }
    window.say = (card, rank) => Object.assign(card.dataset, { exposureMerchantId: shop.merchantRefs[rank], exposureRankPosition: rank,
      exposureType: 'card', exposureUnitId: '00000000-0000-4000-8000-000000000001' })
    add(0); add(1)
    bx.observeAttributes(client)`
  const { page, shop, ledger, stored } = await openScene({ slots: 4, script })
  await page.waitForTimeout(1300)
  await page.evaluate('add(2)')
  await page.waitForTimeout(1300)
  await page.evaluate(`say(document.querySelector('#slots').firstElementChild, 3)`)
  await page.waitForTimeout(1300)
  await page.evaluate(() => window.shopClient.flush())
  const rows = await stored(4)
  expect(rows.map(({ rank, viewable }) => [rank, viewable])).toEqual([0, 1, 2, 3].map((rank) => [rank, true]))
  expect(new Set(rows.map(({ render_id }) => render_id)).size).toBe(1)
  await page.click('#slots a >> nth=1')
  const clicks = () => sql<{ click_id: string }[]>`
    select click_id from click_events where placement_id = ${shop.placementId}`
  await eventually(async () => expect(await clicks()).toHaveLength(1))
  expect(ledger.acknowledged).toContain((await clicks())[0]!.click_id)
})

/** The server's answer with another setting: the real one is everybody's, other tests' too. */
async function setServer(context: BrowserContext, setting: object): Promise<void> {
  await context.route('**/api/exposure/config', async (route) => {
    const response = await route.fetch()
    const { data, meta } = await response.json()
    await route.fulfill({ response, json: { data: { ...data, ...setting }, meta } })
  })
}

test.concurrent('without consent an anonymous server gets exposures without ids, and the device stores nothing', async () => {
  const visitor = await visit()
  await setServer(visitor.context, { without_consent: 'anonymous' })
  const scene = { slots: 3, script: LIST, init: { consent: false } }
  const { page, ledger, stored, shop } = await openScene(scene, visitor)
  await page.waitForTimeout(1300)
  const first = await stored(3)
  expect(first.every(({ consent }) => consent === 'none')).toBe(true)
  expect(await page.evaluate(() => localStorage.length)).toBe(0)
  ledger.acknowledged.clear()
  await page.reload()
  await page.waitForTimeout(1300)
  await page.evaluate(() => window.shopClient.flush())
  await eventually(async () => expect(await rowsOf(sql, shop)).toHaveLength(6))
  const rows = await rowsOf(sql, shop)
  expect(new Set(rows.map(({ user_id }) => user_id)).size).toBe(2)
  expect(new Set(rows.map(({ session_id }) => session_id)).size).toBe(2)
})

test.concurrent('of a sample whole users are sent, with their weight, and of the others nothing', async () => {
  // A rate of this installation until a moment ago: pages that are open still have it.
  await sql`
    insert into settings (name, version, value, changed_by)
    select 'sample_rate', max(version) + n, rate::jsonb, 'test' from settings, (values (1, '0.5'), (2, '1')) as rates (n, rate)
    where name = 'sample_rate' group by n, rate`
  const users = { in: '0'.repeat(64), out: 'f'.repeat(64) }
  const open = async (userId: string) => {
    const visitor = await visit()
    await setServer(visitor.context, { sample_rate: 0.5 })
    const scene = await openScene({ slots: 3, script: LIST, init: { userId } }, visitor)
    await scene.page.waitForTimeout(1300)
    return scene
  }
  const [inside, outside] = await Promise.all([open(users.in), open(users.out)])
  expect((await inside.stored(3)).map(({ sample_rate }) => sample_rate)).toEqual([0.5, 0.5, 0.5])
  await outside.flush()
  expect(outside.ledger.sent.size).toBe(0)
  expect(await rowsOf(sql, outside.shop)).toEqual([])
})

test.concurrent('consent taken back drops what waits, and what was sent before stays as it was acknowledged', async () => {
  const { page, ledger, stored, flush } = await openScene({
    slots: 6,
    script: `const list = document.querySelector('#slots'), id = renderId(6)
      window.add = (rank) => addCard(list, rank, id)
      add(0); add(1)`,
  })
  await page.waitForTimeout(1300)
  await stored(2)
  await page.evaluate('add(2); add(3)')
  await page.waitForTimeout(1200)
  await page.evaluate(() => window.shopClient.consent(false))
  await page.evaluate('add(4); add(5)')
  await page.waitForTimeout(1300)
  await flush()
  const rows = await stored(2)
  expect(rows.map(({ rank }) => rank)).toEqual([0, 1])
  expect(ledger.sent.size).toBe(2)
  expect(await page.evaluate(() => localStorage.length)).toBe(0)
})
