import { expect, test } from 'vitest'
import { openNewTab } from './support/newTab.ts'
import { eventually } from './support/scene.ts'
import { clicksOf, useStage } from './support/stage.ts'

// People open brands in new tabs: each such click counts once, and does not change the browser's behaviour.

const { sql, openScene } = useStage()

const SHOP = `
  Object.assign(document.querySelector('#slots').dataset, { exposurePlacementId: placementId, exposureSlotsAvailable: 1 })
  document.querySelector('#slots').innerHTML = '<div style="height:80px" data-exposure-merchant-id="' + shop.merchantRefs[0]
    + '" data-exposure-unit-id="00000000-0000-4000-8000-000000000001"><a href="/sdk-brand" target="_blank">Shop now</a></div>'
  bx.observeAttributes(client)
  window.stopped = []
  for (const name of ['click', 'auxclick', 'contextmenu', 'keydown', 'mousedown', 'pointerdown'])
    addEventListener(name, (event) => { if (event.defaultPrevented) stopped.push(name) })`

test.concurrent('middle, Ctrl, Cmd, Shift and Enter count once each; the right button and its menu count none', async () => {
  const { page, context, shop } = await openScene({ slots: 1, script: SHOP })
  await context.route('**/sdk-brand', (route) => route.fulfill({ contentType: 'text/html', body: 'The brand' }))
  const link = page.locator('#slots a')
  await page.waitForTimeout(1300)
  await openNewTab(page, () => link.click({ button: 'middle' }))
  for (const key of ['Control', 'Meta', 'Shift'] as const)
    await openNewTab(page, () => link.click({ modifiers: [key] }))
  await link.focus()
  await openNewTab(page, () => page.keyboard.press('Enter'))
  await link.click({ button: 'right' })
  await page.keyboard.press('Escape')
  await eventually(async () => expect(await clicksOf(sql, shop)).toHaveLength(5))
  await page.waitForTimeout(1500)
  const clicks = await clicksOf(sql, shop)
  expect(new Set(clicks.map(({ click_id }) => click_id)).size).toBe(5)
  expect(await page.evaluate('stopped')).toEqual([])
})

test.concurrent('a link that carries its click’s id gives it to the click', async () => {
  const script = `${SHOP}
    window.made = client.clickId()
    document.querySelector('#slots a').dataset.exposureClickId = made`
  const { page, context, shop } = await openScene({ slots: 1, script })
  await context.route('**/sdk-brand', (route) => route.fulfill({ contentType: 'text/html', body: 'The brand' }))
  await page.waitForTimeout(500)
  await page.locator('#slots a').click({ button: 'middle' })
  await eventually(async () => expect(await clicksOf(sql, shop)).toHaveLength(1))
  expect((await clicksOf(sql, shop))[0]!.click_id).toBe(await page.evaluate('made'))
})
