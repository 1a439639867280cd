import { existsSync } from 'node:fs'
import { type Browser, chromium, type LaunchOptions } from '@playwright/test'

/**
 * With RenderDocument, half of the tabs that a link opens never load in Chromium 153 while Playwright watches them. Chromium
 * obeys the last list only, so Playwright's entries that change what a page does are here too.
 */
const DISABLED_FEATURES = [
  'RenderDocument',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'HttpsUpgrades',
  'OptimizationHints',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'Translate',
]

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${DISABLED_FEATURES.join(',')}`,
]

/** Starts the Chromium that `browserPath` chooses. */
export async function openBrowser(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({ ...options, executablePath: await browserPath(), args: FLAGS })
}

/**
 * Chromium: the one at CHROMIUM, the system's, or the one that npm brought. TEST_BROWSER=shipped ignores the system's,
 * TEST_BROWSER=system fails without it.
 * Call it once before parallel tests: two first uses at once would unpack into each other.
 */
export async function browserPath(): Promise<string> {
  const { CHROMIUM: given, TEST_BROWSER: kind = '' } = process.env
  if (!['', 'shipped', 'system'].includes(kind)) throw new Error(`TEST_BROWSER is shipped or system, not "${kind}".`)
  if (kind === 'shipped') return shipped()
  const system = given || systemBrowser()
  if (system) return system
  if (kind === 'system') throw new Error(`TEST_BROWSER=system found no browser. ${ADVICE}`)
  return shipped()
}

function systemBrowser(): string | undefined {
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
}

const ADVICE = 'Install a browser (apt-get install chromium) or name it in CHROMIUM=/path/to/chromium.'

async function shipped(): Promise<string> {
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    return await packed.executablePath()
  } catch (error) {
    throw new Error(ADVICE, { cause: error })
  }
}
