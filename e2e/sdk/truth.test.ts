import type { Page } from '@playwright/test'
import { beforeAll, expect, inject, test } from 'vitest'
import type { Visit } from '../support/visit.ts'
import { eventually, rowsOf, turnTab } from './support/scene.ts'
import { LIST, listen, useStage } from './support/stage.ts'

// The reports to an engineer are correct: lens and console show once what the server rejected, and what to do.

const { sql, visit, openScene } = useStage()
let admin: Visit
beforeAll(async () => {
  admin = await visit({ signedIn: true })
})

const labels = (page: Page) =>
  page.evaluate(() =>
    [...(document.querySelector('[data-bx-lens]')?.shadowRoot?.querySelectorAll('div') ?? [])].map(
      (frame) => `${frame.textContent} ${frame.style.borderColor}`,
    ),
  )
const GREEN = 'rgb(26, 127, 55)'
const RED = 'rgb(180, 35, 24)'

test.concurrent('the lens is green for what the server took, red with the reason for what it refused; the console says each once', async () => {
  const script = `const list = document.querySelector('#slots'), id = renderId(4)
    const slots = [{}, { exposureType: 'cartoon' }, { exposureType: 'cartoon' }, { rankPosition: -1 }, { exposureUnitId: 'unit-7' },
      { merchantId: 'nobody-' + placementId }]
    slots.forEach((given, rankPosition) => {
      const card = list.appendChild(document.createElement('div'))
      card.style.cssText = 'height:60px'
      const slot = { placementId, renderId: id, rankPosition, merchantId: shop.merchantRefs[0], exposureType: 'card',
        exposureUnitId: '00000000-0000-4000-8000-000000000001', ...given }
      client.observe(card, slot)
    })`
  const { page, shop, flush, errors } = await openScene({ slots: 1, script, init: { debug: true } })
  const lines = listen(page)
  await page.waitForTimeout(1500)
  await flush()
  await eventually(async () => {
    const found = await labels(page)
    expect(found).toHaveLength(6)
    expect(found[0]).toMatch(/#0: viewable, stored /)
    expect(found[0]).toContain(GREEN)
    expect(found[5]).toMatch(`viewable, unknown merchant: waits until it exists ${RED}`)
    for (const [i, code] of ['exposure_type', 'exposure_type', 'rank_position', 'exposure_unit_id'].entries())
      expect(found[i + 1]).toMatch(`viewable, rejected: invalid_${code} ${RED}`)
  })
  await eventually(async () => expect(await rowsOf(sql, shop)).toHaveLength(1))
  const codes = () => lines.map((line) => line.match(/invalid_\w+/)?.[0]).sort()
  const expected = ['invalid_exposure_type', 'invalid_exposure_unit_id', 'invalid_rank_position']
  await eventually(async () => expect(codes()).toEqual(expected))
  expect(lines.join()).toContain('expected one of banner')
  expect(errors).toEqual([])
})

async function otherOriginsKey(): Promise<string> {
  const made = await admin.request.post('/api/write-keys', {
    data: { name: 'Elsewhere', kind: 'browser', origins: ['https://elsewhere.example'] },
  })
  return (await made.json()).data.write_key
}

test.concurrent.for([
  { kind: 'a key that does not exist', status: 401, label: 'key refused', words: /key does not exist/ },
  { kind: 'a key of another origin', status: 403, label: 'origin forbidden', words: /add it to the key.s origins/ },
])(
  'with $kind nothing more is sent, there is one warning, and losses are reported as dropped',
  async ({ status, label, words }) => {
    const visitor = await visit()
    const bad = status === 401 ? 'no-such-key' : await otherOriginsKey()
    // The page asks for the right key from its second visit on.
    const script = `${LIST}; window.more = (rank) => void addCard(list, rank, id)`
    const scene = { slots: 4, script, init: { writeKey: bad, debug: true } }
    const { page, shop, flush } = await openScene(scene, visitor)
    const lines = listen(page)
    const requests: { readonly write_key: string; readonly dropped?: { readonly overflow: number } }[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/batch')) requests.push(request.postDataJSON())
    })
    await page.waitForTimeout(1500)
    await flush()
    await eventually(async () => expect((await labels(page))[0]).toMatch(`viewable, ${label} ${RED}`))
    for (let n = 0; n < 3; n++) {
      await page.evaluate(({ merchantId }) => window.shopClient.click({ merchantId }), {
        merchantId: shop.merchantRefs[0]!,
      })
      await flush()
    }
    await page.waitForTimeout(500)
    expect(requests).toHaveLength(1)
    await eventually(async () => expect(lines).toHaveLength(1))
    expect(lines[0]).toMatch(words)
    expect(lines[0]).toContain('Nothing more is sent')
    await turnTab(page, 'hidden')
    await visitor.context.route('**/sdk-good', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><script src="/sdk/bx.js"></script><script>
        window.shopClient = bx.init({ endpoint: '', writeKey: '${inject('demo').write_key}', consent: true })
        window.more = () => {
          shopClient.render({ placementId: '${shop.placementKey}', slotsAvailable: 1, slotsFilled: 1 })
          void shopClient.flush()
        }</script>`,
      }),
    )
    await page.goto('/sdk-good')
    // Four exposures, their render and three clicks.
    const dropped = () => requests.slice(1).reduce((sum, request) => sum + (request.dropped?.overflow ?? 0), 0)
    await eventually(async () => {
      await page.evaluate('more()')
      expect(dropped()).toBe(8)
    }, 60_000)
  },
)

test.concurrent.for([{ debug: false }, { debug: true }])(
  'misuse is one sentence that names the fix, once, and throws nothing, with debug $debug',
  async ({ debug }) => {
    const { page, context, errors } = await openScene({ slots: 1, script: '', init: { debug } })
    await page.waitForTimeout(500)
    const lines = listen(page)
    await page.evaluate(`for (let n = 0; n < 3; n++) {
      client.observe(null, {})()
      client.observe(document.body)()
      client.observe('#slots', { placementId })()
    }`)
    await eventually(async () =>
      expect(lines).toEqual([expect.stringMatching(/observe\(\) needs an element and its slot/)]),
    )
    const bare = `<!doctype html><script src="/sdk/bx.js"></script><script>
      const client = bx.init({ writeKey: 'k', consent: true, debug: ${debug} }); bx.init()
      client.observe(document.documentElement, {})(); client.click({}); client.render({}); client.flush().then(() => client.consent(true))
      client.identify('u'); client.reset(); window.given = client.clickId()</script>`
    await context.route('**/sdk-bare', (route) => route.fulfill({ contentType: 'text/html', body: bare }))
    lines.length = 0
    await page.goto('/sdk-bare')
    await page.waitForTimeout(500)
    expect(lines).toEqual([expect.stringMatching(/init\(\) needs an endpoint and a writeKey/)])
    expect(await page.evaluate('typeof given')).toBe('string')
    expect(errors).toEqual([])
  },
)

test.concurrent('an address that is no server of ours is named in one sentence', async () => {
  const init = { endpoint: `${inject('demo').url}/nowhere` }
  const { page, flush } = await openScene({ slots: 2, script: LIST, init })
  const lines = listen(page)
  await page.waitForTimeout(1300)
  await flush()
  await eventually(async () => expect(lines).toEqual([expect.stringMatching(/404.*endpoint/)]))
})

test.concurrent('the lens changes nothing: with strict viewability it covers no card', async () => {
  const init = { strict: true, debug: true }
  const { page, stored } = await openScene({ slots: 3, script: LIST, init })
  await page.locator('[data-bx-lens]').waitFor({ state: 'attached' })
  await page.waitForTimeout(3000)
  await turnTab(page, 'hidden')
  expect((await stored(3)).map(({ viewable }) => viewable)).toEqual([true, true, true])
})

test.concurrent('the lens is red for what is flagged as invalid traffic, and names the reason', async () => {
  const bot = await visit({
    userAgent: 'Mozilla/5.0 (compatible; ShelfWatchBot/2.1; +https://shelf-watch.example/bot)',
  })
  const { page, flush } = await openScene({ slots: 1, script: LIST, init: { debug: true } }, bot)
  await page.waitForTimeout(1500)
  await flush()
  await eventually(async () => expect(await labels(page)).toEqual([expect.stringMatching(/viewable, flagged: \w+/)]))
  expect((await labels(page))[0]).toContain(RED)
})

test.concurrent('the lens says stored of what a lost answer made the page send twice; it counts once', async () => {
  const visitor = await visit()
  let requests = 0
  await visitor.context.route('**/api/exposure/batch', async (route) => {
    const response = await route.fetch()
    if (++requests === 1) await route.fulfill({ status: 503, headers: { 'retry-after': '1' }, body: '{}' })
    else await route.fulfill({ response })
  })
  const { page, shop, flush } = await openScene({ slots: 1, script: LIST, init: { debug: true } }, visitor)
  await page.waitForTimeout(1500)
  await flush()
  await eventually(async () =>
    expect(await labels(page)).toEqual([expect.stringMatching(/viewable, stored|duplicate/)]),
  )
  expect(requests).toBeGreaterThan(1)
  expect(await rowsOf(sql, shop)).toHaveLength(1)
})

test.concurrent('a field that no event has is named, with the one that was meant', async () => {
  const script = `const card = document.querySelector('#slots').appendChild(document.createElement('div'))
    card.style.cssText = 'height:60px'
    client.observe(card, { placementId, merchantId: shop.merchantRefs[0], rankPostion: 0, exposureType: 'card',
      exposureUnitId: '00000000-0000-4000-8000-000000000001' })`
  const { page, flush } = await openScene({ slots: 1, script })
  const lines = listen(page)
  await page.waitForTimeout(1500)
  await flush()
  await eventually(async () => expect(lines).toEqual([expect.stringMatching(/rank_postion.*rank_position/)]))
})
