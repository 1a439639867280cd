import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { builtPages, FIRST_LOAD_KB, firstLoadKb } from '../../bench/support/firstLoad.ts'
import { useBrowser } from '../support/visit.ts'

// A walk through the views, on the demo world with its live traffic.

const { visit } = useBrowser()

test('from the overview to a placement, to a merchant of it, and back to another placement', async () => {
  const { page, errors } = await visit({ signedIn: true })
  await page.goto('/placements/?range=30d')
  await page
    .getByRole('row', { name: /^Search results/ })
    .getByRole('link')
    .click()
  await page.waitForURL(/\/placements\/view\/\?id=.+range=30d/)
  await heading(page, 'Search results')
  const owners = page.getByRole('table', { name: /^Merchants by share/ })
  const first = owners.getByRole('row').nth(1).getByRole('link')
  const merchant = await first.innerText()
  await first.click()
  await page.waitForURL(/\/merchants\/view\/\?id=.+range=30d/)
  await heading(page, merchant)
  await page
    .getByRole('row', { name: /^Home earn carousel/ })
    .getByRole('link')
    .click()
  await heading(page, 'Home earn carousel')
  expect(errors).toEqual([])
})

test('without an id, the deep dive shows the placement with most impressions, and its selector finds another', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/placements/')
  const largest = await page.getByRole('row').nth(2).getByRole('link').innerText()
  await page.goto('/placements/view/')
  await heading(page, largest)
  await page.getByRole('heading', { level: 1 }).getByRole('button').click()
  await page.getByLabel('Search placements').fill('wallt crd')
  await page.keyboard.press('Enter')
  await page.waitForURL(/id=/)
  await heading(page, 'Wallet card')
})

test('shares run up to 100, and there are lines after the third and the fifth', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/placements/view/')
  const owners = page.getByRole('table', { name: /^Merchants by share/ })
  await owners.waitFor()
  // Read at one moment: figures stream in.
  const { running, top3 } = await owners.evaluate((table) => ({
    running: [...table.querySelectorAll('tbody tr')].map((row) => Number.parseFloat(row.lastElementChild!.textContent)),
    top3: document.querySelector('[title="Explain Top 3 share"]')!.textContent,
  }))
  expect(running).toEqual(running.toSorted((a, b) => a - b))
  expect(running.at(-1)).toBe(100)
  expect(running[2]).toBe(Number.parseFloat(top3!))
})

test('the 24 hours answer for weekdays and weekends, as a chart and as a table', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/placements/view/?range=30d')
  const hours = page.getByRole('region', { name: 'When it is seen' })
  await hours.getByText('Weekend').click()
  await page.waitForURL(/hours=weekend/)
  await hours.getByRole('button', { name: /show as table/ }).click()
  expect(await hours.getByRole('row').count()).toBe(25)
  await page.reload()
  expect(await hours.getByRole('radio', { name: 'Weekend' }).isChecked()).toBe(true)
})

test('a chart is walked with the arrow keys, and each point is said', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/merchants/view/')
  const chart = page.getByRole('group', { name: /^Impressions by placement: most in/ })
  await chart.focus()
  await page.keyboard.press('ArrowDown')
  const said = await chart.locator('[aria-live]').innerText()
  expect(said).toMatch(/^.+: Impressions [\d,]+, Share [\d.]+%$/)
})

test('merchants not shown for seven days are a filter with its own address', async () => {
  const { page, request } = await visit({ signedIn: true })
  const name = `Never shown ${Date.now()}`
  const made = await request.post('/api/merchants', {
    data: { merchant_ref: `never-${Date.now()}`, merchant_name: name },
  })
  expect(made.status()).toBe(201)
  await page.goto('/merchants/')
  await page.getByText('Not shown in the last 7 days', { exact: true }).click()
  await page.waitForURL(/seen=not_7d/)
  const row = page.getByRole('row', { name: new RegExp(`^${name}`) })
  await expect.poll(() => row.getByRole('cell').last().innerText(), { timeout: 15_000 }).toBe('Never')
  await row.getByRole('link').click()
  await page.getByText('nothing shown from').waitFor()
})

test('no page needs more script than allowed before it shows something', () => {
  const sizes = builtPages().map((name) => [name, Math.round(firstLoadKb(name))] as const)
  expect(sizes.every(([, size]) => size > 100)).toBe(true)
  expect(sizes.filter(([, size]) => size > FIRST_LOAD_KB)).toEqual([])
})

test('browsers that ask for an icon by its old name get one', async () => {
  const { request } = await visit()
  const icon = await request.get('/favicon.ico')
  expect([icon.status(), icon.headers()['content-type']]).toEqual([200, 'image/vnd.microsoft.icon'])
})

async function heading(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor()
}
