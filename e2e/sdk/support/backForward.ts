import type { Page } from '@playwright/test'
import { openBrowser } from '../../support/browser.ts'
import { eventually, turnTab } from './scene.ts'

// The back-forward cache: a page that is left stays in memory, and comes back with all that it was.

/** Playwright switches the cache off. */
export const openBrowserWithCache = () => openBrowser({ ignoreDefaultArgs: ['--disable-back-forward-cache'] })

/** The Chromium that npm brings is a headless shell, whose build has no such cache: no flag adds it. */
const HAS_NO_CACHE = 'BackForwardCacheDisabledForDelegate'

/**
 * How to leave a page and come back to it. Where the browser itself says that it was built without the cache, the page
 * stays and gets the events of leaving and coming back.
 */
export async function backForwardOf(page: Page): Promise<(elsewhere: string) => Promise<void>> {
  const devtools = await page.context().newCDPSession(page)
  const reasons: string[] = []
  devtools.on('Page.backForwardCacheNotUsed', ({ notRestoredExplanations }) => {
    reasons.push(...notRestoredExplanations.map(({ reason }) => reason))
  })
  await devtools.send('Page.enable')
  const body = '<!doctype html><title>Probe</title><link rel="icon" href="data:,">'
  await page.route('**/probe-*', (route) => route.fulfill({ contentType: 'text/html', body }))
  await page.goto('/probe-1')
  await page.evaluate(() => addEventListener('pageshow', ({ persisted }) => Object.assign(window, { persisted })))
  await leaveAndReturn(page, '/probe-2')
  const isRestored = async () => (await page.evaluate('window.persisted')) === true
  await eventually(async () => {
    if (!(await isRestored()) && reasons.length === 0) throw new Error('not known yet')
  })
  await devtools.detach()
  if (await isRestored()) return (elsewhere) => leaveAndReturn(page, elsewhere)
  await page.waitForURL('**/probe-1')
  if (reasons.includes(HAS_NO_CACHE)) return () => leaveAndReturnInPlace(page)
  throw new Error(`The browser has a back-forward cache and did not use it: ${reasons.join(', ')}`)
}

/**
 * Playwright's own goBack waits for a load that such a page does not have. The page answers first and goes back then:
 * a navigation that begins sooner destroys the context that the answer comes from.
 */
async function leaveAndReturn(page: Page, elsewhere: string): Promise<void> {
  await page.goto(elsewhere)
  await page.evaluate(() => void setTimeout(() => history.back()))
}

/** Some browsers send no `visibilitychange` when the page comes back: `pageshow` alone must be enough. */
async function leaveAndReturnInPlace(page: Page): Promise<void> {
  await turnTab(page, 'hidden')
  await page.evaluate(() => {
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true })
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  })
}
