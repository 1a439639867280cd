import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { useBrowser } from '../support/visit.ts'

// Moving through the product: titles, focus, Back, links that keep their days, forms that ask before they discard.

const { visit } = useBrowser()

test('every page has its own title, and a new page has the focus', async () => {
  const { page, errors } = await visit({ signedIn: true })
  await page.goto('/placements/')
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await expect.poll(() => page.title()).toBe('Placements · Brand Exposure')
  const menu = page.getByRole('navigation', { name: 'Main' })
  for (const name of ['Merchants', 'Scorecard', 'Health']) {
    await menu.getByRole('link', { name }).click()
    await expect.poll(() => page.title()).toBe(`${name} · Brand Exposure`)
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(name)
  }
  await page.goto('/placements/view/')
  await expect.poll(() => page.title()).toMatch(/^(?!Placement).+ · Brand Exposure$/)
  await page.goto('/settings/?tab=staff')
  await expect.poll(() => page.title()).toBe('Staff and roles, settings · Brand Exposure')
  expect(errors).toEqual([])
})

test('Back undoes a filter, a search typed at once, and a range, one after the other', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/placements/')
  await page.getByRole('row', { name: /^Search results/ }).waitFor()
  const all = await page.locator('tbody tr').count()
  await page.keyboard.press('2')
  await page.waitForURL(/range=30d/)
  await page.getByRole('textbox', { name: /^Filter/ }).pressSequentially('search', { delay: 30 })
  await rowsAre(page, 1)
  await page.goBack()
  await rowsAre(page, all)
  expect(await page.getByRole('textbox', { name: /^Filter/ }).inputValue()).toBe('')
  expect(page.url()).toContain('range=30d')
  await page.goBack()
  await page.waitForURL((url) => !url.search.includes('range'))
  await page.goForward()
  await page.waitForURL(/range=30d/)
})

test('a link is copied with the newest days, or with those on screen', async () => {
  const { page, context } = await visit({ signedIn: true })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/placements/?sort=-impressions')
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await page.getByRole('button', { name: 'Copy link' }).click()
  await page.getByRole('menuitem', { name: 'Newest days whenever it is opened' }).click()
  await expect.poll(copied).toMatch(/\/placements\/\?sort=-impressions$/)
  await page.getByRole('button', { name: /Cop(y link|ied)/ }).click()
  await page.getByRole('menuitem', { name: /^Always / }).click()
  await expect.poll(copied).toMatch(/sort=-impressions&start_date=\d{4}-\d\d-\d\d&end_date=\d{4}-\d\d-\d\d$/)
})

test('a form asks before it discards what was typed or chosen, and closes at once otherwise', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/settings/?tab=staff')
  const dialog = page.getByRole('dialog', { name: 'New person' })
  const open = () => page.getByRole('button', { name: 'New person' }).click()
  await open()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await open()
  await dialog.getByLabel('Name').fill('Ida')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Keep editing' }).click()
  expect(await dialog.getByLabel('Name').inputValue()).toBe('Ida')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Discard' }).click()
  await dialog.waitFor({ state: 'detached' })
  await open()
  await dialog.getByRole('combobox', { name: 'Role' }).click()
  await page.getByRole('option', { name: /^Sales/ }).click()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Discard your changes?').waitFor()
})

test('a new key closes only when it is stored', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/settings/?tab=keys')
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByLabel('Name', { exact: true }).fill(`Stored ${Date.now()}`)
  await page.getByRole('button', { name: 'Make the key' }).click()
  const dialog = page.getByRole('dialog', { name: 'The new key' })
  await dialog.locator('code').waitFor()
  await page.keyboard.press('Escape')
  await page.mouse.click(5, 5)
  expect(await dialog.getByRole('button').allInnerTexts()).toEqual(['Copy', 'I have stored it'])
  await dialog.getByRole('button', { name: 'I have stored it' }).click()
  await dialog.waitFor({ state: 'detached' })
})

async function rowsAre(page: Page, rows: number): Promise<void> {
  await expect.poll(() => page.locator('tbody tr').count()).toBe(rows)
}
