import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'

/** A tab that has not reached its page by then never will. */
const LOADS_MS = 10_000
const CLOSES_MS = 3000

/**
 * For tests that open tabs. In about one context of ten, the headless Chromium that npm ships opens no further tab, or one
 * that does nothing, while Playwright watches it; another context works. With a system's Chromium this was never seen.
 */
export const OPENS_TABS = { retry: 3 }

/** Acts, waits until a tab opens and reaches its page, and closes it. */
export async function openNewTab(page: Page, act: () => Promise<void>): Promise<void> {
  const opening = page.context().waitForEvent('page', { timeout: LOADS_MS })
  const [tab] = await Promise.all([opening, act()])
  await tab.waitForURL(/^http/, { timeout: LOADS_MS })
  await Promise.race([tab.close(), sleep(CLOSES_MS)])
  await page.bringToFront()
}
