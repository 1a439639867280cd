import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { expect, inject, test } from 'vitest'
import { savedCsv } from './support/savedCsv.ts'
import { savedWorkbook } from './support/savedWorkbook.ts'
import { expectAccessible, useBrowser } from './support/visit.ts'

const { visit } = useBrowser()

test('sign-in leads back to the requested page, and a wrong password shows an error', async () => {
  const { page } = await visit()
  const { staff } = inject('demo')
  await page.goto('/placements/?range=30d')
  await page.waitForURL(/\/login\//)
  await page.getByLabel('E-mail').fill(staff.email)
  const password = page.getByRole('textbox', { name: 'Password' })
  await password.fill('not this one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('E-mail or password is wrong.').waitFor()
  await expectAccessible(page)
  await password.fill(staff.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/\/placements\/\?range=30d/)
  await page.getByRole('row', { name: /^All placements/ }).waitFor()
})

test('a link to the sign-in page never leads to another site, however its target is spelt', async () => {
  const { page } = await visit()
  const { staff, url } = inject('demo')
  const hosts = new Set<string>()
  page.on('request', (request) => hosts.add(new URL(request.url()).host))
  const targets = [
    '//host.example/',
    '/%09/host.example/',
    '/.//host.example/',
    '/%0A/host.example/',
    '/%5Chost.example/',
  ]
  for (const next of targets) {
    await page.goto(`/login/?next=${next}`)
    await page.getByLabel('E-mail').fill(staff.email)
    await page.getByRole('textbox', { name: 'Password' }).fill(staff.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${url}/placements/`)
    await page.getByRole('row', { name: /^All placements/ }).waitFor()
  }
  expect([...hosts]).toEqual([new URL(url).host])
})

test('the pages and the API reference run under their content policies', async () => {
  const { page, errors } = await visit({ signedIn: true })
  for (const path of ['/placements/', '/merchants/', '/settings/', '/ops/', '/definitions/']) {
    const answer = await page.goto(path)
    expect(answer?.headers()['content-security-policy']).toMatch(/script-src 'self' 'sha256-/)
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
  await page.goto('/api/docs')
  await page.getByRole('heading', { level: 1, name: 'API' }).waitFor()
  await page.getByLabel('Search').fill('exposures renders')
  await page.getByText(/^\d+ of \d+ endpoints$/).waitFor()
  await page.getByText('Send exposures and renders').waitFor()
  expect(await page.getByText('/api/staff/login', { exact: true }).isVisible()).toBe(false)
  expect(errors).toEqual([])
})

test('the files hold the rows and the figures of the screen, and the total on request', async () => {
  const { page } = await visit({ signedIn: true })
  // Past days only, so that live traffic changes nothing between screen and file.
  const [start, end] = [dayAgo(5), dayAgo(2)]
  await page.goto(`/placements/?start_date=${start}&end_date=${end}`)
  const total = page.getByRole('row', { name: /^All placements/ })
  await total.waitFor()
  const shownIn = async (row: Locator) => Number((await row.getByRole('cell').first().innerText()).replaceAll(',', ''))
  await page.getByRole('button', { name: 'Other files' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Include the total row' }).click()
  const book = await savedWorkbook(page, () => page.getByRole('menuitem', { name: /^Excel workbook/ }).click())
  await page.keyboard.press('Escape')
  const csv = await savedCsv(page, () => page.getByRole('button', { name: 'CSV', exact: true }).click())
  expect([csv.name, book.name]).toEqual([
    `placement-overview_${start}_${end}_net.csv`,
    `placement-overview_${start}_${end}_net.xlsx`,
  ])
  expect(csv.rows[0]).toMatchObject({
    ...{ placement_name: 'All placements', total_impressions: String(await shownIn(total)) },
  })
  // The first page: other tests make placements of their own.
  for (const row of csv.rows.slice(1, 11)) {
    const shown = await shownIn(page.getByRole('row', { name: new RegExp(`^${row.placement_name}`) }))
    expect(String(shown)).toBe(row.total_impressions)
    expect(row).toMatchObject({ placement_key: expect.stringMatching(/./), tier: expect.stringMatching(/./) })
  }
  // The header and the total are rows, too; the file holds all pages, the screen the first.
  expect((await page.getByRole('row').count()) - 2).toBe(Math.min(25, csv.rows.length - 1))
  // The workbook has the same cells: numbers as numbers, percent as fractions with a format.
  const [about, sheet] = book.sheets
  expect(sheet!.name).toBe('Placements')
  expect(about!.rows.flat()).toContain(`Net: without suspected invalid traffic`)
  expect(sheet!.rows[0]).toEqual(csv.columns)
  const [name, impressions, fill] = ['placement_name', 'total_impressions', 'fill_rate_pct'].map((column) => {
    return csv.columns.indexOf(column)
  }) as [number, number, number]
  expect(sheet!.rows.slice(1).map((row) => [row[name], row[impressions]])).toEqual(
    csv.rows.map((row) => [row.placement_name, Number(row.total_impressions)]),
  )
  for (const [i, row] of sheet!.rows.slice(1).entries())
    if (csv.rows[i]!.fill_rate_pct !== '')
      expect((row[fill] as number) * 100).toBeCloseTo(Number(csv.rows[i]!.fill_rate_pct), 3)
})

test('a chart is saved as an image with its title, its days and its source, light in the dark', async () => {
  const { page } = await visit({ signedIn: true, colorScheme: 'dark' })
  const [start, end] = [dayAgo(5), dayAgo(2)]
  await page.goto(`/placements/?start_date=${start}&end_date=${end}`)
  await page.getByRole('button', { name: 'Impressions per day: image and files' }).click()
  const svg = readFileSync(
    await saved(page, () => page.getByRole('menuitem', { name: 'Download SVG' }).click()),
    'utf8',
  )
  for (const text of ['Impressions per day', 'net traffic', 'Source: Brand Exposure', 'fill="#ffffff"'])
    expect(svg).toContain(text)
  const png = readFileSync(await saved(page, () => page.getByRole('menuitem', { name: 'Download PNG' }).click()))
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect(png.readUInt32BE(16)).toBe(1920)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('menuitem', { name: 'Copy as image' }).click()
  await page.getByRole('menuitem', { name: 'Copied' }).waitFor()
  const types = await page.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => item.types))
  expect(types).toContain('image/png')
})

async function saved(page: Page, click: () => Promise<unknown>): Promise<string> {
  const saving = page.waitForEvent('download')
  await click()
  return (await saving).path()
}

function dayAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
}
