import { expect, test } from 'vitest'
import { eventually, rowsOf } from './support/scene.ts'
import { LIST, useStage } from './support/stage.ts'

// A blocked server, a full device, many tabs: the host page works, and every possible event is counted once.

const { sql, visit, openScene } = useStage()

/** As with a blocker, also for the last requests of a page that is left. */
const NOWHERE = 'http://127.0.0.1:1'

test.concurrent('a server that is never reached does not affect the host page: no error is thrown, no promise rejects', async () => {
  const script = `window.thrown = []
    addEventListener('error', ({ message }) => thrown.push(message))
    addEventListener('unhandledrejection', ({ reason }) => thrown.push(String(reason)))
    ${LIST}; client.identify('u-2')
    window.made = client.click({ merchantId: shop.merchantRefs[0], placementId })`
  const { page, shop, flush } = await openScene({ slots: 3, script, init: { endpoint: NOWHERE } })
  await page.waitForTimeout(1300)
  await flush()
  await page.reload()
  await page.waitForTimeout(500)
  expect(await page.evaluate('thrown')).toEqual([])
  expect(await page.evaluate('made')).toMatch(/^[0-9a-f-]{36}$/)
  expect(await rowsOf(sql, shop)).toEqual([])
})

test.concurrent('a device whose storage is full counts as any other while the page is open', async () => {
  const visitor = await visit()
  await visitor.context.addInitScript(() => {
    for (let size = 4_000_000; size >= 1; size = Math.floor(size / 2)) {
      try {
        while (size > 0) localStorage.setItem(`full.${Math.random()}`, 'x'.repeat(size))
      } catch {}
    }
  })
  const { stored, page, errors } = await openScene({ slots: 3, script: LIST, init: { userId: undefined } }, visitor)
  await page.waitForTimeout(1300)
  const rows = await stored(3)
  expect(new Set(rows.map(({ session_id }) => session_id)).size).toBe(1)
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('bx.')))).toEqual([])
  expect(errors).toEqual([])
})

test.concurrent('twelve tabs of one person are one session, and each slot of each tab counts once', async () => {
  const { context, page, shop } = await openScene({ slots: 2, script: LIST })
  const tabs = [page]
  for (let n = 1; n < 12; n++) tabs.push(await context.newPage())
  await Promise.all(tabs.slice(1).map((tab) => tab.goto('/sdk-scene')))
  await page.waitForTimeout(1500)
  await Promise.all(tabs.map((tab) => tab.evaluate(() => window.shopClient.flush())))
  await eventually(async () => expect(await rowsOf(sql, shop)).toHaveLength(24))
  const rows = await rowsOf(sql, shop)
  expect(new Set(rows.map(({ render_id, rank }) => `${render_id} ${rank}`)).size).toBe(24)
  expect(new Set(rows.map(({ session_id }) => session_id)).size).toBe(1)
  expect(new Set(rows.map(({ user_id }) => user_id)).size).toBe(1)
})
