import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { manyInScorecard, manyInSimulator } from '../support/many.ts'
import { expectFitsEveryone, useBrowser } from '../support/visit.ts'

// A marketplace with 500 placements: pages instead of walls, choices by the hundred, and no waiting for a sort.

const { visit } = useBrowser()
const SIZE = 500

async function openSimulator(query = '') {
  const visited = await visit({ signedIn: true })
  const bodies: { placement_ids: string[] }[] = []
  await manyInSimulator(visited.page, SIZE, bodies)
  await visited.page.goto(`/simulator/${query}`)
  await visited.page.getByRole('row', { name: /^Chosen placements/ }).waitFor()
  return { ...visited, bodies }
}

const rows = (page: Page) => page.locator('tbody tr[data-link]')

test('the simulator shows a page of placements at a time, in the address, and filters among all of them', async () => {
  const { page, errors } = await openSimulator()
  expect(await rows(page).count()).toBe(25)
  await page.getByText(`1–25 of ${SIZE}`).waitFor()
  await page.getByRole('button', { name: 'Page 20' }).click()
  await page.waitForURL(/page=20/)
  await page.getByText(`476–500 of ${SIZE}`).waitFor()
  await page.getByLabel('Filter placements').fill('shelf 123')
  await expect.poll(() => rows(page).count()).toBe(1)
  expect(new URL(page.url()).searchParams.get('budget')).not.toBeNull()
  expect(errors).toEqual([])
})

test('a warning names a few and leads to all of them; they are left out at once, in a short address', async () => {
  const { page, bodies } = await openSimulator()
  const warnings = page.getByRole('region', { name: 'Warnings' })
  expect((await warnings.innerText()).length).toBeLessThan(200)
  const all = warnings.getByRole('button', { name: /^Show all \d+$/ })
  const many = Number((await all.innerText()).replace(/\D/g, ''))
  await all.click()
  await page.waitForURL(/warning=few_days/)
  await page.getByText(`1–25 of ${many}`).waitFor()
  await page.getByRole('button', { name: `Leave out these ${many}` }).click()
  await page.waitForURL(/placements=/)
  expect(page.url().length).toBeLessThan(2048)
  await expect.poll(() => bodies.at(-1)!.placement_ids.length, { timeout: 15_000 }).toBe(SIZE - many)
  await page.getByRole('button', { name: 'Little history: show all placements again' }).click()
  await page.getByText(`1–25 of ${SIZE}`).waitFor()
  await page.reload()
  await page.getByRole('button', { name: `Placements: ${SIZE - many} of ${SIZE}` }).waitFor()
})

test('one is found in the picker by its name and left out; half of 500 still fit an address', async () => {
  const { page, bodies } = await openSimulator()
  await page.getByRole('button', { name: `Placements: All ${SIZE}` }).click()
  await page.getByLabel('Search placements').fill('shelf 77')
  await page.getByRole('option', { name: 'Category shelf 77', exact: true }).click()
  await page.waitForURL(/without=[^&,]+($|&)/)
  await page.getByRole('button', { name: `Placements: ${SIZE - 1} of ${SIZE}` }).waitFor()
  await expect.poll(() => bodies.at(-1)!.placement_ids.length, { timeout: 15_000 }).toBe(SIZE - 1)
  await page.keyboard.press('Escape')
  await page.getByLabel('Filter placements').fill('shelf 2')
  await page.getByRole('button', { name: /^Only these \d+$/ }).click()
  await page.waitForURL(/placements=/)
  expect(page.url().length).toBeLessThan(3072)
})

test('500 placements in the simulator: nothing for axe to find in both themes, and no sideways scroll on a phone', async () => {
  const { page, errors } = await openSimulator('?warning=few_days')
  await page.getByRole('button', { name: /^Only these/ }).waitFor()
  await expectFitsEveryone(page)
  expect(errors).toEqual([])
})

// Before formats were kept and popovers waited for their click: 400 ms and more at best, and 11 s in the simulator.
test('a click on a header of 500 rows is answered within 300 ms at best', async () => {
  const { page } = await visit({ signedIn: true })
  await manyInScorecard(page, SIZE)
  await page.goto('/performance/?range=7d')
  await page.getByText(`1–25 of ${SIZE}`).waitFor()
  expect(await fastestSort(page, 'Clicks')).toBeLessThan(300)
  const simulator = await openSimulator()
  expect(await fastestSort(simulator.page, 'Available')).toBeLessThan(500)
})

/** Of several clicks, the shortest time in the page from a click to the frame that shows the new order, ms. */
async function fastestSort(page: Page, title: string): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 6; i++) times.push(await page.evaluate(TIME_SORT, title))
  return Math.min(...times)
}

// Runs in the page, whose types the tests do not have.
const TIME_SORT = new Function(
  'title',
  `return new Promise((resolve) => {
    const header = [...document.querySelectorAll('thead button')].find((button) => button.textContent.startsWith(title))
    const order = () => header.closest('th').getAttribute('aria-sort')
    const [before, began] = [order(), performance.now()]
    const look = () => (order() === before ? requestAnimationFrame(look) : setTimeout(() => resolve(performance.now() - began)))
    header.click()
    requestAnimationFrame(look)
  })`,
) as (title: string) => Promise<number>
