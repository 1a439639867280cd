import { addMoney, parseMoney } from '@bx/contracts/money'
import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { expectFitsEveryone, useBrowser } from '../support/visit.ts'

// Scorecard, benchmarking and paths as an analyst uses them, on the demo world.

const { visit } = useBrowser()

test('the scorecard adds up, changes with the model, and its file is the screen', async () => {
  const { page, errors } = await visit({ signedIn: true })
  await page.goto('/performance/?range=30d&compare=none')
  await row(page, 'All placements').waitFor()
  await expect.poll(() => cell(page, 'All placements', 'Conversions'), { timeout: 60_000 }).toBeGreaterThan(100)
  const names = await page.getByRole('rowheader').allInnerTexts()
  expect(names[0]).toContain('All placements')
  await page.getByText('Linear', { exact: true }).click()
  await page.waitForURL(/model=linear/)
  const isShared = async () => (await column(page, 'Conversions')).some((value) => !Number.isInteger(value))
  await expect.poll(isShared, { timeout: 15_000 }).toBe(true)
  // Another model moves no row; placements that other tests make come last.
  expect((await page.getByRole('rowheader').allInnerTexts()).slice(0, names.length)).toEqual(names)
  // Sales go on while the order is held: soon the update and a reading of the screen belong to one answer.
  const isInOrder = async () => {
    const update = page.getByRole('button', { name: 'Re-sort by new values' })
    if (await update.isVisible()) await update.click({ timeout: 2_000 })
    const rpms = (await column(page, 'RPM')).filter((value) => !Number.isNaN(value))
    return rpms.length > 1 && rpms.every((value, i) => i === 0 || value <= rpms[i - 1]!)
  }
  await expect.poll(() => isInOrder().catch(() => false), { timeout: 20_000 }).toBe(true)
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV', exact: true }).click()
  expect((await downloading).suggestedFilename()).toMatch(/^placement-scorecard_linear_.+\.csv$/)
  expect(errors).toEqual([])
})

test('open days can be left out', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/performance/?range=30d')
  await page.getByRole('button', { name: 'Leave out open days' }).click()
  await page.waitForURL(/start_date=/)
  await page.getByText(/^\d+ days: (\d+ (final|provisional)(, )?)+$/).waitFor()
})

test('a rate opens into the division it is made of, its range, its credit and its windows', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/performance/?range=30d')
  // Newer days are loaded first: rates get a rating when there is enough data.
  const rates = row(page, 'Search results').getByTitle(/^95% sure/)
  await expect.poll(() => rates.count(), { timeout: 90_000 }).toBe(3)
  await rates.nth(1).click()
  const dialog = page.getByRole('dialog').filter({ hasText: 'CVR, per impression, Search results' })
  for (const part of [
    'conversions',
    '÷',
    'impressions',
    '95%:',
    'Decisive touch',
    'up to 7 days before',
    'Good at 0.3% or more',
  ])
    await dialog.getByText(part).first().waitFor()
})

test('an analyst reads the thresholds, an admin changes them, and the colours follow', async () => {
  const { page, request } = await visit({ signedIn: true })
  await page.goto('/performance/?range=30d')
  await page.getByRole('button', { name: 'Thresholds' }).click()
  await page.getByLabel('CTR, %: good from').fill('90')
  await page.getByLabel('CTR, %: watch from').fill('80')
  await page.getByRole('button', { name: 'Save thresholds' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(() => row(page, 'Search results').getByTitle('Low').count(), { timeout: 15_000 }).toBeGreaterThan(0)
  const { data } = await (await request.get('/api/settings/performance')).json()
  const { version: _, changed_by: __, changed_at: ___, ...thresholds } = data
  const back = { ...thresholds, ctr_pct: { good: 3, watch: 1.5 } }
  expect((await request.put('/api/settings/performance', { data: back })).status()).toBe(200)
})

test('benchmarking recommends a package with its reason, and another merchant is one choice away', async () => {
  const { page, errors } = await visit({ signedIn: true })
  await page.goto('/performance/merchant/?range=30d')
  const table = page.getByRole('table', { name: /package each placement suits/ })
  await table.waitFor()
  const texts = (await table.getByRole('row').allInnerTexts()).slice(2)
  expect(texts.length).toBeGreaterThan(0)
  for (const text of texts) expect(text).toMatch(/CPA Priority|CPC Candidate|CPI Candidate|Not enough data/)
  await page.getByRole('heading', { level: 1 }).getByRole('button').click()
  await page.getByLabel('Search merchants').fill('fern')
  await page.keyboard.press('Enter')
  await page.waitForURL(/id=/)
  await page.getByRole('button', { name: 'CTR against CVR: show as table' }).click()
  await page.getByRole('region', { name: 'CTR against CVR, as a table' }).waitFor()
  expect(errors).toEqual([])
})

test('paths filter to a placement, and the lab computes a data-driven model', async () => {
  const { page, errors } = await visit({ signedIn: true })
  await page.goto('/performance/paths/?range=7d')
  await page.getByRole('button', { name: 'Search results' }).click()
  await page.waitForURL(/through=/)
  await page.getByRole('button', { name: /show all/ }).click()
  await page.getByText('Attribution lab').click()
  await page.getByRole('table', { name: /by each model/ }).waitFor()
  await page.getByRole('button', { name: /Compute Markov/ }).click()
  const result = page.getByRole('table', { name: 'Conversions by placement, Markov removal effect' })
  await result.waitFor({ timeout: 45_000 })
  const shares = (await result.getByRole('row').allInnerTexts())
    .flatMap((text) => /([\d.]+)%/.exec(text)?.[1] ?? [])
    .map(Number)
  expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100)).toBeLessThan(1)
  expect(errors).toEqual([])
})

test.each(['/performance/', '/performance/merchant/', '/performance/paths/', '/performance/paths/?tab=lab'])(
  '%s is accessible in both themes and keeps to a phone',
  async (path) => {
    const { page } = await visit({ signedIn: true })
    await page.goto(path)
    await page.getByRole('table').first().waitFor()
    await expectFitsEveryone(page)
  },
)

test('attributed and unattributed commission are the same money under every model, to the unit', async () => {
  const { request } = await visit({ signedIn: true })
  const moneyOf = async (model: string): Promise<string> => {
    const answer = await request.get(`/api/analytics/placements/scorecard?range=30d&compare=none&model=${model}`)
    const { totals } = (await answer.json()).data
    return addMoney([totals, totals.unattributed].map((part) => parseMoney(part.total_revenue))).toString()
  }
  // Live sales may come between two questions: asked again, they agree.
  const kinds = async () =>
    new Set(await Promise.all(['decisive_touch', 'first_touch', 'linear', 'time_decay'].map(moneyOf)))
  await expect.poll(async () => (await kinds()).size, { timeout: 30_000 }).toBe(1)
  expect(Number(await moneyOf('decisive_touch'))).toBeGreaterThan(0)
})

function row(page: Page, name: string) {
  return page.getByRole('row', { name: new RegExp(`^${name}`) })
}

async function column(page: Page, title: string): Promise<number[]> {
  const heads = await page.getByRole('columnheader').allInnerTexts()
  const at = heads.findIndex((text) => text.trim().startsWith(title))
  const texts = await page
    .getByRole('row')
    .evaluateAll((rows, nth) => rows.slice(2).map((row) => row.querySelectorAll('th, td')[nth]!.textContent!), at)
  return texts.map((text) => Number(text.replace(/[^\d.]/g, '') || Number.NaN))
}

async function cell(page: Page, name: string, title: string): Promise<number> {
  const heads = await page.getByRole('columnheader').allInnerTexts()
  const at = heads.findIndex((text) => text.trim().startsWith(title))
  return Number((await row(page, name).locator('th, td').nth(at).innerText()).replace(/[^\d.]/g, ''))
}
