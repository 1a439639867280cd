import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { savedCsv } from '../support/savedCsv.ts'
import { expectAccessible, useBrowser } from '../support/visit.ts'

// More merchants than a page holds: each is found by search and by turning pages, in the settings and in selectors.

const { visit } = useBrowser()
const sql = postgres(inject('productDatabaseUrl'), { max: 1, onnotice: () => {} })
const MANY = 600
/** After every name of the demo, so that other views keep their first page. */
const tag = `zz-${Date.now().toString(36)}`

beforeAll(async () => {
  await sql`
    insert into merchant_dim (merchant_ref, merchant_name, category)
    select ${tag} || '-' || n, ${tag} || ' ' || to_char(n, 'FM0000'), 'Many' from generate_series(1, ${MANY}) as n`
  await sql`insert into dimension_changes (table_name) values ('merchant_dim')`
})

afterAll(async () => {
  await sql`delete from merchant_dim where starts_with(merchant_ref, ${tag})`
  await sql`insert into dimension_changes (table_name) values ('merchant_dim')`
  await sql.end()
})

test('the settings turn pages to the last merchant, and find it by search', async () => {
  const { page, errors } = await visit({ signedIn: true })
  const names = () => page.getByRole('table').locator('tbody th').allInnerTexts()
  const first = async () => (await names())[0]
  await page.goto(`/settings/?tab=merchants&q=${tag}`)
  await page.getByText(`1–25 of ${MANY}`).waitFor()
  const seen: string[] = []
  for (let number = 1; number <= 24; number++) {
    await page.getByText(`${(number - 1) * 25 + 1}–${number * 25} of ${MANY}`).waitFor()
    await expect.poll(first, { timeout: 20_000 }).toBe(nameOf((number - 1) * 25 + 1))
    seen.push(...(await names()))
    if (number < 24) await page.getByRole('button', { name: 'next page' }).click()
  }
  expect(seen).toEqual(Array.from({ length: MANY }, (_, i) => nameOf(i + 1)))
  await page.getByRole('button', { name: 'Merchant', exact: true }).click()
  await page.waitForURL(/sort=-merchant_name/)
  await expect.poll(first, { timeout: 20_000 }).toBe(nameOf(MANY))
  await page.getByLabel('Search merchants').fill(`${tag}-599`)
  await page.getByText('1–1 of 1').waitFor()
  expect(await names()).toEqual([nameOf(599)])
  await page.goto(`/settings/?tab=merchants&q=${tag}&page=999`)
  await page.getByText(`576–600 of ${MANY}`).waitFor()
  await expectAccessible(page)
  expect(errors).toEqual([])
})

test('a merchant beyond the first page is chosen in a title, in the palette and in a form', async () => {
  const { page, errors } = await visit({ signedIn: true })
  await page.goto('/merchants/view/')
  await page.getByRole('heading', { level: 1 }).getByRole('button').click()
  await page.getByLabel('Search merchants').fill(nameOf(598))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: nameOf(598) }).waitFor()
  await page.keyboard.press('/')
  await page.getByRole('combobox', { name: 'Jump to' }).fill(`${tag}-597`)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: nameOf(597) }).waitFor()
  await page.goto('/simulator/')
  const field = page.getByRole('combobox', { name: 'Merchant' })
  await field.fill(nameOf(596))
  await page.getByRole('option', { name: nameOf(596) }).click()
  await page.waitForURL(/merchant=/)
  await page.reload()
  await expect.poll(() => field.inputValue(), { timeout: 20_000 }).toBe(nameOf(596))
  expect(errors).toEqual([])
})

test('the list of merchants turns pages, finds and orders them, and its file holds all of them', async () => {
  const { page, errors } = await visit({ signedIn: true })
  const names = () => page.getByRole('table').locator('tbody th a').allInnerTexts()
  const first = async () => (await names())[0]
  await page.goto('/merchants/')
  await page.getByRole('button', { name: 'next page' }).click()
  await page.getByText(/^26–50 of/).waitFor()
  await page.getByLabel('Filter merchants').fill(`${tag} many`)
  await page.getByText(`1–25 of ${MANY}`).waitFor()
  await expect.poll(names, { timeout: 20_000 }).toEqual(Array.from({ length: 25 }, (_, i) => nameOf(i + 1)))
  // A to Z first, then Z to A.
  await page.getByRole('button', { name: 'Merchant', exact: true }).click()
  await page.waitForURL(/sort=name/)
  await page.getByRole('button', { name: 'Merchant', exact: true }).click()
  await expect.poll(first, { timeout: 20_000 }).toBe(nameOf(MANY))
  await page.getByRole('button', { name: 'Page 24' }).click()
  await page.getByText(`576–600 of ${MANY}`).waitFor()
  await expect.poll(first, { timeout: 20_000 }).toBe(nameOf(25))
  const { rows } = await savedCsv(page, () => page.getByRole('link', { name: 'CSV' }).click())
  expect(rows.map((row) => row.merchant_name)).toEqual(Array.from({ length: MANY }, (_, i) => nameOf(MANY - i)))
  await page.goto(`/merchants/?q=${tag}&page=999`)
  await page.getByText(`576–600 of ${MANY}`).waitFor()
  await expectAccessible(page)
  expect(errors).toEqual([])
})

function nameOf(n: number): string {
  return `${tag} ${String(n).padStart(4, '0')}`
}
