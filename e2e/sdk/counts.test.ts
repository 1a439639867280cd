import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { useBrowser, type Visit } from '../support/visit.ts'
import { eventually } from './support/scene.ts'
import { makeShop, open, type ShopPage, serveShop, stored } from './support/shop.ts'

// What counts: one pixel in view, once per slot; viewable with half of it, or half the viewport, for a second.

const SLOTS = 6
const { visit } = useBrowser({ stay: true })
const sql = postgres(inject('productDatabaseUrl'), { max: 1, onnotice: () => {} })
afterAll(() => sql.end({ timeout: 1 }))

let admin: Visit
beforeAll(async () => {
  admin = await visit({ signedIn: true })
})

async function openShop(looks: Omit<ShopPage, 'shop'>) {
  const shop = await makeShop(admin.request, SLOTS)
  const visitor = await visit()
  await serveShop(visitor.context, { shop, ...looks })
  await open(visitor.page)
  const left = async (n: number) => {
    await visitor.page.goto('about:blank')
    await eventually(async () => expect((await stored(sql, shop)).n).toBe(n))
    await visitor.page.waitForTimeout(1000)
    return stored(sql, shop)
  }
  return { ...visitor, shop, left }
}

test.concurrent('in a carousel only the cards scrolled to count, each once', async () => {
  const { page, left } = await openShop({
    listStyle: 'display:flex;width:300px;overflow-x:auto',
    cardStyle: 'flex:0 0 100px;height:60px',
  })
  await page.waitForTimeout(1300)
  await page.evaluate(() => document.querySelector('#slots')!.scrollTo(100, 0))
  await page.waitForTimeout(300)
  await page.evaluate(() => document.querySelector('#slots')!.scrollTo(0, 0))
  await page.waitForTimeout(1300)
  expect(await left(4)).toEqual({ n: 4, viewable: 3, slots: 4 })
})

test.concurrent('in a scroller of its own what is cut off does not count', async () => {
  const { page, left } = await openShop({ listStyle: 'height:120px;overflow-y:auto' })
  await page.waitForTimeout(1300)
  expect(await left(2)).toEqual({ n: 2, viewable: 2, slots: 2 })
})

test.concurrent('a card taller than the screen is viewable with half the screen', async () => {
  const { page, left } = await openShop({ cardStyle: 'height:4000px' })
  await page.waitForTimeout(1300)
  expect(await left(1)).toEqual({ n: 1, viewable: 1, slots: 1 })
})

test('the lens shows for each card why it counted, and loads only on request', async () => {
  const { page, errors } = await openShop({ debug: true, listStyle: 'height:150px;overflow-y:auto' })
  const labels = () =>
    page.evaluate(() =>
      [...(document.querySelector('[data-bx-lens]')?.shadowRoot?.querySelectorAll('span') ?? [])].map(
        ({ textContent }) => textContent,
      ),
    )
  await expect
    .poll(labels, { timeout: 20_000 })
    .toContainEqual(expect.stringMatching(/#0: viewable, (?:accepted|stored)$/))
  expect(await labels()).toContainEqual(expect.stringMatching(/#4: 0 % visible, 0\.0 s$/))
  await page.evaluate(() => window.shopClient.consent(false))
  await expect.poll(labels, { timeout: 10_000 }).toContainEqual(expect.stringMatching(/#0: no consent$/))
  expect(errors).toEqual([])
})

test('the lens loads from beside a script of another origin, also without crossorigin', async () => {
  const { page, errors } = await openShop({ debug: true, scriptHost: 'http://cdn.example' })
  await page.locator('[data-bx-lens]').waitFor({ state: 'attached', timeout: 10_000 })
  expect(errors).toEqual([])
})
