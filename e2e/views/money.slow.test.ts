import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { savedCsv } from '../support/savedCsv.ts'
import { useBrowser } from '../support/visit.ts'

// The screens of an installation in another currency: the demo's answers, with pence as yen or as fils, reach the page.

const { visit } = useBrowser()

const SHIFT = { JPY: 100, KWD: 0.1 } as const
const DECIMALS = { JPY: 0, KWD: 3 } as const
type Currency = keyof typeof SHIFT

const MONEY =
  /"(total_revenue|rpm|rpm_before|monthly_cpa_revenue|low|mid|high|good|watch|budget|cpm)":"(\d+(?:\.\d+)?)"/g

async function visitIn(currency: Currency): Promise<Page> {
  const { page } = await visit({ signedIn: true })
  await page.route(/\/api\/(staff\/me|analytics|commercial)/, async (route) => {
    const post = route.request().postData()?.replace(`"currency":"${currency}"`, '"currency":"GBP"')
    const response = await route.fetch(post === undefined ? {} : { postData: post })
    const shifted = (amount: string) => (Number(amount) * SHIFT[currency]).toFixed(DECIMALS[currency])
    const body = (await response.text())
      .replace(/"currency":"GBP"/g, `"currency":"${currency}"`)
      .replace(MONEY, (_, field, amount) => `"${field}":"${shifted(amount)}"`)
    await route.fulfill({ response, body })
  })
  return page
}

/** Amounts of the currency in a text. */
function amounts(text: string, currency: Currency): string[] {
  const mark = currency === 'JPY' ? '¥' : 'KWD\\s'
  return [...text.matchAll(new RegExp(`${mark}([\\d,.]*\\d)`, 'g'))].map((match) => match[1]!)
}

test.each([
  ['JPY', /^[\d,]+$/],
  ['KWD', /^[\d,]+\.\d{3}$/],
] as const)('%s has its decimals in tables, explanations, charts, files and the simulator', async (currency, form) => {
  const page = await visitIn(currency)
  const expectAmounts = (text: string) => {
    const found = amounts(text, currency)
    expect(found.length, text).toBeGreaterThan(0)
    for (const amount of found) expect(amount).toMatch(form)
    expect(text).not.toContain('£')
  }
  await page.goto('/performance/?range=30d&compare=none')
  const all = page.getByRole('row', { name: /^All placements/ })
  await all.waitFor()
  const commission = all
    .locator('[data-explain]')
    .filter({ hasText: currency === 'JPY' ? '¥' : 'KWD' })
    .last()
  await expect.poll(() => commission.innerText(), { timeout: 60_000 }).toMatch(/[1-9]/)
  expectAmounts(await commission.innerText())
  await commission.click()
  expectAmounts(await page.getByRole('dialog').innerText())
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: /Search results, day by day/ }).click()
  const chart = page.getByRole('group', { name: /^Commission per day/ })
  await chart.focus()
  await page.keyboard.press('ArrowRight')
  // The text for the day. The axis has round numbers without decimals.
  const said = async () => (await chart.innerText()).split('Commission\n')[1] ?? ''
  await expect.poll(said).not.toBe('')
  expectAmounts(await said())
  expectAmounts(await page.getByRole('region', { name: 'Rates per day' }).innerText())
  const { rows } = await savedCsv(page, () =>
    page.getByRole('dialog').getByRole('button', { name: 'CSV', exact: true }).first().click(),
  )
  for (const row of rows) expect(row).toMatchObject({ total_revenue: expect.stringMatching(/^[\d.]+$/), currency })
  expect(rows[0]!.total_revenue!.split('.')[1]?.length ?? 0).toBe(DECIMALS[currency])

  await page.goto('/simulator/')
  await page.getByRole('row', { name: /^Chosen placements/ }).waitFor()
  expectAmounts(await page.getByRole('region', { name: 'Verdict' }).innerText())
  expect(await page.getByLabel('CPI budget').inputValue()).toBe(currency === 'JPY' ? '50,000' : '150')
})
