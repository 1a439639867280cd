import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { useBrowser } from '../support/visit.ts'

// The pictures of the README, taken from the demo: `PICTURES=1 npm test -- e2e/views/pictures.slow.test.ts`.

const FOLDER = join(import.meta.dirname, '../../docs/pictures')
const MAX_BYTES = 200 * 1024
const { visit } = useBrowser()

test.runIf(process.env.PICTURES).each([
  ['placement-overview', '/placements/?range=30d', 'light', 800],
  ['placement-deep-dive', '/placements/view/?range=30d', 'dark', 640],
  ['merchant-summary', '/merchants/view/?range=30d', 'light', 900],
] as const)('a picture of the %s', async (name, path, colorScheme, height) => {
  const { page } = await visit({ signedIn: true, colorScheme, viewport: { width: 1200, height } })
  await page.goto(path)
  await page.getByText('Complete to').first().waitFor()
  await page.waitForTimeout(2000)
  mkdirSync(FOLDER, { recursive: true })
  const file = join(FOLDER, `${name}.png`)
  await page.screenshot({ path: file })
  expect(statSync(file).size).toBeLessThan(MAX_BYTES)
})
