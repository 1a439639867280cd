import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'

/** A tab that has not reached its page by then never will. */
const LOADS_MS = 60_000
const CLOSES_MS = 3000

/** Acts, waits until a tab opens and reaches its page, and closes it. */
export async function openNewTab(page: Page, act: () => Promise<void>): Promise<void> {
  const opening = page.context().waitForEvent('page', { timeout: LOADS_MS })
  const [tab] = await Promise.all([opening, act()])
  await tab.waitForURL(/^http/, { timeout: LOADS_MS })
  await Promise.race([tab.close(), sleep(CLOSES_MS)])
  await page.bringToFront()
}
