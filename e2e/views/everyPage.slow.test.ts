import { expect, test } from 'vitest'
import { expectFitsEveryone, useBrowser } from '../support/visit.ts'

// Every page, once it shows something: nothing for axe to find in both themes, and no sideways scroll on a phone.

const { visit } = useBrowser()

const PAGES = [
  '/placements/',
  '/placements/view/',
  '/merchants/',
  '/merchants/view/',
  '/definitions/',
  '/overview/',
  '/packages/',
  '/packages/new/',
  '/packages/mismatches/',
  '/slot-mix/',
  '/simulator/?impressions=1000',
  '/simulator/?impressions=90000000',
  '/pricing/',
  '/ops/live/',
  '/ops/dead-letters/',
]

test.each(PAGES)('%s is accessible in both themes and keeps to a phone', async (path) => {
  const { page, errors } = await visit({ signedIn: true })
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByRole('main').locator('table:visible, form:visible, dl:visible').first().waitFor()
  await expectFitsEveryone(page)
  expect(errors).toEqual([])
})

test.each(['Winter sun', 'Glow week'])('the page of the package %s', async (name) => {
  const { page, request, errors } = await visit({ signedIn: true })
  const { data } = await (await request.get(`/api/packages?q=${name}`)).json()
  for (const path of ['/packages/view/', '/packages/wrap-up/']) {
    await page.goto(`${path}?id=${data[0].package_id}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByRole('main').locator('table:visible, dl:visible').first().waitFor()
    await expectFitsEveryone(page)
  }
  expect(errors).toEqual([])
})
