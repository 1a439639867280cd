import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmptyInstallation, startEmptyInstallation } from '../support/emptyInstallation.ts'
import { expectFitsEveryone, useBrowser, type Visit } from '../support/visit.ts'

// From an empty installation to the first verified event, as its first user does it.

const { visit } = useBrowser({ stay: true })
const PAGE = 'https://shop.corner.example'
let own: EmptyInstallation
let visitor: Visit
let page: Page

beforeAll(async () => {
  own = await startEmptyInstallation()
  visitor = await visit({ baseURL: own.url })
  page = visitor.page
})
afterAll(() => own.remove())

test('the sign-in page says how to get the first account', async () => {
  await page.goto('/login/')
  await page.getByText('npm run admin -- first-admin').waitFor()
})

test('the link on the console creates the administrator, who goes on to the setup; it works once', async () => {
  await page.goto(own.link)
  await page.getByLabel('Your name').fill('Mara Osei')
  await page.getByLabel('E-mail').fill('mara@corner.example')
  await page.locator('input[name=password]').fill('a green boat on nine lakes')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.waitForURL(/\/setup\//)
  await page.getByText('Three steps to your first verified event.').waitFor()
  const other = await visit({ baseURL: own.url })
  await other.page.goto(own.link)
  await other.page.getByLabel('Your name').fill('Eve')
  await other.page.getByLabel('E-mail').fill('eve@corner.example')
  await other.page.locator('input[name=password]').fill('a green boat on nine lakes')
  await other.page.getByRole('button', { name: 'Create account' }).click()
  await other.page.getByRole('alert').getByText('This link was used').waitFor()
})

test('the setup creates placement, merchant and key, and shows the filled-in code', async () => {
  const button = (name: string) => page.getByRole('button', { name })
  await page.getByRole('textbox', { name: 'Name' }).fill('Home carousel')
  await button('Create placement').click()
  await page.getByRole('textbox', { name: 'Merchant' }).fill('Fernway Coffee')
  await button('Create merchant').click()
  await page.getByRole('textbox', { name: 'Address of your page' }).fill(`${PAGE}/coffee`)
  await button('Create write key').click()
  await button('I have stored it').waitFor()
  const code = await page.locator('pre').innerText()
  for (const part of [own.url, 'home_carousel', 'fernway-coffee', 'bx_browser_']) expect(code).toContain(part)
  await button('I have stored it').click()
})

test('a refused event is explained, and the first good one turns the page', async () => {
  await page.getByText('Waiting for the first event').waitFor()
  await send('home_carousl')
  await page.getByText('Did you mean home_carousel?').waitFor()
  await send('home_carousel')
  await page.getByText('Your first event is in.').waitFor()
  await page.getByRole('link', { name: 'Open placement overview' }).waitFor()
  await expectFitsEveryone(page)
})

test('after a reload the setup continues, without the key’s text', async () => {
  await page.setViewportSize({ width: 1440, height: 1000 })
  await page.reload()
  await page.getByText('Replace YOUR_WRITE_KEY').waitFor()
})

test('guides are pages of the product, and their links lead to each other', async () => {
  await page.goto('/guides/')
  await page.getByRole('link', { name: 'Install', exact: true }).first().click()
  await page.getByRole('heading', { name: '5. First administrator' }).waitFor()
  await expectFitsEveryone(page)
  await page.getByRole('link', { name: 'operate' }).first().click()
  await page.waitForURL(/\/guides\/operate\//)
  await page.getByRole('heading', { level: 1, name: 'Operate' }).waitFor()
})

test('while the server restarts the page says so, keeps what was typed, and heals', async () => {
  await page.goto('/settings/?tab=placements')
  await page.getByRole('button', { name: /^New placement/ }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Half typed')
  await own.stopServer()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByRole('dialog').getByText('The server cannot be reached.').waitFor()
  await own.startServer()
  await page.getByRole('textbox', { name: 'Key' }).fill('half_typed')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByRole('cell', { name: 'half_typed' }).or(page.getByText('half_typed')).first().waitFor()
})

test('a page whose first load failed heals as well', async () => {
  await page.route('**/api/staff/me', (route) => route.abort())
  await page.goto('/placements/')
  await page.getByText('Trying again').waitFor()
  await page.unroute('**/api/staff/me')
  await page.getByRole('heading', { name: 'Placement overview' }).waitFor()
})

test('when the session ends, signing in on the same page keeps what was typed', async () => {
  await page.goto('/settings/?tab=placements')
  await page.getByRole('button', { name: /^New placement/ }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Typed before')
  await page.getByRole('textbox', { name: 'Key' }).fill('typed_before')
  await visitor.context.clearCookies()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  const asked = page.getByRole('heading', { name: 'Your session has ended' })
  await asked.waitFor()
  await page.locator('input[name=password-again]').fill('a green boat on nine lakes')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await asked.waitFor({ state: 'detached' })
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Typed before')
})

test('a part of the dashboard that cannot be loaded makes the page load again', async () => {
  let isBroken = true
  await page.route('**/_next/static/chunks/*.js', (route) => (isBroken ? route.abort() : route.continue()))
  await page.goto('/guides/')
  await page.getByText('could not be loaded completely').waitFor()
  isBroken = false
  await page.getByRole('heading', { level: 1, name: 'Guides' }).waitFor()
})

async function send(placement: string): Promise<void> {
  const key = /bx_browser_[\w-]+/.exec(await page.locator('pre').innerText())![0]
  const [id, unit, user, session] = Array.from({ length: 4 }, randomUUID)
  const ids = { event_id: id, exposure_unit_id: unit, user_id: user, session_id: session }
  const what = { merchant_id: 'fernway-coffee', placement_id: placement, exposure_type: 'carousel', rank_position: 0 }
  const rest = { timestamp: new Date().toISOString(), is_clickable: true, algorithm_version: 'v1' }
  const response = await fetch(`${own.url}/api/exposure/batch`, {
    method: 'POST',
    // A program's name would flag it as a bot.
    headers: {
      authorization: `Bearer ${key}`,
      origin: PAGE,
      'content-type': 'application/json',
      'user-agent': BROWSER,
    },
    body: JSON.stringify({ events: [{ ...ids, ...what, ...rest }] }),
  })
  expect(response.status).toBe(202)
}

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36'
