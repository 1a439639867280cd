import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { expectAccessible, useBrowser } from '../support/visit.ts'

// A package from the simulator to its end, as sales and commercial people do it.

const { visit } = useBrowser()
const tag = Date.now().toString(36)

test('a simulated deal becomes a draft, is quoted, held, approved, changed by two people at once, and cancelled', async () => {
  const { page, request, errors } = await visit({ signedIn: true })
  await page.goto('/simulator/?impressions=1000&budget=10')
  await page.getByRole('link', { name: 'Create package' }).click()
  await page.waitForURL(/\/packages\/new\/\?units=1000/)
  await page.getByRole('button', { name: 'Create draft' }).click()
  await page.getByText('Enter a name.').waitFor()
  await page.getByText('Choose a merchant.').waitFor()
  await page.getByLabel('Name', { exact: true }).fill(`Winter ${tag}`)
  await page.getByRole('combobox', { name: 'Merchant' }).pressSequentially('Oak')
  await page.getByRole('option', { name: 'Oak & Ember' }).click()
  await page.getByRole('region', { name: 'Price' }).getByText('£10.00').waitFor()
  await page.getByRole('region', { name: 'Will it fit?' }).getByText('Yes: 1,000 impressions fit.').waitFor()
  await page.getByLabel('Cap, optional', { exact: true }).fill('10')
  await page.getByRole('button', { name: 'Create draft' }).click()
  await page.getByText(/At least 1000 units/).waitFor()
  await page.getByLabel('Cap, optional', { exact: true }).fill('')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Create draft' }).click()
  await page.waitForURL(/\/packages\/view\/\?id=[0-9a-f-]{36}/)

  await page.getByRole('heading', { level: 1, name: `Winter ${tag}` }).waitFor()
  await move(page, 'Quote')
  await move(page, 'Hold inventory')
  await page.getByText('Hold ends').waitFor()
  await move(page, 'Approve')
  await page.getByText('Booked', { exact: true }).first().waitFor()

  await page.getByRole('button', { name: 'Adjust', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Goal').fill('1,200')
  await dialog.getByLabel('Reason').fill('More stock')
  const id = new URL(page.url()).searchParams.get('id')!
  const { data: now } = await (await request.get(`/api/packages/${id}`)).json()
  const theirs = { version: now.version, reason: 'Agreed by phone', po_number: 'PO 7' }
  expect((await request.post(`/api/packages/${id}/adjust`, { data: theirs })).status()).toBe(200)
  await dialog.getByRole('button', { name: 'Adjust', exact: true }).click()
  await dialog.getByText(/saved a change while this form was open/).waitFor()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Save my changes too' }).click()
  await dialog.waitFor({ state: 'hidden' })
  const history = page.getByRole('region', { name: 'History' })
  await history.getByText('Goal: 1,000 → 1,200').waitFor()
  await history.getByText('“Agreed by phone”').waitFor()
  const terms = page.getByRole('region', { name: 'Terms' })
  await terms.getByText('1,000 impressions', { exact: true }).waitFor()
  await terms.getByText('1,200 impressions', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'Cancel the package' }).click()
  await dialog.getByRole('button', { name: 'Cancel the package' }).click()
  await dialog.getByText('Enter a reason.').waitFor()
  await dialog.getByLabel('Reason').fill('Withdrawn by the merchant')
  await dialog.getByRole('button', { name: 'Cancel the package' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('Cancelled', { exact: true }).first().waitFor()
  expect(await page.getByRole('button', { name: /Approve|Adjust|Pause/ }).count()).toBe(0)
  // The conflict was answered 409, which the browser logs.
  expect(errors.filter((line) => !/409|422/.test(line))).toEqual([])
})

test('the demo has a package in every state', async () => {
  const { request } = await visit({ signedIn: true })
  const { meta } = await (await request.get('/api/packages')).json()
  expect(Object.entries(meta.states).filter(([, n]) => n === 0)).toEqual([])
  expect(meta.total).toBeGreaterThanOrEqual(10)
})

test('the list finds a package by state and words, and its file has the same rows', async () => {
  const { page, request, errors } = await visit({ signedIn: true })
  for (const name of [`Listed ${tag} A`, `Listed ${tag} B`]) {
    const made = await request.post('/api/packages', { data: draft(name) })
    expect([made.status(), await made.text()]).toEqual([201, expect.any(String)])
  }
  await page.goto(`/packages/?q=${tag}&sort=-name`)
  const names = () => page.locator('tbody tr[data-link] th').allInnerTexts()
  await expect
    .poll(async () => (await names()).filter((name) => name.startsWith('Listed')).map((name) => name.split('\n')[0]))
    .toHaveLength(2)
  expect((await names()).filter((name) => name.startsWith('Listed'))[0]).toContain(`Listed ${tag} B`)
  await page.getByText(/^Running \d+$/).click()
  await page.waitForURL(/state=running/)
  await page.getByText(/No package (matches|is)/).waitFor()
  await page.getByRole('button', { name: 'Clear filter' }).click()
  await page.waitForURL((url) => !url.search.includes('state='))
  const csv = await (await request.get(`/api/packages?q=Listed ${tag}&format=csv`)).text()
  expect(csv.trim().split('\r\n')).toHaveLength(3)
  expect(errors).toEqual([])
})

async function move(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
}

function draft(name: string) {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  return {
    ...{ package_name: name, merchant_id: 'fernway-coffee', package_type: 'CPI', guaranteed_units: 2000 },
    ...{ unit_price: '5', price: '10.00', start_date: day(2), end_date: day(9) },
  }
}
