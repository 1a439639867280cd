import type { APIRequestContext, Page } from '@playwright/test'
import { TOTP } from 'otpauth'
import { expect, inject, test } from 'vitest'
import { expectAccessible, expectFitsEveryone, useBrowser } from '../support/visit.ts'

// How people sign in and keep their accounts, and what happens when two of them save the same thing.

const { visit } = useBrowser()
const tag = Date.now().toString(36)
const PASSWORD = 'purple-otter-canyon'

/** A new person, with the one-time password that the admin sees. */
async function newPerson(admin: APIRequestContext, name: string, role: string) {
  const email = `${name}-${tag}@example.com`
  const made = await admin.post('/api/staff', { data: { email, name, role } })
  return { email, oneTime: (await made.json()).data.password as string }
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/login/')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel(/^Password/).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('a new person changes the one-time password, sets up an app, and signs in with its code', async () => {
  const admin = await visit({ signedIn: true })
  const { email, oneTime } = await newPerson(admin.request, 'zoe', 'viewer')
  const { page, context, errors } = await visit()
  await signIn(page, email, oneTime)
  await page.getByText('Choose your own password.').waitFor()
  await page.getByLabel('One-time password').fill(oneTime)
  await page.getByLabel('New password', { exact: true }).fill('passwordpassword')
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('This password is too common.').waitFor()
  errors.length = 0
  await page.getByLabel('New password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('This session').waitFor()
  await page.getByRole('button', { name: 'Set up authenticator app' }).click()
  await page.getByRole('dialog').getByLabel('Current password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Continue' }).click()
  const secret = (await page.getByRole('dialog').locator('code').innerText()).replace(/\s/g, '')
  await page.getByRole('img', { name: /QR code/ }).waitFor()
  await expectAccessible(page)
  const code = (steps: number) => new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 })
  await page.getByRole('textbox', { name: /^Code/ }).fill(code(-1))
  await page.getByRole('button', { name: 'Turn on' }).click()
  const recovery = page.getByRole('dialog', { name: 'Recovery codes' })
  await recovery.getByRole('listitem').nth(9).waitFor()
  await recovery.getByLabel('I have stored them').check()
  await expectAccessible(page)
  await recovery.getByRole('button', { name: 'Done' }).click()
  await page.getByText('On. Signing in asks').waitFor()
  await expectFitsEveryone(page)
  await context.clearCookies()
  await page.setViewportSize({ width: 1440, height: 1000 })
  await signIn(page, email, PASSWORD)
  await page.getByRole('heading', { name: 'Enter your code' }).waitFor()
  await expectFitsEveryone(page)
  await page.getByRole('textbox', { name: /^Code/ }).fill(code(0))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/\/placements\//)
})

test('wrong sign-ins say one thing, and a limit says how long to wait', async () => {
  const admin = await visit({ signedIn: true })
  const { email } = await newPerson(admin.request, 'max', 'viewer')
  const { page } = await visit()
  await signIn(page, email, 'wrong')
  await page.getByText('E-mail or password is wrong.').waitFor()
  for (let i = 0; i < 9; i++) await page.request.post('/api/staff/login', { data: { email, password: 'wrong' } })
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText(/Too many attempts. Try again in \d+ s./).waitFor()
  expect(await page.getByRole('button', { name: /Wait \d+ s/ }).isDisabled()).toBe(true)
  await expectFitsEveryone(page)
})

test('an admin sees and ends the sessions of a person, and resets the password', async () => {
  const { page, request, errors } = await visit({ signedIn: true })
  const { email, oneTime } = await newPerson(request, 'ian', 'analyst')
  const person = await visit()
  await person.request.post('/api/staff/login', { data: { email, password: oneTime } })
  await page.goto('/settings/?tab=staff')
  await page.getByLabel('Search staff and roles').fill(email)
  await page.getByRole('row', { name: /^ian .*Has a one-time password/ }).waitFor()
  await page.getByRole('button', { name: 'Access of ian' }).click()
  await page.getByRole('dialog').getByRole('table').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'End all sessions' }).click()
  await page.getByText('No open sessions.').waitFor()
  expect((await person.request.get('/api/staff/me')).status()).toBe(401)
  await page.getByRole('button', { name: 'Reset password' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset password' }).click()
  const secret = await page.getByRole('dialog', { name: 'One-time password' }).locator('code').innerText()
  expect(secret).not.toBe(oneTime)
  await page.getByRole('button', { name: 'I have stored it' }).click()
  await page.getByRole('button', { name: 'Sign-in rules' }).click()
  await page.getByLabel('End unused sessions after, minutes').waitFor()
  await expectFitsEveryone(page)
  expect(errors).toEqual([])
})

test('a form that was opened before another user saved shows their change and saves on top of it', async () => {
  const { page, request } = await visit({ signedIn: true })
  const ref = `race-${tag}`
  const made = await request.post('/api/merchants', { data: { merchant_ref: ref, merchant_name: `Race ${tag}` } })
  const id = (await made.json()).data.merchant_id
  await page.goto(`/settings/?tab=merchants&q=${ref}`)
  await page.getByRole('button', { name: `Edit Race ${tag}` }).click()
  await page.getByLabel('Name', { exact: true }).fill(`Mine ${tag}`)
  await request.patch(`/api/merchants/${id}`, { data: { category: 'Theirs' } })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText(`${inject('demo').staff.email} saved a change while this form was open.`).waitFor()
  await page.getByText('Category: – → Theirs').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save my changes too' }).click()
  await page.getByRole('row', { name: new RegExp(`^Mine ${tag}.*Theirs`) }).waitFor()
})
