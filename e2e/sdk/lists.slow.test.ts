import { expect, test } from 'vitest'
import { eventually, rowsOf, turnTab } from './support/scene.ts'
import { useStage } from './support/stage.ts'

// Lists that are refilled repeatedly, long-lived pages, and covered cards.

const { sql, visit, openScene } = useStage()

const REFILL = `
  const list = document.querySelector('#slots')
  Object.assign(list.dataset, { exposurePlacementId: placementId, exposureSlotsAvailable: 3 })
  const say = (card, rank) => Object.assign(card.dataset, { exposureMerchantId: shop.merchantRefs[rank], exposureRankPosition: rank,
    exposureType: 'card', exposureUnitId: '00000000-0000-4000-8000-000000000001' })
  const make = (rank) => {
    const card = document.createElement('div')
    card.style.cssText = 'height:40px'
    say(card, rank)
    return card
  }
  window.fill = (...ranks) => list.replaceChildren(...ranks.map(make))
  window.more = (rank) => list.append(make(rank))
  window.change = (...ranks) => ranks.forEach((rank, i) => say(list.children[i], rank))
  fill(0, 1)
  bx.observeAttributes(client)`

test.concurrent('a list that is filled again is a new render, however it is filled; cards added, changed or moved are none', async () => {
  const { page, shop, stored } = await openScene({ slots: 3, script: REFILL })
  const step = async (act: string, n: number) => {
    await page.evaluate(act)
    await page.waitForTimeout(1300)
    await stored(n)
    return new Set((await rowsOf(sql, shop)).map(({ render_id }) => render_id)).size
  }
  expect(await step('0', 2)).toBe(1)
  expect(await step('more(2)', 3)).toBe(1)
  expect(await step('list.append(list.firstElementChild)', 3)).toBe(1)
  expect(await step('fill(0, 1)', 5)).toBe(2)
  expect(await step('change(2)', 6)).toBe(2)
  expect(await step('change(1, 0)', 8)).toBe(3)
  const told = await sql`select from render_events where placement_id = ${shop.placementId}`
  expect(told).toHaveLength(3)
})

test.concurrent('a list that names its render keeps it until it names another', async () => {
  const first = '11111111-1111-4111-8111-111111111111'
  const second = '22222222-2222-4222-8222-222222222222'
  const { page, shop, stored } = await openScene({
    slots: 3,
    script: REFILL.replace('fill(0, 1)\n', `list.dataset.exposureRenderId = '${first}'; fill(0, 1)\n`),
  })
  await page.waitForTimeout(1300)
  await page.evaluate('fill(0, 1)')
  await page.waitForTimeout(1300)
  await stored(2)
  await page.evaluate(`list.dataset.exposureRenderId = '${second}'`)
  await page.waitForTimeout(1300)
  await stored(4)
  expect(new Set((await rowsOf(sql, shop)).map(({ render_id }) => render_id))).toEqual(new Set([first, second]))
})

test.concurrent('what a page remembers is bounded, however many cards it shows', async () => {
  const visitor = await visit()
  await visitor.context.route('**/batch', (route) =>
    route.fulfill({ status: 202, body: '{"accepted":0,"rejected":[]}' }),
  )
  const script = `
    const card = document.querySelector('#slots').appendChild(document.createElement('div'))
    window.showMany = (n) => {
      for (let i = 0; i < n; i++) {
        const merchantId = 'merchant-' + i
        client.observe(card, { merchantId, placementId, renderId: 'r', rankPosition: i, exposureType: 'card', exposureUnitId: 'u' })
        client.click({ merchantId, placementId })
      }
    }`
  const { page, context } = await openScene({ slots: 1, script }, visitor)
  await page.waitForTimeout(500)
  await page.evaluate('showMany(11_000)')
  const devtools = await context.newCDPSession(page)
  const { result } = await devtools.send('Runtime.evaluate', { expression: 'Map.prototype' })
  const { objects } = await devtools.send('Runtime.queryObjects', { prototypeObjectId: result.objectId! })
  const sizes = await devtools.send('Runtime.callFunctionOn', {
    objectId: objects.objectId!,
    functionDeclaration: 'function () { return this.filter((map) => map !== Map.prototype).map(({ size }) => size) }',
    returnByValue: true,
  })
  expect(Math.max(...(sizes.result.value as number[]))).toBe(10_000)
})

test.concurrent.for([
  { strict: true, viewable: [false, false, true] },
  { strict: false, viewable: [true, true, true] },
])('with strict $strict, covered, transparent and plain cards are viewable $viewable', async ({ strict, viewable }) => {
  const script = `const list = document.querySelector('#slots'), id = renderId(3)
    for (const rank of [0, 1, 2]) addCard(list, rank, id)
    list.children[1].style.opacity = 0.1`
  const body = `<div id="slots"></div><div style="position:fixed;top:0;left:0;width:100%;height:60px;background:#fff">Cookies?</div>`
  const { page, shop } = await openScene({ slots: 3, body, script, init: { strict } })
  await page.waitForTimeout(2000)
  await turnTab(page, 'hidden')
  await eventually(async () => expect(await rowsOf(sql, shop)).toHaveLength(3))
  expect((await rowsOf(sql, shop)).map((row) => row.viewable)).toEqual(viewable)
})
