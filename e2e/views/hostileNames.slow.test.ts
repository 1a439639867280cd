import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { useBrowser } from '../support/visit.ts'

// Names are typed by people and imported from files of others. Here every name in every answer is an attack; the pages
// must show it as the text it is: in tables, titles, charts, tooltips, selectors and explanations.

const { visit } = useBrowser({ stay: true })

const ATTACKS = [
  '<img src=x onerror="window.attacked=1">',
  '"><script>window.attacked=1</script>',
  "javascript:window.attacked=1//'",
  '{{constructor.constructor("window.attacked=1")()}}',
  '<svg/onload=window.attacked=1>',
  '\u202egnp.evil <a href="javascript:window.attacked=1">x</a>',
]

declare global {
  interface Window {
    attacked?: number
  }
}

/** Between them: each kind of chart, selector, table and explanation that prints a name. */
const VIEWS = ['/placements/view/', '/merchants/view/', '/performance/merchant/', '/performance/paths/', '/ops/live/']
const OTHERS = [
  ...['/placements/', '/merchants/', '/performance/', '/performance/paths/?tab=lab', '/simulator/'],
  ...['/ops/dead-letters/', '/settings/?tab=placements', '/settings/?tab=merchants'],
]

test.each(process.env.TEST_PROFILE === 'long' ? [...VIEWS, ...OTHERS] : VIEWS)(
  '%s shows hostile names as text, and runs none of them',
  async (path) => {
    const { page, errors } = await visit({ signedIn: true })
    await page.route('**/api/**', async (route) => {
      const response = await route.fetch()
      const isJson = response.headers()['content-type']?.includes('json') && response.status() === 200
      await (isJson ? route.fulfill({ response, json: hostile(await response.json()) }) : route.fulfill({ response }))
    })
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await expect.poll(() => bodyText(page), { timeout: 20_000 }).toMatch(/onerror=|attacked=1/)
    await pointAtCharts(page)
    expect(await page.evaluate(() => window.attacked)).toBeUndefined()
    expect(await page.locator('img[src="x"], a[href^="javascript:"], body svg[onload]').count()).toBe(0)
    expect(errors).toEqual([])
  },
)

/** The answer with every name replaced; ids, numbers and codes stay. */
function hostile(value: unknown, key = '', place = { n: 0 }): unknown {
  if (Array.isArray(value)) return value.map((item) => hostile(item, key, place))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hostile(inner, name, place)]))
  }
  const isName = typeof value === 'string' && /(^|_)(name|category|message|ref)$/.test(key)
  return isName ? `${ATTACKS[place.n++ % ATTACKS.length]} ${value}` : value
}

function bodyText(page: Page): Promise<string> {
  return page.locator('main').innerText()
}

/** Tooltips are made when the pointer rests on a mark. */
async function pointAtCharts(page: Page): Promise<void> {
  for (const chart of (await page.locator('figure svg').all()).slice(0, 6)) {
    const box = await chart.boundingBox()
    if (box === null || box.width < 100) continue
    await chart.scrollIntoViewIfNeeded()
    for (const x of [0.2, 0.5, 0.8])
      await chart.hover({ position: { x: box.width * x, y: box.height / 2 }, force: true })
  }
}
