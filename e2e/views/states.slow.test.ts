import type { Route } from '@playwright/test'
import { expect, inject, test } from 'vitest'
import { expectAccessible, useBrowser } from '../support/visit.ts'

// Views without data, with errors, slow, stale or offline. The answers are the product's, changed or delayed on their way.

const { visit } = useBrowser()
const OVERVIEW = '**/api/analytics/placements/overview*'

test('days without an impression name the last one and lead to it', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/placements/?start_date=2020-01-03&end_date=2020-01-09')
  await page.getByRole('heading', { name: 'Nothing shown from 3 – 9 Jan' }).waitFor()
  await page.getByText(/^The last impression was \d+ \w+ \d{4}\.$/).waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: /^Show / }).click()
  await page.getByRole('row', { name: /^All placements/ }).waitFor()
})

test('before the first impression, three steps lead to it', async () => {
  const { page } = await visit({ signedIn: true })
  await page.route('**/api/analytics/merchants?*', (route) =>
    changed(route, ({ data }) => {
      data.totals.last_shown_day = null
    }),
  )
  await page.goto('/placements/?start_date=2020-01-03&end_date=2020-01-09')
  await page.getByRole('heading', { name: 'No impressions yet' }).waitFor()
  expect(await page.getByRole('main').getByRole('listitem').count()).toBe(3)
  await expectAccessible(page)
})

test('a failed question names what failed with its request id, and asking again works', async () => {
  const { page } = await visit({ signedIn: true })
  await page.route(OVERVIEW, (route) =>
    route.fulfill({
      status: 422,
      headers: { 'x-request-id': 'req-42' },
      json: { error: { code: 'invalid_request', message: 'The range is too long.' } },
    }),
  )
  await page.goto('/placements/')
  const alert = page.getByRole('alert').filter({ hasText: 'Placements did not load' })
  await alert.waitFor()
  expect(await alert.innerText()).toContain('Request req-42')
  await expectAccessible(page)
  await page.unroute(OVERVIEW)
  await alert.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('row', { name: /^All placements/ }).waitFor()
})

test('too many questions are counted down', async () => {
  const { page } = await visit({ signedIn: true })
  await page.route(OVERVIEW, (route) =>
    route.fulfill({
      status: 429,
      headers: { 'retry-after': '30' },
      json: { error: { code: 'rate_limited', message: 'Too many requests.' } },
    }),
  )
  await page.goto('/placements/')
  await page.getByRole('button', { name: /^Try again in \d+ s$/ }).waitFor()
})

test('a slow answer shows the shape of the page, then says that work goes on', async () => {
  const { page } = await visit({ signedIn: true })
  const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>()
  await page.route(OVERVIEW, async (route) => {
    await mayAnswer
    await route.continue()
  })
  await page.goto('/placements/')
  await page.getByRole('status', { name: 'Loading' }).waitFor()
  await page.getByText('Still working: all placements').waitFor()
  answer()
  await page.getByRole('row', { name: /^All placements/ }).waitFor()
})

test('another range keeps the old figures in sight until the new ones are there', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/placements/')
  await page.getByRole('row', { name: /^All placements/ }).waitFor()
  const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>()
  await page.route('**/overview?range=30d*', async (route) => {
    await mayAnswer
    await route.continue()
  })
  await page.keyboard.press('2')
  await page.getByRole('progressbar', { name: 'Loading the range' }).waitFor()
  expect(await page.getByRole('row', { name: /^All placements/ }).isVisible()).toBe(true)
  expect(await page.locator('[aria-busy="true"]').evaluate((body) => getComputedStyle(body).opacity)).toBe('0.6')
  answer()
  await page.getByRole('progressbar', { name: 'Loading the range' }).waitFor({ state: 'hidden' })
})

test('figures that end too long ago say so, and are not compared', async () => {
  const { page } = await visit({ signedIn: true })
  await page.route(OVERVIEW, (route) =>
    changed(route, ({ meta }) => {
      meta.complete_to = new Date(Date.now() - 87 * 60_000).toISOString()
      meta.waiting = 24_310
    }),
  )
  await page.goto('/placements/')
  await page.getByText(/^Figures stop at \d\d:\d\d$/).waitFor()
  await page.getByText('24,310 events are waiting').waitFor()
  await page.getByText(/87 min behind/).waitFor()
  expect(await page.getByText('full days').count()).toBe(0)
  await expectAccessible(page)
})

test('offline, the last figures stay and say when they are from', async () => {
  const { page, context } = await visit({ signedIn: true })
  await page.goto('/placements/')
  await page.getByRole('row', { name: /^All placements/ }).waitFor()
  await context.setOffline(true)
  await page.getByText(/Offline, last data \d\d:\d\d/).waitFor()
  expect(await page.getByRole('row', { name: /^All placements/ }).isVisible()).toBe(true)
  await context.setOffline(false)
  await page.getByText('Complete to').first().waitFor()
})

test('a filter that nothing matches names itself and clears', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/placements/?q=chekout')
  await page.getByRole('heading', { name: 'No placement matches “chekout”' }).waitFor()
  await page.getByRole('button', { name: 'Clear filter' }).click()
  await page.getByRole('row', { name: /^All placements/ }).waitFor()
})

test('when the session ends the page asks for the password and stays', async () => {
  const { page, context } = await visit({ signedIn: true })
  await page.goto('/merchants/?range=30d')
  await page.getByRole('row', { name: /^All merchants/ }).waitFor()
  await context.clearCookies()
  await page.getByRole('heading', { name: 'Your session has ended' }).waitFor()
  await page.locator('input[name=password-again]').fill(inject('demo').staff.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Your session has ended' }).waitFor({ state: 'detached' })
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/merchants/?range=30d')
})

interface Body {
  readonly data: { readonly rows: unknown[]; readonly totals: { last_shown_day?: string | null } }
  readonly meta: { complete_to: string; waiting: number }
}

/** The product's own answer with something changed. */
async function changed(route: Route, change: (body: Body) => void): Promise<void> {
  const response = await route.fetch()
  const body = await response.json()
  change(body)
  await route.fulfill({ response, json: body })
}
