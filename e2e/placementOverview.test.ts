import { expect, inject, test } from 'vitest'
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

test('the CSV holds the rows and the figures of the screen', async () => {
  const { page } = await visit({ signedIn: true })
  // Past days only, so that live traffic changes nothing between screen and file.
  const [start, end] = [dayAgo(5), dayAgo(2)]
  await page.goto(`/placements/?start_date=${start}&end_date=${end}`)
  await page.getByRole('row', { name: /^All placements/ }).waitFor()
  const download = page.waitForEvent('download')
  await page
    .getByRole('link', { name: 'CSV' })
    .or(page.getByRole('button', { name: 'CSV' }))
    .first()
    .click()
  const file = await download
  expect(file.suggestedFilename()).toBe(`placement-overview_${start}_${end}_net.csv`)
  const stream = await file.createReadStream()
  let text = ''
  for await (const chunk of stream) text += chunk
  const [head, ...lines] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','))
  const column = (name: string) => head!.indexOf(name)
  // The first page: other tests make placements of their own.
  for (const line of lines.slice(0, 10)) {
    const row = page.getByRole('row', { name: new RegExp(`^${line[column('placement_name')]}`) })
    const shown = (await row.getByRole('cell').first().innerText()).replaceAll(',', '')
    expect(shown).toBe(line[column('total_impressions')])
  }
  // The header and the total are rows, too; the file holds all pages, the screen the first.
  expect((await page.getByRole('row').count()) - 2).toBe(Math.min(25, lines.length))
})

function dayAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
}
