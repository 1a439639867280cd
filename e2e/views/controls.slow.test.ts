import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { savedCsv } from '../support/savedCsv.ts'
import { expectAccessible, useBrowser } from '../support/visit.ts'

// Range, comparison, explanations, palette and keys: the same on every view.

const { visit } = useBrowser()

async function open(path: string) {
  const visited = await visit({ signedIn: true })
  await visited.page.goto(path)
  await visited.page.getByRole('heading', { level: 1 }).waitFor()
  await visited.page.getByText('Complete to').first().waitFor()
  return visited
}

test('a custom range is chosen in the calendar, where days to come say why they cannot be', async () => {
  const { page } = await open('/placements/')
  await page.getByText('Custom', { exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Choose dates' })
  await dialog.getByRole('table').nth(1).waitFor()
  const future = dialog.locator('button[title="This day has not begun"]')
  const canBeChosen = await Promise.all((await future.all()).map((day) => day.isEnabled()))
  expect(canBeChosen).not.toContain(true)
  expect(canBeChosen.length).toBeGreaterThanOrEqual(daysLeftInMonth())
  expect(await dialog.getByRole('table').count()).toBe(2)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Yesterday' }).click()
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  await page.waitForURL(new RegExp(`start_date=${yesterday}&end_date=${yesterday}`))
})

test('a change prints both compared values: over full days, or up to the same hour', async () => {
  const { page } = await open('/placements/')
  const reach = kpi(page, 'Reach')
  // The days before are loaded after the last seven: until then nothing is compared.
  await expect.poll(() => reach.innerText(), { timeout: 90_000 }).toMatch(/· [\d.,]+k? over 6 full days, was [\d.,]+/)
  expect(await kpi(page, 'Impressions').innerText()).toMatch(/[\d.,]+k? to \d\d:00, was [\d.,]+k?/)
  await page.goto('/placements/?compare=none')
  await expect.poll(() => kpi(page, 'Reach').innerText(), { timeout: 15_000 }).not.toMatch(/full days/)
})

test('single keys change range, comparison and traffic, and the URL says it', async () => {
  const { page } = await open('/placements/')
  await page.keyboard.press('2')
  await page.waitForURL(/range=30d/)
  await page.keyboard.press('c')
  await page.waitForURL(/compare=none/)
  await page.keyboard.press('n')
  await page.waitForURL(/traffic=gross/)
  await page.keyboard.press('1')
  await page.waitForURL(/range=7d/)
  await page.getByText('Complete to').first().waitFor()
  await page.keyboard.press('[')
  await page.waitForURL(/start_date=/)
  await page.keyboard.press('g')
  await page.keyboard.press('m')
  await page.waitForURL(/\/merchants\/\?start_date=/)
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard and help' }).waitFor()
  await expectAccessible(page)
})

test.each(['/placements/', '/placements/view/', '/merchants/', '/merchants/view/'])(
  '%s: every number opens, by pointer and by key, and closes back to where it was',
  async (path) => {
    const { page } = await open(path)
    const figures = page.locator('[data-explain]')
    await figures.first().waitFor()
    expect(await figures.count()).toBeGreaterThan(4)
    await figures.first().focus()
    await page.keyboard.press('e')
    const dialog = page.getByRole('dialog')
    for (const fact of ['Meaning', 'Counted', 'Period']) await dialog.getByText(fact, { exact: true }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    expect(await figures.first().evaluate((figure) => figure === document.activeElement)).toBe(true)
    await figures.last().click()
    await dialog.getByText(/complete to \d\d:\d\d:\d\d/).waitFor()
  },
)

test('keys pressed in quick succession on a slow machine all work', async () => {
  const { page, context } = await open('/placements/')
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  for (const key of ['2', 'c', 'n', '1']) {
    await page.keyboard.press(key)
    await page.waitForTimeout(80)
  }
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  await page.getByRole('progressbar', { name: 'Loading the range' }).waitFor({ state: 'hidden' })
  await expect.poll(() => new URL(page.url()).search).toBe('?range=7d&compare=none&traffic=gross')
})

test.each([
  ['/placements/', 'Filter placements'],
  ['/settings/?tab=merchants', 'Search merchants'],
])(
  'on %s no letter of a filter is lost, however fast it is typed, and a link without it empties it',
  async (path, label) => {
    const { page } = await visit({ signedIn: true })
    await page.goto(path)
    const filter = page.getByLabel(label)
    await filter.pressSequentially('nothing like this')
    expect(await filter.inputValue()).toBe('nothing like this')
    await page.getByText(/match.* “nothing like this”/).waitFor()
    await page.evaluate((address) => history.replaceState(null, '', address), path)
    await expect.poll(() => filter.inputValue()).toBe('')
    await page.getByRole('table').locator('tbody tr').nth(1).waitFor()
  },
)

test('the palette finds a merchant by scattered letters and takes the range along', async () => {
  const { page } = await open('/placements/?range=30d')
  await page.keyboard.press('/')
  const field = page.getByRole('combobox', { name: 'Jump to' })
  await field.fill('frnway')
  await page.getByRole('option', { name: /Fernway Coffee/ }).waitFor()
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/merchants\/view\/\?id=.+range=30d/)
  await page.getByRole('heading', { level: 1, name: 'Fernway Coffee' }).waitFor()
  await page.keyboard.press('Control+k')
  await field.fill('nothing like this')
  await page.getByText('Nothing matches').waitFor()
})

test('the CSV of a filtered and sorted table holds the rows of the screen in their order', async () => {
  const { page } = await open('/merchants/?start_date=2020-01-01&end_date=2020-01-02')
  const day = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)
  await page.goto(`/merchants/?start_date=${day}&end_date=${day}&q=a&sort=name`)
  const rows = page.getByRole('region', { name: 'Merchants', exact: true }).locator('tbody tr[data-link]')
  await rows.first().waitFor()
  const shown = await rows.evaluateAll((all) => all.map((row) => row.querySelector('th')!.textContent))
  const file = await savedCsv(page, () => page.getByRole('link', { name: 'CSV', exact: true }).click())
  expect(file.name).toBe(`merchants_${day}_${day}_net.csv`)
  const names = file.rows.map((row) => row.merchant_name!)
  expect(shown.length).toBeGreaterThan(1)
  expect(names.slice(0, shown.length).map((name) => name.slice(0, 4))).toEqual(shown.map((name) => name!.slice(0, 4)))
})

function kpi(page: Page, label: string) {
  return page.locator('dl > div', { has: page.locator('dt', { hasText: new RegExp(`^${label}$`) }) })
}

function daysLeftInMonth(): number {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 0)).getUTCDate() - now.getUTCDate()
}
