import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { savedCsv } from '../support/savedCsv.ts'
import { expectAccessible, useBrowser } from '../support/visit.ts'

// The simulator as a salesperson uses it: fill in the deal, read the verdict, send the link.

const { visit } = useBrowser()
const SIMULATE = '**/api/commercial/simulate*'
const VERDICT = /^(Feasible \((30% allocation|50% allocation - HIGH RISK)\)|Not Feasible)\.$/

async function open(query = '') {
  const visited = await visit({ signedIn: true })
  await visited.page.goto(`/simulator/${query}`)
  await visited.page.getByRole('row', { name: /^Chosen placements/ }).waitFor()
  return visited
}

const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict', exact: true })

test('a deal is filled in, its verdict read, and its link gives a colleague the same', async () => {
  const { page, errors } = await open()
  await page.getByLabel('CPI budget').fill('2k')
  await page.getByLabel('Requested impressions').fill('1.5M')
  await page.waitForURL(/budget=2000&.*impressions=1500000/)
  await verdict(page).getByText('Not Feasible.').waitFor()
  await verdict(page)
    .getByText(/^.*Limited by /)
    .waitFor()
  await page.getByRole('region', { name: 'Warnings' }).getByText('Not feasible.').waitFor()
  await page.getByLabel('Requested impressions').fill('1,000')
  await verdict(page).getByText('Feasible (30% allocation).').waitFor()
  const colleague = await visit({ signedIn: true })
  await colleague.page.goto(page.url())
  // While the demo's history still loads, figures move: both look at the same moment.
  const both = async () => {
    await Promise.all([page.reload(), colleague.page.reload()])
    const [mine, theirs] = await Promise.all([figures(page), figures(colleague.page)])
    return mine === theirs ? 'the same' : `${mine}\n${theirs}`
  }
  await expect.poll(both, { timeout: 40_000, interval: 1000 }).toBe('the same')
  expect(await colleague.page.getByLabel('Requested impressions').inputValue()).toBe('1,000')
  expect(await colleague.page.getByLabel('CPI budget').inputValue()).toBe('2,000')
  expect(errors).toEqual([])
})

test('the largest safe deal comes first, and using it fits', async () => {
  const { page } = await open('?impressions=90000000')
  const safe = page.getByRole('region', { name: 'Largest safe deal' })
  await safe.getByText('Its break-even price').waitFor()
  await safe.getByRole('button', { name: 'Use this deal' }).click()
  await verdict(page).getByText('Feasible (30% allocation).').waitFor()
})

test('possible is available and competing; goal is delivered and short', async () => {
  const { page } = await open('?impressions=90000')
  const supply = page.getByRole('region', { name: 'Available inventory' })
  const values = await supply.locator('dt + dd').allInnerTexts()
  const [goal, available, competing, possible] = values.map((text) => Number(text.replaceAll(',', '')))
  expect(possible).toBe(available! + competing!)
  const [delivered, short = 0] = (await supply.locator('dd').nth(1).innerText())
    .match(/[\d,]+/g)!
    .map((text) => Number(text.replaceAll(',', '')))
  expect(delivered! + short).toBe(goal)
})

test('a placement is ticked out of the deal by its box or its row, and in again', async () => {
  const { page } = await open()
  const row = page.getByRole('row', { name: /^Search results/ })
  const capacity = () => page.getByRole('row', { name: /^Chosen placements/ }).innerText()
  const whole = await capacity()
  await row.getByRole('checkbox').click()
  await page.waitForURL(/without=/)
  await expect.poll(capacity, { timeout: 15_000 }).not.toBe(whole)
  expect(await row.getByRole('checkbox').isChecked()).toBe(false)
  await row.getByRole('cell').nth(3).click()
  await page.waitForURL((url) => !url.search.includes('without='))
  await expect.poll(() => row.getByRole('checkbox').isChecked(), { timeout: 15_000 }).toBe(true)
})

test('a deal is saved under a name, and compared with another one side by side', async () => {
  const { page } = await open('?impressions=1000')
  await page.getByRole('button', { name: 'Save this deal' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Small one')
  await page.getByRole('dialog').getByRole('button', { name: 'Save deal' }).click()
  await page.getByRole('button', { name: 'Compare with Small one' }).click()
  await page.waitForURL(/beside=[0-9a-f-]{36}/)
  await page.getByLabel('Requested impressions').fill('2,000')
  const row = page.getByRole('table', { name: 'This deal and Small one' }).getByRole('row', { name: /^Requested/ })
  await expect.poll(() => row.innerText(), { timeout: 20_000 }).toMatch(/2,000\s+1,000/)
  await expectAccessible(page)
})

test('a merchant is chosen, and stays in the link', async () => {
  const { page } = await open()
  await page.getByRole('combobox', { name: 'Merchant' }).click()
  await page.getByRole('option').first().click()
  await page.waitForURL(/merchant=[0-9a-f-]{36}/)
  await verdict(page).getByText(VERDICT).waitFor()
})

test('what is typed before the first answer is searched, and stays when the answer comes', async () => {
  const { page } = await visit({ signedIn: true })
  const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>()
  await page.route(SIMULATE, async (route) => {
    await mayAnswer
    await route.continue()
  })
  await page.goto('/simulator/')
  const merchant = page.getByRole('combobox', { name: 'Merchant' })
  await merchant.pressSequentially('Fernway')
  answer()
  await page.getByRole('row', { name: /^Chosen placements/ }).waitFor()
  expect(await merchant.inputValue()).toBe('Fernway')
  await page.getByRole('option', { name: 'Fernway Coffee' }).click()
  await page.waitForURL(/merchant=/)
})

test('an empty or invalid input clears the verdict and says why', async () => {
  const { page } = await open()
  const before = page.url()
  await page.getByLabel('Requested impressions').fill('many')
  const none = page.getByRole('region', { name: 'No verdict' })
  await none.getByText('Requested impressions: Enter a number, such as 1,500,000 or 1.5M.').waitFor()
  expect(page.url()).toBe(before)
  expect(await verdict(page).count()).toBe(0)
  await page.getByLabel('Requested impressions').fill('')
  await none.getByText('Requested impressions: Enter a number.').waitFor()
  await page.getByLabel('Requested impressions').fill('2,000')
  await verdict(page).getByText(VERDICT).waitFor()
  await page.goto('/simulator/?from=2026-01-01&to=2026-01-31')
  await page.getByText(/^Whole days are sold: choose \d+ \w+ \d{4} or later\.$/).waitFor()
  await none.getByText(/^Days: Whole days are sold/).waitFor()
  await expectAccessible(page)
})

test('a failed simulation names its request, and asking again works', async () => {
  const { page } = await visit({ signedIn: true })
  // A refusal is not retried automatically, as a fault of the server is.
  await page.route(SIMULATE, (route) =>
    route.fulfill({
      status: 429,
      headers: { 'x-request-id': 'req-77' },
      json: { error: { code: 'too_many_questions', message: 'Too many questions at a time.' } },
    }),
  )
  await page.goto('/simulator/')
  const alert = page.getByRole('alert').filter({ hasText: 'The simulation did not load' })
  await alert.waitFor()
  expect(await alert.innerText()).toContain('Request req-77')
  await page.unroute(SIMULATE)
  await alert.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('row', { name: /^Chosen placements/ }).waitFor()
})

test('a slow simulation says that work goes on; without placements it says what is missing', async () => {
  const { page } = await visit({ signedIn: true })
  const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>()
  await page.route(SIMULATE, async (route) => {
    await mayAnswer
    const response = await route.fetch()
    const body = await response.json()
    body.data.rows = []
    await route.fulfill({ response, json: body })
  })
  await page.goto('/simulator/')
  await page.getByText('Still working: the forecast of every placement').waitFor()
  answer()
  await page.getByRole('heading', { name: 'No placements yet' }).waitFor()
  await expectAccessible(page)
})

test('every number opens, and the CSV holds the rows of the screen', async () => {
  const { page } = await open('?sort=-capacity')
  await verdict(page).locator('[data-explain]').first().focus()
  await page.keyboard.press('e')
  const dialog = page.getByRole('dialog')
  for (const fact of ['Meaning', '80% interval', 'Counted', 'Period'])
    await dialog.getByText(fact, { exact: true }).waitFor()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await page.getByText(/^Assumes packages already sold deliver on plan/).waitFor()
  const isTheScreen = async () => {
    const names = await page.locator('tbody tr[data-link] th').allInnerTexts()
    const { rows } = await savedCsv(page, () => page.getByRole('button', { name: 'CSV', exact: true }).click())
    const saved = rows.map((row) => row.placement_name!)
    const [inFile, onScreen] = [saved.filter(isDemos), names.map((name) => name.trim()).filter(isDemos)]
    return onScreen.length > 1 && inFile.join() === onScreen.join() ? 'the same' : `${inFile} | ${onScreen}`
  }
  await expect.poll(isTheScreen, { timeout: 20_000 }).toBe('the same')
})

test('on paper the inputs are words', async () => {
  const { page } = await open('?budget=1234&impressions=4321')
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByLabel('CPI budget').isVisible()).toBe(false)
  const asked = await page.locator('main dl').first().innerText()
  for (const words of [/£1,234\.00/, /4,321/, /\(30 days, \w+\)/, /A new merchant/, /All \d+/, /complete to \d\d:\d\d/])
    expect(asked).toMatch(words)
})

/** Everything the link must restore. */
async function figures(page: Page): Promise<string> {
  await page.getByRole('row', { name: /^Chosen placements/ }).waitFor()
  const rows = await page.locator('tbody').first().getByRole('row').allInnerTexts()
  return [await verdict(page).innerText(), ...rows.filter(isDemos)].join('\n')
}

/** Other tests make placements while this one looks; they have nothing to sell. */
function isDemos(row: string): boolean {
  return !row.trim().startsWith('SDK ')
}
