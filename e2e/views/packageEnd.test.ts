import { expect, test } from 'vitest'
import { expectAccessible, expectFitsEveryone, useBrowser } from '../support/visit.ts'

// The end of a package: what it misses is made good, its wrap-up is read and printed, and stamps that do not count are explained.

const { visit } = useBrowser()

interface Ended {
  readonly package_id: string
  readonly package_name: string
  readonly delivery: { readonly remaining_units: number | null }
}

test('what an ended package misses is credited, and its wrap-up shows it, also on paper', async () => {
  const { page, request, errors } = await visit({ signedIn: true })
  const { data } = (await (await request.get('/api/packages?status=ended')).json()) as { data: Ended[] }
  const short = data.find(({ delivery }) => (delivery.remaining_units ?? 0) > 10)!
  await page.goto(`/packages/view/?id=${short.package_id}`)
  await page.getByRole('button', { name: 'Credit', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/^Missing: [\d,]+ impressions\./).waitFor()
  await dialog.getByLabel('Missing units to make good').fill('9999999')
  await dialog.getByRole('button', { name: 'Credit', exact: true }).click()
  await dialog.getByText(/^At most [\d,]+\./).waitFor()
  await dialog.getByText('Enter a reason.').waitFor()
  await expectAccessible(page)
  await dialog.getByLabel('Missing units to make good').fill('7')
  await dialog.getByLabel('Reason').fill('The banner was down')
  await dialog.getByRole('button', { name: 'Credit', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  const made = page.getByRole('region', { name: 'Makegoods and credits' })
  await made.getByText(/^Credit: £0\.07 for 7 impressions/).waitFor()
  await page.getByRole('link', { name: 'Wrap-up' }).click()
  await page.getByRole('heading', { level: 1, name: `Wrap-up: ${short.package_name}` }).waitFor()
  await page.getByText('Stamped impressions', { exact: true }).waitFor()
  await page.getByText('“The banner was down”').waitFor()
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false)
  await page.emulateMedia({ media: 'screen' })
  await expectFitsEveryone(page)
  expect(errors).toEqual([])
})

test('stamps that do not count are listed by package and reason', async () => {
  const { page, errors } = await visit({ signedIn: true })
  await page.goto('/packages/')
  await page.getByRole('link', { name: 'Mismatches' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mismatches' }).waitFor()
  await page.getByText('Last 30 days').click()
  await page.waitForURL(/days=30/)
  await expectFitsEveryone(page)
  expect(errors).toEqual([])
})

test('the commercial overview says what is booked, explains it, and opens the package that ends next', async () => {
  const { page, errors } = await visit({ signedIn: true })
  await page.goto('/overview/?range=7d')
  await page.getByText(/^£[\d,.]+ booked in \d+ packages, £[\d,.]+ delivered/).waitFor()
  const figures = page.getByRole('region', { name: 'Commercial figures' })
  await figures.getByRole('button', { name: /^£/ }).first().click()
  await page.getByText('Price of the contracts of sold packages', { exact: false }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Live', exact: true }).waitFor()
  await expectFitsEveryone(page)
  await page.setViewportSize({ width: 1440, height: 1000 })
  await page.locator('tbody tr[data-link] a').first().click()
  await page.waitForURL(/\/packages\/view\/\?id=/)
  expect(errors).toEqual([])
})

test('a key for slot tokens is shown once', async () => {
  const { page, request, errors } = await visit({ signedIn: true })
  await page.goto('/settings/?tab=slot-tokens')
  await page.getByRole('button', { name: 'New key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Ranker')
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await dialog.getByText(/slot_[\w-]{8}\.[\w-]{43}/).waitFor()
  await dialog.getByRole('button', { name: 'I have stored it' }).click()
  const row = page.getByRole('row', { name: /Ranker/ })
  await row.getByText(/^slot_[\w-]{8}$/).waitFor()
  await expectAccessible(page)
  const { data } = await (await request.get('/api/slot-token-keys')).json()
  for (const { key_id } of data) await request.delete(`/api/slot-token-keys/${key_id}`)
  expect(errors).toEqual([])
})
