import { expect, test } from 'vitest'
import { eventually, rowsOf, turnTab } from './support/scene.ts'
import { clicksOf, listen, useStage } from './support/stage.ts'

// Web components and elements without a box: visible slots count, wherever they are in the tree.

const { sql, openScene } = useStage()

/** A component with its list inside its open root, and one whose list is said on the component itself. */
const COMPONENTS = `
  const cardOf = (rank) => '<li style="height:40px" data-exposure-merchant-id="' + shop.merchantRefs[rank] + '" data-exposure-type="card"'
    + ' data-exposure-rank-position="' + rank + '" data-exposure-unit-id="00000000-0000-4000-8000-000000000001">'
    + '<a href="#gone">Shop <span>now</span></a></li>'
  const listed = 'data-exposure-placement-id="' + placementId + '" data-exposure-slots-available="2"'
  const add = (html, outside = '') => {
    document.querySelector('#slots').insertAdjacentHTML('beforeend', '<brand-list ' + outside + '></brand-list>')
    const root = document.querySelector('#slots').lastElementChild.attachShadow({ mode: 'open' })
    root.innerHTML = html
    return root
  }
  const inside = add('<ul ' + listed + '>' + cardOf(0) + cardOf(1) + '</ul>')
  const outside = add('<ul>' + cardOf(2) + cardOf(3) + '</ul>', listed)`

test.concurrent('lists inside observed open roots count, later cards too, and a click on a link inside counts once', async () => {
  const script = `${COMPONENTS}
    bx.observeAttributes(client)
    bx.observeAttributes(client, inside); bx.observeAttributes(client, outside)
    setTimeout(() => inside.querySelector('ul').insertAdjacentHTML('beforeend', cardOf(4)), 300)`
  const { page, shop, stored } = await openScene({ slots: 5, script })
  const lines = listen(page)
  await page.waitForTimeout(2500)
  const rows = await stored(5)
  expect(rows.map(({ rank, viewable }) => [rank, viewable])).toEqual([0, 1, 2, 3, 4].map((rank) => [rank, true]))
  expect(new Set(rows.map(({ render_id }) => render_id)).size).toBe(2)
  await page.click('brand-list span >> nth=1')
  await eventually(async () => expect(await clicksOf(sql, shop)).toHaveLength(1))
  await page.waitForTimeout(1000)
  expect(await clicksOf(sql, shop)).toEqual([
    expect.objectContaining({ exposure_event_id: rows.find(({ rank }) => rank === 1)!.event_id }),
  ])
  expect(lines).toEqual([])
})

test.concurrent('an unobserved root causes one warning; clicks on its links still count', async () => {
  const { page, shop } = await openScene({
    slots: 4,
    script: `${COMPONENTS}; setTimeout(() => bx.observeAttributes(client), 500)`,
  })
  const lines = listen(page)
  await page.waitForTimeout(4000)
  await page.evaluate(`document.body.append('more')`)
  await page.waitForTimeout(2500)
  expect(lines).toEqual([expect.stringMatching(/<brand-list> .*observeAttributes\(client, its shadowRoot\)/)])
  await page.click('brand-list a >> nth=0')
  await eventually(async () => expect(await clicksOf(sql, shop)).toHaveLength(1))
})

test.concurrent('an element without a box is measured by its first descendant with a box; else there is one warning', async () => {
  const script = `
    const id = renderId(6)
    const add = (rank, style, html) => {
      const card = document.querySelector('#slots').appendChild(document.createElement('div'))
      card.style.cssText = style
      card.innerHTML = html
      watch(card, rank, id)
      return card
    }
    const box = '<p style="height:40px;margin:0">Brand</p>'
    add(0, 'display:contents', box)
    add(1, 'height:0', '<span><b></b></span>' + box)
    add(2, 'display:contents', '').attachShadow({ mode: 'open' }).innerHTML = box
    const late = add(3, 'display:contents', '')
    setTimeout(() => { late.innerHTML = box }, 700)
    add(4, 'display:contents', 'only words')
    add(5, 'display:contents', 'only words'); add(6, 'height:0', '')
    add(7, 'display:none', box)`
  const { page, shop, stored } = await openScene({ slots: 8, script })
  const lines = listen(page)
  await page.waitForTimeout(4500)
  const rows = await stored(4)
  expect(rows.map(({ rank, viewable }) => [rank, viewable])).toEqual([0, 1, 2, 3].map((rank) => [rank, true]))
  expect(lines).toEqual([expect.stringMatching(/element without a size/)])
  await page.evaluate(`document.querySelectorAll('#slots > div')[7].style.display = 'block'`)
  await page.waitForTimeout(1300)
  await turnTab(page, 'hidden')
  await eventually(async () => expect(await rowsOf(sql, shop)).toHaveLength(5))
})
