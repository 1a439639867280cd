import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { useBrowser } from '../support/visit.ts'

// Tables on narrow screens, and the first row under a filter.

const { visit } = useBrowser()
const TABLE = 'section[aria-label="Table of scorecard"]'

test('less important columns leave where there is no room, and the menu brings one back', async () => {
  const { page, errors } = await visit({ signedIn: true, viewport: { width: 1000, height: 900 } })
  await page.goto('/performance/?range=30d')
  await page.locator(TABLE).waitFor()
  await expect.poll(() => sidewaysOf(page), { timeout: 20_000 }).toBeLessThanOrEqual(1)
  expect(await heads(page)).not.toContain('Assisted')
  expect(await heads(page)).toEqual(expect.arrayContaining(['CTR', 'RPM']))
  await page.getByRole('button', { name: /^Columns, \d+ more$/ }).click()
  await page.getByRole('menuitemcheckbox', { name: /^Assisted/ }).click()
  await expect.poll(() => heads(page)).toContain('Assisted')
  await page.getByRole('menuitem', { name: 'Default columns' }).click()
  await expect.poll(() => heads(page)).not.toContain('Assisted')
  await page.keyboard.press('Escape')
  expect(errors).toEqual([])
})

test('the first row is the total of what is filtered, and people have none', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/placements/?range=30d&q=car')
  const total = page.getByRole('row', { name: /^\d+ of \d+ placements/ })
  await total.waitFor()
  // Read at one moment: figures stream in.
  const { sum, rows } = await page.locator('section[aria-label="Table of placements"]').evaluate((table) => {
    const impressions = [...table.querySelectorAll('tbody tr')].map((row) =>
      Number(row.querySelector('td')!.textContent!.replaceAll(',', '')),
    )
    return { sum: impressions[0], rows: impressions.slice(1) }
  })
  expect(rows.length).toBeGreaterThan(1)
  expect(sum).toBe(rows.reduce((a, b) => a + b, 0))
  await total
    .getByRole('button', { name: /^No total. Counts each once/ })
    .first()
    .waitFor()
})

test('merchants of a category have their own total, and a link opens the same', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/merchants/')
  await page.getByRole('button', { name: 'Category: All categories' }).click()
  await page.getByRole('menuitem', { name: /^Travel/ }).click()
  await page.waitForURL(/category=Travel/)
  await page.getByRole('row', { name: /^\d+ of \d+ merchants/ }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Category: Travel' }).waitFor()
})

test('a name of 60 characters takes 40 % of the table at most; hover shows all of it', async () => {
  const { page, request } = await visit({ signedIn: true, viewport: { width: 390, height: 844 } })
  const name = `Long ${Date.now()} `.padEnd(60, 'abcdefghi ').trim()
  const made = await request.post('/api/merchants', {
    data: { merchant_ref: `long-${Date.now()}`, merchant_name: name },
  })
  expect(made.status()).toBe(201)
  await page.goto(`/merchants/?q=${encodeURIComponent(name.slice(0, 18))}`)
  const link = page.getByRole('link', { name })
  await link.waitFor()
  const widths = await link.evaluate((found) => ({
    name: found.getBoundingClientRect().width,
    table: found.closest('section')!.getBoundingClientRect().width,
  }))
  expect(widths.name).toBeLessThanOrEqual(widths.table * 0.4 + 1)
  await link.hover()
  await page
    .getByRole('tooltip', { name })
    .or(page.locator('.mantine-Tooltip-tooltip', { hasText: name }))
    .first()
    .waitFor()
})

function heads(page: Page): Promise<string[]> {
  return page
    .locator(`${TABLE} th[scope="col"]`)
    .allInnerTexts()
    .then((all) => all.map((text) => text.trim()))
}

/** How far the table is wider than what is visible of it. */
function sidewaysOf(page: Page): Promise<number> {
  return page.locator(TABLE).evaluate((section) => section.scrollWidth - section.clientWidth)
}
