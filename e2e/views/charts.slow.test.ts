import { expect, test } from 'vitest'
import { savedCsv } from '../support/savedCsv.ts'
import { expectAccessible, expectFitsEveryone, expectNoSidewaysScroll, useBrowser } from '../support/visit.ts'

// Charts by keyboard, as rows and as files; reports in print.

const { visit } = useBrowser()

test('the ring is walked with the arrow keys, each slice is said, and Enter opens its merchant', async () => {
  const { page, errors } = await visit({ signedIn: true })
  await page.goto('/placements/view/?range=30d')
  const ring = page.getByRole('group', { name: /^Merchants by share of impressions: most/ })
  await ring.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  const said = await ring.locator('[aria-live]').innerText()
  expect(said).toMatch(/^.+: Impressions [\d,]+, Share [\d.]+%$/)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/merchants\/view\/\?id=/)
  await page.getByRole('heading', { level: 1, name: said.split(':')[0]! }).waitFor()
  expect(errors).toEqual([])
})

test('the funnel is walked, and its table and its file are the picture', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/merchants/view/?range=30d&compare=none')
  const card = page.getByRole('region', { name: 'From impression to conversion' })
  const chart = card.getByRole('group', { name: /^From impression to conversion: / })
  await chart.focus()
  await page.keyboard.press('ArrowDown')
  expect(await chart.locator('[aria-live]').innerText()).toMatch(/^Impressions: Count [\d,]+/)
  await card.getByRole('button', { name: /show as table/ }).click()
  await page.mouse.move(0, 0)
  await page.getByRole('tooltip').waitFor({ state: 'hidden' })
  await expectAccessible(page)
  // Figures stream in: a file and a reading of the screen soon belong to the same answer.
  const isTheScreen = async () => {
    const file = await savedCsv(page, () => card.getByRole('button', { name: /as CSV/ }).click())
    expect(file.columns).toEqual(['step', 'count', 'pct_of_step_above'])
    const rows = await card.getByRole('row').allInnerTexts()
    const shown = rows.slice(1).map((row) => row.split('\t')[1])
    return file.rows.map(({ count: n }) => Number(n).toLocaleString('en-GB')).join() === shown.join()
  }
  await expect.poll(isTheScreen, { timeout: 20_000 }).toBe(true)
})

test('the file of the ring holds its slices, which add up to the whole', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/placements/view/?range=30d')
  const card = page.getByRole('region', { name: 'Who gets the impressions' })
  const { rows } = await savedCsv(page, () => card.getByRole('button', { name: /as CSV/ }).click())
  expect(rows.reduce((sum, row) => sum + Number(row.impression_share_pct), 0)).toBeCloseTo(100, 0)
  expect(rows.at(-1)!.cumulative_share_pct).toBe('100')
})

test('a node of the flow keeps the paths through its placement, in the address', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/performance/paths/?range=30d')
  const flow = page.getByRole('group', { name: /sales by the placements seen before them/ })
  await flow.focus()
  await page.keyboard.press('ArrowRight')
  expect(await flow.locator('[aria-live]').innerText()).toMatch(/, step 1: Sales [\d,.]+$/)
  await page.keyboard.press('Enter')
  await page.waitForURL(/through=/)
  await page.getByRole('button', { name: /show all/ }).waitFor()
})

test.each([
  ['ring', '/placements/view/?range=30d', /^Merchants by share of impressions: most/],
  ['flow', '/performance/paths/?range=30d', /sales by the placements seen before them/],
] as const)('the %s, drawn: nothing for axe to find in both themes', async (_, path, label) => {
  const { page, errors } = await visit({ signedIn: true })
  await page.goto(path)
  const drawing = page.getByRole('group', { name: label }).locator('svg path')
  await drawing.first().waitFor()
  expect(await drawing.count()).toBeGreaterThan(3)
  await expectFitsEveryone(page)
  expect(errors).toEqual([])
})

test('a row of the scorecard opens its days, by pointer, by keyboard and by address, and Escape closes them', async () => {
  const { page, errors } = await visit({ signedIn: true })
  await page.goto('/performance/?range=7d')
  const row = page.getByRole('row').nth(2)
  const name = await row.getByRole('link').innerText()
  const days = page.getByRole('dialog', { name: `${name}, day by day` })
  await row
    .getByRole('cell')
    .nth(6)
    .click({ position: { x: 2, y: 2 } })
  await days.getByRole('table').waitFor()
  await page.keyboard.press('Escape')
  await days.waitFor({ state: 'hidden' })
  await row.getByRole('button', { name: `${name}, day by day` }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/id=/)
  await days.getByRole('table').waitFor()
  expect(await days.getByRole('row').count()).toBe(8)
  await page.reload()
  await days.getByText('Open', { exact: true }).first().waitFor()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await page.waitForURL((url) => !url.search.includes('id='))
  expect(errors).toEqual([])
})

test('the name of a placement on the scorecard leads to its deep dive, on the same days', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/performance/?range=30d&compare=none&traffic=gross&sort=-clicks')
  const link = page.getByRole('row').nth(2).getByRole('link')
  const name = await link.innerText()
  await link.click()
  await page.waitForURL(/\/placements\/view\/\?id=.+range=30d&compare=none&traffic=gross$/)
  await page.getByRole('heading', { level: 1, name }).waitFor()
})

test.each([
  '/placements/',
  '/placements/view/',
  '/merchants/view/',
  '/performance/',
  '/performance/paths/',
  '/simulator/',
])(
  '%s on paper: figures and what they are of, no frame and no buttons to press, light even in the dark',
  async (path) => {
    const { page } = await visit({ signedIn: true, colorScheme: 'dark', viewport: { width: 794, height: 1123 } })
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByRole('table').or(page.getByRole('group')).first().waitFor()
    await page.emulateMedia({ media: 'print' })
    for (const frame of [page.getByRole('navigation', { name: 'Main' }), page.getByLabel('Period and freshness')])
      expect(await frame.isVisible()).toBe(false)
    for (const name of ['CSV', 'Copy link', 'Columns'])
      expect(await page.getByRole('button', { name, exact: true }).filter({ visible: true }).count()).toBe(0)
    if (path !== '/simulator/') await page.getByText(/complete to \d\d:\d\d/).waitFor({ state: 'visible' })
    expect(await page.locator('main').innerText()).toMatch(/\d{3}/)
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.mantineColorScheme)).toBe('light')
    await expectNoSidewaysScroll(page)
  },
)
