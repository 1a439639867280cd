import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { expectAccessible, expectFitsEveryone, useBrowser } from '../support/visit.ts'

// What admins keep, done as an admin does it, and found again in the audit log.

const { visit } = useBrowser()
const TABS = ['organisation', 'placements', 'merchants', 'keys', 'merchant-keys', 'staff', 'audit'] as const
const tag = Date.now().toString(36)

test('a placement is created after a refused try, and is in the audit log', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/settings/?tab=placements')
  await page.getByRole('button', { name: 'New placement' }).click()
  await page.getByLabel('Key', { exact: true }).fill('not a key')
  await page.getByLabel('Name', { exact: true }).fill(`Shelf ${tag}`)
  await page.getByLabel('Max slots').fill('7')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByText(/Use letters, digits/).waitFor()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe(`Shelf ${tag}`)
  await page.getByLabel('Key', { exact: true }).fill(`shelf-${tag}`)
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByLabel('Search placements').fill(tag)
  await page.getByRole('button', { name: `Edit Shelf ${tag}` }).click()
  await page.getByLabel('Max slots').fill('9')
  await page.getByLabel('Effective from').fill('2199-01-01')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: `Edit Shelf ${tag}` }).click()
  await page.getByText('from 1 Jan 2199').waitFor()
  await expectAccessible(page)
  await inAudit(page, 'createPlacement', `shelf-${tag}`)
  await inAudit(page, 'updatePlacement', 'max_slots: 7 → 9')
})

test('merchants come from pasted CSV: a preview per line, the good ones applied, the others with column and reason', async () => {
  const { page, request } = await visit({ signedIn: true })
  await request.post('/api/merchants', { data: { merchant_ref: `${tag}-old`, merchant_name: `Old ${tag}` } })
  await request.post('/api/merchants', { data: { merchant_ref: `${tag}-same`, merchant_name: `Same ${tag}` } })
  await page.goto('/settings/?tab=merchants')
  await page.getByRole('button', { name: 'From CSV' }).click()
  const lines = [
    ...['merchant_ref,merchant_name,category', `${tag}-a,Alpha ${tag},food`, `${tag}-b,Beta ${tag}`, 'no good,Gamma'],
    ...[`${tag}-a,Alpha again ${tag}`, `${tag}-old,Renamed ${tag}`, `${tag}-same,Same ${tag}`, `${tag}-c,"Open`],
  ]
  await page.getByLabel('Or paste lines').fill(lines.join('\n'))
  await page.getByText('2 new, 1 changed, 1 unchanged, 3 refused.').waitFor()
  const row = (line: number) => page.getByRole('dialog').getByRole('row', { name: new RegExp(`^${line}\\s`) })
  expect(await row(2).getByRole('cell').allInnerTexts()).toEqual([
    ...['Refused', 'merchant_ref', 'line 5 has the same merchant_ref; the last one counts'],
    ...[`${tag}-a`, `Alpha ${tag}`, 'food'],
  ])
  expect(await row(4).innerText()).toMatch(/Refused[\s\S]*merchant_ref[\s\S]*Use letters/)
  expect(await row(8).innerText()).toContain('a quotation mark is not closed')
  expect(await row(6).innerText()).toContain('Changed')
  expect(await (await request.get(`/api/merchants?q=${tag}-a`)).json()).toMatchObject({ meta: { total: 0 } })
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Apply 3 changes' }).click()
  await page.getByText('2 created, 1 updated, 1 unchanged, 3 refused.').waitFor()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByLabel('Search merchants').fill(tag)
  await page.getByRole('row', { name: new RegExp(`^Alpha again ${tag}`) }).waitFor()
  await inAudit(page, 'upsertMerchants', 'created: 2')
  await inAudit(page, 'updateMerchant', `merchant_name: Old ${tag} → Renamed ${tag}`)
  await inAudit(page, 'createMerchant', `merchant_name: Beta ${tag}`)
})

test('a key is shown once, works as its origins say, and is revoked after a question', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/settings/?tab=keys')
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByLabel('Name', { exact: true }).fill(`Key ${tag}`)
  await page.getByLabel('Allowed origins').fill('https://shop.example.com')
  await page.getByRole('button', { name: 'Create key' }).click()
  const secret = await page.getByRole('dialog', { name: 'The new key' }).locator('code').innerText()
  expect(secret.length).toBeGreaterThan(20)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'I have stored it' }).click()
  expect(await page.getByText(secret).count()).toBe(0)
  await page.getByRole('button', { name: `Edit Key ${tag}` }).click()
  await page.getByLabel('Age limit in minutes').fill('0')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog').getByText(/>=1/).waitFor()
  await page.getByLabel('Age limit in minutes').fill('180')
  await page.getByLabel('Allowed origins').fill('https://shop.example.com\nhttps://app.example.com')
  await page.getByLabel('Used by a native app').check()
  await page.getByLabel('Events per minute').fill('6000')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  const edited = page.getByRole('row', { name: new RegExp(`^Key ${tag}`) })
  await edited.getByText('https://shop.example.com, https://app.example.com, native app').waitFor()
  await edited.getByText('6,000').waitFor()
  await edited.getByText('3 h').waitFor()
  await page.getByRole('button', { name: `Revoke Key ${tag}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click()
  await page.getByRole('row', { name: new RegExp(`^Key ${tag}.*Revoked`) }).waitFor()
  await inAudit(page, 'createWriteKey', `Key ${tag}`)
  await inAudit(page, 'updateWriteKey', 'max_age_minutes: null → 180')
  await page.goto('/settings/?tab=audit&action=revokeWriteKey')
  await page
    .getByRole('row', { name: /revokeWriteKey/ })
    .first()
    .waitFor()
})

test('a viewer has the tabs of organisation, placements and merchants alone, and is offered no change', async () => {
  const { request } = await visit({ signedIn: true })
  const email = `viewer-${tag}@example.com`
  const made = await request.post('/api/staff', { data: { email, name: 'Reader', role: 'viewer' } })
  const { password } = (await made.json()).data
  const { page, context } = await visit()
  await context.request.post('/api/staff/login', { data: { email, password } })
  const change = { current_password: password, new_password: 'purple-otter-canyon' }
  await context.request.post('/api/staff/password', { data: change })
  for (const tab of TABS) {
    await page.goto(`/settings/?tab=${tab}`)
    const tabs = page.getByRole('navigation', { name: 'Settings' }).getByRole('link')
    await tabs.first().waitFor()
    expect(await tabs.allInnerTexts()).toEqual(['Organisation', 'Placements', 'Merchants'])
    await page.getByRole('main').locator('table, dl').first().waitFor()
    const offered = await page.getByRole('main').getByRole('button').allInnerTexts()
    expect(offered.filter((name) => /^New |Edit|Revoke|Role|Access|ctivate|From CSV/.test(name))).toEqual([])
  }
})

test('each role is offered with what it may do, and a person of sales finds the simulator but no dead letters', async () => {
  const { page } = await visit({ signedIn: true })
  const email = `sales-${tag}@example.com`
  await page.goto('/settings/?tab=staff')
  await page.getByRole('button', { name: 'New person' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Sal')
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByRole('combobox', { name: 'Role' }).click()
  const offered = await page.getByRole('option').allInnerTexts()
  expect(offered.map((text) => text.split(/\s+/)[0])).toEqual([
    ...['Viewer', 'Analyst', 'Sales', 'Commercial', 'Finance', 'Privacy', 'Operator', 'Admin'],
  ])
  await page.getByRole('option', { name: 'Sales Reads figures, simulates deals' }).click()
  await page.getByRole('button', { name: 'Create' }).click()
  const password = await page.getByRole('dialog', { name: 'One-time password' }).locator('code').innerText()

  const sales = await visit()
  await sales.context.request.post('/api/staff/login', { data: { email, password } })
  const change = { current_password: password, new_password: 'purple-otter-canyon' }
  await sales.context.request.post('/api/staff/password', { data: change })
  await sales.page.goto('/simulator/')
  const menu = sales.page.getByRole('navigation', { name: 'Main' })
  await menu.getByRole('link', { name: 'Simulator' }).waitFor()
  expect(await menu.getByRole('link', { name: 'Dead letters' }).count()).toBe(0)
})

test.each(TABS)('%s: nothing for axe to find in both themes, and no sideways scroll on a phone', async (tab) => {
  const { page, errors } = await visit({ signedIn: true })
  await page.goto(`/settings/?tab=${tab}`)
  await page.getByRole('main').locator('table, dl').first().waitFor()
  await expectFitsEveryone(page)
  expect(errors).toEqual([])
})

async function inAudit(page: Page, action: string, text: string): Promise<void> {
  await page.goto(`/settings/?tab=audit&action=${action}`)
  await page.getByRole('row').filter({ hasText: action }).filter({ hasText: text }).first().waitFor()
}
