import { existsSync } from 'node:fs'
import { type Browser, chromium, type LaunchOptions } from '@playwright/test'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Chromium: $CHROMIUM, the system's, or the one that npm brought. */
export async function openBrowser(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({ ...options, executablePath: await browserPath(), args: FLAGS })
}

/** Call it once before parallel tests: two first uses at once would unpack into each other. */
export async function browserPath(): Promise<string> {
  const given = process.env.CHROMIUM
  if (given) return given
  const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
  if (system) return system
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    return await packed.executablePath()
  } catch (error) {
    const advice = 'No browser: install one (apt-get install chromium) or name it in CHROMIUM=/path/to/chromium.'
    throw new Error(advice, { cause: error })
  }
}
