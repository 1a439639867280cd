import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { expectAccessible, expectFitsEveryone, useBrowser } from '../support/visit.ts'

// From a simulated deal to a live package that the demo's ranking service delivers, and what a commercial person does with it.

const { visit } = useBrowser()
const tag = Date.now().toString(36)
const MINUTE = 60_000

test('a simulated deal is sold, goes live, gets shares, and its delivery grows', { timeout: 6 * MINUTE }, async () => {
  const { page, request, errors } = await visit({ signedIn: true })
  await page.goto('/simulator/?impressions=2000&budget=20')
  await page.getByRole('link', { name: 'Create package' }).click()
  await page.waitForURL(/\/packages\/new\/\?units=2000/)
  await page.getByLabel('Name', { exact: true }).fill(`Converges ${tag}`)
  await page.getByRole('combobox', { name: 'Merchant' }).pressSequentially('Oak')
  await page.getByRole('option', { name: 'Oak & Ember' }).click()
  await page.getByRole('button', { name: 'Create draft' }).click()
  await page.waitForURL(/\/packages\/view\/\?id=[0-9a-f-]{36}/)
  const id = new URL(page.url()).searchParams.get('id')!
  const read = async () => (await (await request.get(`/api/packages/${id}`)).json()).data
  // A simulated deal begins tomorrow at the earliest; this flight begins now.
  const begins = { start_date: new Date().toISOString(), version: (await read()).version }
  const moved = await request.patch(`/api/packages/${id}`, { data: begins })
  expect([moved.status(), await moved.text()]).toEqual([200, expect.any(String)])
  await page.reload()
  for (const step of ['Quote', 'Hold inventory', 'Approve']) await move(page, step)
  await expect.poll(async () => (await read()).status, { timeout: MINUTE }).toBe('live')
  await page.reload()
  await page.getByRole('button', { name: 'Check now' }).click()
  await page.getByText('Warming up', { exact: true }).first().waitFor()
  const shares = page.getByRole('region', { name: 'Allocation' })
  await shares
    .getByText(/^\d+(\.\d)?%$/)
    .first()
    .waitFor()
  await expect
    .poll(async () => (await read()).delivery.delivered_units, { timeout: 3 * MINUTE, interval: 2000 })
    .toBeGreaterThan(0)
  await expectAccessible(page)
  expect(errors).toEqual([])
})

test('a change of a share is undone, and advice waits for a person', async () => {
  const { page, request, errors } = await visit({ signedIn: true })
  const { data } = await (await request.get('/api/packages?q=Glow week&status=live')).json()
  await page.goto(`/packages/view/?id=${data[0].package_id}`)
  await page.getByRole('button', { name: 'Check now' }).click()
  const allocation = page.getByRole('region', { name: 'Allocation' })
  await allocation.getByRole('button', { name: 'Undo' }).first().click()
  await allocation.getByText(/held until/).waitFor()
  await allocation.getByText('Advise only').click()
  await allocation.getByRole('button', { name: 'Apply the advice' }).click()
  await allocation.getByRole('button', { name: 'Apply the advice' }).waitFor({ state: 'hidden' })
  await page.getByRole('region', { name: 'History' }).getByText('Allocation changed').first().waitFor()
  await allocation.getByText('Automatic', { exact: true }).click()
  await expectFitsEveryone(page)
  expect(errors).toEqual([])
})

async function move(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
}
