import { expect, test } from 'vitest'
import { eventually, rowsOf } from './support/scene.ts'
import type { Shop } from './support/shop.ts'
import { useStage } from './support/stage.ts'

// A visitor who signs in: the SDK reports the link only if the app requests it, and only for the device's first member.

const { sql, openScene } = useStage()

/** Four cards, each put on the screen when its turn comes. */
const TURNS = `const list = document.querySelector('#slots'), id = renderId(4)
  const shown = []
  window.next = async () => {
    shown.push(addCard(list, shown.length, id))
    await new Promise((resolve) => setTimeout(resolve, 1300))
    await client.flush()
  }`

async function linksOf(shop: Shop): Promise<{ visitor: string; member: string; others: number }[]> {
  const users = (await rowsOf(sql, shop)).map(({ user_id }) => user_id)
  return sql`select visitor_id as visitor, member_id as member, others_sent as others from visitor_links
    where visitor_id = any(${users}::uuid[]) or member_id = any(${users}::uuid[])`
}

/** For each request with exposures, how many of them had a visitor id. */
async function openTurns(fail = '') {
  const script = `${TURNS}
    window.told = []
    const original = window.fetch
    window.fetch = (url, options) => {
      if (options?.method === 'POST' && String(url).includes('/batch')) {
        const { events } = JSON.parse(options.body)
        const linked = events.filter((event) => 'visitor_id' in event).length
        if (events.length > 0) told.push(linked)
        ${fail}
      }
      return original(url, options)
    }`
  const scene = await openScene({ slots: 4, script, init: { userId: undefined } })
  await scene.page.evaluate('next()')
  return { ...scene, told: () => scene.page.evaluate('told') }
}

test.concurrent('identify() with linkVisitor: the next events say so until the server has it, and it is stored once', async () => {
  const { page, shop, stored, told } = await openTurns()
  await page.evaluate(`client.identify('u-linked-1', { linkVisitor: true }); next()`)
  await page.evaluate('next()')
  await page.evaluate('next()')
  const [visitor, member, same] = (await stored(4)).map(({ user_id }) => user_id)
  expect(same).toBe(member)
  expect(await told()).toEqual([0, 1, 0, 0])
  await eventually(async () => expect(await linksOf(shop)).toEqual([{ visitor, member, others: 0 }]))
})

test.concurrent('a request that failed is no answer: the next events say so again', async () => {
  const fail = 'if (linked && told.filter(Boolean).length === 1) return Promise.reject(new TypeError("offline"))'
  const { page, shop, stored, told } = await openTurns(fail)
  await page.evaluate(`client.identify('u-linked-2', { linkVisitor: true }); next()`)
  await page.evaluate('next()')
  const [visitor, member] = (await stored(3)).map(({ user_id }) => user_id)
  const [before, failed, ...after] = (await told()) as number[]
  expect([before, failed]).toEqual([0, 1])
  expect(Math.max(...after)).toBeGreaterThanOrEqual(1)
  await eventually(async () => expect(await linksOf(shop)).toEqual([{ visitor, member, others: 0 }]))
})

test.concurrent('without the option nothing is sent', async () => {
  const { page, shop, stored, told } = await openTurns()
  await page.evaluate(`client.identify('u-linked-3'); next()`)
  await stored(2)
  expect(await told()).toEqual([0, 0])
  expect(await linksOf(shop)).toEqual([])
})

test.concurrent.for(['{ linkVisitor: true }', 'undefined'])(
  'a second account on the device is never linked to its visitor, first signed in with %s',
  async (options) => {
    const { page, shop, stored } = await openTurns()
    const tag = options.length
    await page.evaluate(`client.identify('u-linked-4-${tag}', ${options}); next()`)
    await page.evaluate(`client.reset(); client.identify('u-linked-5-${tag}', { linkVisitor: true }); next()`)
    await page.evaluate(`client.reset(); client.identify('u-linked-5-${tag}', { linkVisitor: true }); next()`)
    const [visitor, first, second] = (await stored(4)).map(({ user_id }) => user_id)
    expect(second).not.toBe(first)
    const links = await linksOf(shop)
    expect(links).toEqual(options === 'undefined' ? [] : [{ visitor, member: first, others: 0 }])
    expect(JSON.stringify(await page.evaluate('({ ...localStorage })'))).not.toContain('u-linked')
  },
)

test.concurrent('a click says so as well, and the server believes it', async () => {
  const { page, shop } = await openTurns()
  await page.evaluate(`client.identify('u-linked-6', { linkVisitor: true })
    client.click({ merchantId: shop.merchantRefs[0], placementId })`)
  await eventually(async () => {
    const visitor = (await rowsOf(sql, shop))[0]!.user_id
    const [link] = await sql`select member_id from visitor_links where visitor_id = ${visitor}`
    const [click] = await sql`select user_id from click_events join merchant_dim using (merchant_id)
      where merchant_ref = ${shop.merchantRefs[0]!}`
    expect(link).toEqual({ member_id: click!.user_id })
  })
})
