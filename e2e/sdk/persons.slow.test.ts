import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { eventually, rowsOf } from './support/scene.ts'
import { clicksOf, LIST, useStage } from './support/stage.ts'

// The person may change on a page: earlier exposures stay with the earlier person, whenever they are sent.

const { sql, visit, openScene } = useStage()

const LISTS = `const list = document.querySelector('#slots'), shared = renderId(6)
  window.add = (rank) => void addCard(list, rank, shared)
  window.again = (options) => bx.init({ endpoint: '', writeKey: shop.writeKey, consent: true, ...options })
  add(0); add(1)`

/** Two persons looked, then a visitor: users and sessions of the ranks that each saw. */
async function expectApart(shop: Parameters<typeof rowsOf>[1], groups: readonly (readonly number[])[]): Promise<void> {
  const rows = await rowsOf(sql, shop)
  const of = (column: 'user_id' | 'session_id') =>
    groups.map((ranks) => new Set(rows.filter(({ rank }) => ranks.includes(rank)).map((row) => row[column])))
  for (const column of ['user_id', 'session_id'] as const) {
    const sets = of(column)
    expect(sets.map(({ size }) => size)).toEqual(groups.map(() => 1))
    expect(new Set(sets.flatMap((set) => [...set])).size).toBe(groups.length)
  }
}

test.concurrent('identify() and reset(): three persons on one page, three users and three sessions', async () => {
  const { page, shop, stored } = await openScene({ slots: 6, script: LISTS, init: { userId: undefined } })
  await page.waitForTimeout(1300)
  await page.evaluate(`client.identify('u-17'); add(2); add(3)`)
  await page.waitForTimeout(1300)
  await page.evaluate('client.reset(); add(4); add(5)')
  await page.waitForTimeout(1300)
  await stored(6)
  const rows = await rowsOf(sql, shop)
  expect(rows.every(({ viewable }) => viewable)).toBe(true)
  expect(rows[4]!.user_id).toBe(rows[0]!.user_id) // the visitor of this device
  expect(new Set(rows.map(({ session_id }) => session_id)).size).toBe(3)
  await expectApart(shop, [
    [0, 1],
    [2, 3],
  ])
})

test.concurrent('a second init with another user is another person; with the same, or none again, it is not', async () => {
  const { page, shop, stored } = await openScene({ slots: 6, script: LISTS, init: { userId: 'u-1' } })
  await page.waitForTimeout(1300)
  await page.evaluate(`again({ userId: 'u-1' }); add(2)`)
  await page.waitForTimeout(1300)
  await page.evaluate(`again({ userId: 'u-2' }); add(3)`)
  await page.waitForTimeout(1300)
  await page.evaluate('again({}); add(4)')
  await page.waitForTimeout(1300)
  await page.evaluate(`client.identify('u-2'); again({}); add(5)`)
  await page.waitForTimeout(1300)
  await stored(6)
  const rows = await rowsOf(sql, shop)
  const [first, , third, second, visitor, last] = rows.map(({ user_id }) => user_id)
  expect([third, last]).toEqual([first, second])
  expect(new Set([first, second, visitor]).size).toBe(3)
  await expectApart(shop, [[0, 1, 2], [3], [4]])
})

test.concurrent('what is seen but not yet decided, and what could not be sent, stays with the earlier person', async () => {
  const script = `${LISTS}
    window.signIn = () => new Promise((resolve) => {
      add(2); add(3)
      setTimeout(() => { client.identify('u-2'); add(4); resolve() }, 400)
    })`
  const { page, context, shop, stored } = await openScene({ slots: 6, script, init: { userId: 'u-1' } })
  await context.setOffline(true)
  await page.waitForTimeout(1300)
  await page.evaluate('signIn()')
  await page.waitForTimeout(1300)
  await context.setOffline(false)
  const rows = await stored(5)
  expect(rows.map(({ viewable }) => viewable)).toEqual([true, true, false, false, true])
  await expectApart(shop, [[0, 1, 2, 3], [4]])
})

test.concurrent('a batch that an earlier page kept goes out under its owner, by a page of another person', async () => {
  const visitor = await visit()
  // The first page reaches nothing.
  const script = `if (!location.search) window.fetch = () => Promise.reject(new TypeError('away'));
    if (location.search) client.identify('u-2'); ${LISTS}`
  const { page, shop } = await openScene({ slots: 6, script, init: { userId: 'u-1' } }, visitor)
  await page.waitForTimeout(1300)
  await page.goto('/sdk-scene?second')
  await page.evaluate('add(2); add(3)')
  await eventually(async () => expect(await rowsOf(sql, shop)).toHaveLength(6), 60_000)
  const byUser = new Map<string, number>()
  for (const { user_id } of await rowsOf(sql, shop)) byUser.set(user_id, (byUser.get(user_id) ?? 0) + 1)
  expect([...byUser.values()].sort()).toEqual([2, 4])
})

test.concurrent('another person’s click credits no exposure of the earlier one, also where the list is shown again', async () => {
  const { page, shop, stored } = await openScene({ slots: 2, script: LIST, init: { userId: 'u-1' } })
  await page.waitForTimeout(1300)
  await stored(2)
  await page.evaluate(`client.identify('u-2')
    document.querySelectorAll('#slots > div').forEach((card, rank) => watch(card, rank, id))
    client.click({ merchantId: shop.merchantRefs[0], placementId })`)
  await page.waitForTimeout(1300)
  await page.evaluate(`client.click({ merchantId: shop.merchantRefs[0], placementId })`)
  await eventually(async () => expect(await clicksOf(sql, shop)).toHaveLength(2))
  const clicks = await clicksOf(sql, shop)
  expect(clicks.map(({ exposure_event_id }) => exposure_event_id)).toEqual([null, null])
  const [row] = await rowsOf(sql, shop)
  expect(clicks.every(({ user_id }) => user_id !== row!.user_id)).toBe(true)
  const credited = await sql`
    select from click_ledger where click_id = any(${clicks.map(({ click_id }) => click_id)}) and exposure_event_id is not null`
  expect(credited).toHaveLength(0)
})

test.concurrent('another person on the next page begins a new session, and the device never keeps the app’s id', async () => {
  const { page, shop, stored } = await openScene({
    slots: 2,
    script: `${LIST}`,
    init: { userId: 'user-who-signed-in' },
  })
  await page.waitForTimeout(1300)
  await stored(2)
  const kept = await page.evaluate(() => JSON.stringify(localStorage))
  expect(kept).not.toBe('{}')
  expect(kept).not.toContain('user-who-signed-in')
  expect(kept).not.toContain(createHash('sha256').update('user-who-signed-in').digest('hex'))
  await page.addInitScript(() => {
    let real: { init(options: object): unknown } | undefined
    Object.defineProperty(window, 'bx', {
      configurable: true,
      get: () => real && { ...real, init: (options: object) => real!.init({ ...options, userId: 'another' }) },
      set: (given) => {
        real = given
      },
    })
  })
  await page.reload()
  await page.waitForTimeout(1300)
  await page.evaluate(() => window.shopClient.flush())
  await eventually(async () => expect(await rowsOf(sql, shop)).toHaveLength(4))
  expect(new Set((await rowsOf(sql, shop)).map(({ session_id }) => session_id)).size).toBe(2)
})
