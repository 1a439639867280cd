import type { Page } from '@playwright/test'
import { describe, expect, test } from 'vitest'
import { expectAccessible, expectNoSidewaysScroll, useBrowser } from './support/visit.ts'

const { visit } = useBrowser()
/** Closed days, so that live traffic moves nothing while a test reads. */
const CLOSED = `start_date=${dayAgo(5)}&end_date=${dayAgo(2)}`

const VIEWS = [
  ['placements', `/placements/?${CLOSED}`, 'All placements'],
  ['a placement', `/placements/view/?${CLOSED}`, 'Other'],
  ['merchants', `/merchants/?${CLOSED}`, 'Fernway Coffee'],
  ['a merchant', `/merchants/view/?${CLOSED}`, 'All placements'],
] as const

describe.each(VIEWS)('%s', (_name, url, row) => {
  test.each(['light', 'dark'] as const)(
    'has nothing for axe to find, in %s, and throws nothing',
    async (colorScheme) => {
      const { page, errors } = await visit({ signedIn: true, colorScheme })
      await page.goto(url)
      await rowOf(page, row).waitFor()
      await expectAccessible(page)
      expect(errors).toEqual([])
    },
  )

  test('fits a phone without scrolling sideways', async () => {
    const { page } = await visit({ signedIn: true, viewport: { width: 390, height: 844 } })
    await page.goto(url)
    await rowOf(page, row).waitFor()
    await expectNoSidewaysScroll(page)
  })

  test('says what failed and what to do when the server does not answer, and recovers', async () => {
    const { page } = await visit({ signedIn: true })
    let isDown = true
    await page.route('**/api/analytics/**', (route) =>
      isDown ? route.fulfill({ status: 503, body: '{}' }) : route.continue(),
    )
    await page.goto(url)
    if (url.includes('/view/')) return // without a list there is nothing to choose from
    await page.getByRole('alert').filter({ hasText: 'did not load' }).waitFor()
    isDown = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await rowOf(page, row).waitFor()
  })
})

test('from the overview to a placement, to its largest merchant, and the range goes along', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto(`/placements/?${CLOSED}`)
  await page.getByRole('link', { name: 'Home earn carousel' }).click()
  await page.getByRole('heading', { name: 'Home earn carousel' }).waitFor()
  const largest = page.getByRole('row').nth(1).getByRole('link')
  const name = await largest.innerText()
  await largest.click()
  await page.getByRole('heading', { name }).waitFor()
  expect(new URL(page.url()).searchParams.get('start_date')).toBe(dayAgo(5))
})

test('shares, running total and the three concentration figures agree on the screen', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto(`/placements/view/?${CLOSED}`)
  await rowOf(page, 'Other').waitFor()
  const cells = await page
    .getByRole('region', { name: 'Merchants by share' })
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((tr) => [...tr.querySelectorAll('td')].map((td) => Number(td.textContent?.replaceAll(',', '')))),
    )
  const impressions = cells.map(([count]) => count!)
  const total = impressions.reduce((sum, count) => sum + count, 0)
  for (const [i, [count, share, , running]] of cells.entries()) {
    expect(share).toBeCloseTo((count! / total) * 100, 0)
    expect(running).toBeCloseTo((impressions.slice(0, i + 1).reduce((sum, n) => sum + n, 0) / total) * 100, 0)
  }
  expect(cells.at(-1)![3]).toBe(100)
  const top3 = await kpi(page, 'Top 3 share')
  expect(Number.parseFloat(top3)).toBeCloseTo(cells[2]![3]!, 1)
})

test('a figure opens: definition, division, window; Escape closes it and gives focus back', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto(`/placements/?${CLOSED}`)
  const figure = page.locator('button[title="Explain Reach"]').first()
  await figure.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: /explained/ })
  await dialog.waitFor()
  expect(await dialog.innerText()).toMatch(/Definition[\s\S]*Period[\s\S]*complete to/)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
})

test('a chart is walked with the arrow keys and read as a table', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto(`/placements/view/?${CLOSED}`)
  await page.getByRole('group', { name: /Impressions by hour/ }).focus()
  await page.keyboard.press('ArrowRight')
  await page.getByText(/^00:00: Average day/).waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Show as table: When it is seen' }).click()
  expect(await page.getByRole('table', { name: 'When it is seen' }).getByRole('row').count()).toBe(25)
})

test('merchants are found by name, and a filter that matches none says so', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto(`/merchants/?${CLOSED}`)
  await page.getByRole('textbox', { name: 'Filter merchants' }).fill('atlas')
  await rowOf(page, 'Atlas Hotels').waitFor()
  await expect.poll(() => page.getByRole('row').count()).toBe(2)
  await page.getByRole('textbox', { name: 'Filter merchants' }).fill('nobody at all')
  await page.getByText('No merchant matches').waitFor()
  await page.getByRole('button', { name: 'Clear filter' }).click()
  await rowOf(page, 'Fernway Coffee').waitFor()
})

function rowOf(page: Page, name: string) {
  return page.getByRole('row', { name: new RegExp(name) }).first()
}

async function kpi(page: Page, label: string): Promise<string> {
  return page
    .locator('dl > div', { has: page.locator('dt', { hasText: label }) })
    .locator('dd')
    .first()
    .innerText()
}

function dayAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
}
