import type { APIRequestContext, Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test'
import axeCore from 'axe-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import { openBrowser } from './browser.ts'
import { historyLoaded } from './historyLoaded.ts'

declare const axe: typeof import('axe-core')

export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** Requests with the visitor's cookies. */
  readonly request: APIRequestContext
  /** Errors that the page threw or logged so far; a test may empty it. */
  readonly errors: string[]
}

/** Loading the demo's history takes a minute; on a machine that is busy with other things, several. */
const HISTORY_MS = 600_000

/**
 * One browser per test file; each visit is a person of its own, who leaves when the test ends.
 * @param options.stay visitors stay to the end of the file: its tests run beside each other
 */
export function useBrowser({ stay = false } = {}): { visit(options?: VisitOptions): Promise<Visit> } {
  let browser: Browser
  beforeAll(async () => {
    await historyLoaded()
    browser = await openBrowser()
  }, HISTORY_MS)
  // Pages left open go on asking for figures, and slow the tests after them.
  afterEach(async () => {
    if (!stay) await Promise.all(browser.contexts().map(leave))
  })
  afterAll(() => browser.close())
  return { visit: (options = {}) => visit(browser, options) }
}

/** Answers that are changed on their way end without an error. */
async function leave(context: BrowserContext): Promise<void> {
  await Promise.all(context.pages().map((page) => page.unrouteAll({ behavior: 'ignoreErrors' })))
  await context.close()
}

export interface VisitOptions extends BrowserContextOptions {
  /** Signed in as the demo's admin. */
  readonly signedIn?: boolean
}

async function visit(browser: Browser, { signedIn = false, ...options }: VisitOptions): Promise<Visit> {
  const demo = inject('demo')
  const context = await browser.newContext({
    baseURL: demo.url,
    viewport: { width: 1440, height: 1000 },
    locale: 'en-GB',
    ...options,
  })
  // A busy machine is several times as slow; waiting for something that never appears ends with the test.
  context.setDefaultTimeout(60_000)
  if (signedIn) {
    session ??= await signIn(context)
    await context.addCookies(session)
  }
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (line) => line.type() === 'error' && errors.push(`${line.text()} (${line.location().url})`))
  return { page, context, request: context.request, errors }
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>
/** One sign-in per test file: the server limits how many an address may try. */
let session: Cookies | undefined

async function signIn(context: BrowserContext): Promise<Cookies> {
  const answer = await context.request.post('/api/staff/login', { data: inject('demo').staff })
  expect(answer.status()).toBe(200)
  return context.cookies()
}

/** Accessibility: axe finds nothing in either theme, and there is no horizontal scrolling on a phone. */
export async function expectFitsEveryone(page: Page): Promise<void> {
  await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
  await turnTheme(page, 'light')
  await expectAccessible(page)
  await turnTheme(page, 'dark')
  // The other rules do not depend on colours, and were asked already.
  await expectAccessible(page, ['color-contrast', 'link-in-text-block'])
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page)
}

async function turnTheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
}

/** All of axe's rules, or those named, on the page when it is at rest. */
export async function expectAccessible(page: Page, rules?: readonly string[]): Promise<void> {
  // Old figures are faded until the new ones come.
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
  await page.evaluate(AT_REST)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeCore.source)
  // Violations alone: carried out of the page whole, the result takes five times as long as the rules.
  const violations = await page.evaluate(async (runOnly) => {
    const only = runOnly ? { runOnly: [...runOnly] } : {}
    const { violations: found } = await axe.run(document, { resultTypes: ['violations'], ...only })
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
  }, rules)
  expect(violations).toEqual([])
}

/** Charts are redrawn and fades end: nothing changes for 100 ms. At most 2 s, as live figures never rest for long. */
const AT_REST = async () => {
  await new Promise<void>((resolve) => {
    const changes = new MutationObserver(() => {
      clearTimeout(timer)
      timer = setTimeout(resolve, 100)
    })
    changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
    let timer = setTimeout(resolve, 100)
    setTimeout(resolve, 2000)
  })
  await Promise.allSettled(document.getAnimations().map(({ finished }) => finished))
}

/** Charts follow a change of width a moment later. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  await expect.poll(overflow, { timeout: 5_000 }).toBeLessThanOrEqual(0)
}
