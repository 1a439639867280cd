// What users wait for: start of the product, size and paint of a dashboard page, size of the SDK.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { openBrowser } from '../e2e/support/browser.ts'
import { freePort } from '../server/src/lib/freePort.ts'
import { FIGURE_PAGES, FIRST_LOAD_KB, firstLoadKb } from './support/firstLoad.ts'
import { percentile, type Row } from './support/table.ts'

const root = join(import.meta.dirname, '..')
const VISITS = 5

export async function benchProduct(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bx-bench-'))
  chmodSync(dataDir, 0o755)
  const began = performance.now()
  const child = spawn(process.execPath, [join(root, 'scripts/start.ts')], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(await freePort('127.0.0.1')) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (text) => String(text).includes('Sign in') && resolve())
      child.once('exit', (code) => reject(new Error(`npm start ended: ${code}`)))
    })
    const started = {
      what: 'npm start, after installing: last 7 days on the dashboard',
      value: since(began),
      figure: '<= 20 s',
    }
    return [started, ...weights(), ...(await paints(join(dataDir, 'demo.json')))]
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGINT')
      await once(child, 'exit')
    }
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function weights(): Row[] {
  return [
    { what: 'SDK, gzipped', value: `${gzipped(join(root, 'sdk/dist/bx.js'))} B`, figure: '<= 5120 B' },
    ...FIGURE_PAGES.map((name) => ({
      what: `first-load JS of /${name}/, gzipped`,
      value: `${firstLoadKb(name).toFixed(0)} KB`,
      figure: `<= ${FIRST_LOAD_KB} KB`,
    })),
  ]
}

/** Signed in, with a fresh browser context (cold cache) per visit. */
async function paints(demoFile: string): Promise<Row[]> {
  const demo = JSON.parse(readFileSync(demoFile, 'utf8')) as { url: string; staff: { email: string; password: string } }
  const browser = await openBrowser()
  // One sign-in, because the server limits sign-ins per address.
  const signedIn = await browser.newContext({ baseURL: demo.url })
  await signedIn.request.post('/api/staff/login', { data: demo.staff })
  const rows: Row[] = []
  for (const name of FIGURE_PAGES) {
    const visits: Visit[] = []
    for (let visit = 0; visit < VISITS; visit++) {
      const context = await browser.newContext({ baseURL: demo.url })
      await context.addCookies(await signedIn.cookies())
      visits.push(await timeVisit(await context.newPage(), name))
      await context.close()
    }
    const median = (of: keyof Visit) =>
      percentile(
        visits.map((visit) => visit[of]),
        50,
      ).toFixed(0)
    rows.push({
      what: `/${name}/, cold cache: first contentful paint / figures there / 30 days on a key, longest frame of it (medians of ${VISITS})`,
      value: `${median('paint')} / ${median('figures')} / ${median('range')}, ${median('interaction')} ms`,
      figure: 'figures < 1000 ms',
    })
  }
  await browser.close()
  return rows
}

/** Milliseconds. */
interface Visit {
  readonly paint: number
  readonly figures: number
  /** From the key press for 30 days to the figures; 0 if a view has no range. */
  readonly range: number
  /** Longest time from the key press to the next frame (Interaction to Next Paint). */
  readonly interaction: number
}

// Runs in the page, whose types are not available here.
const WATCH_INTERACTIONS = `
  globalThis.longest = 0
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration)
  }).observe({ type: 'event', durationThreshold: 16 })`
const TWO_FRAMES = 'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null))))'

async function timeVisit(page: Page, name: string): Promise<Visit> {
  const began = performance.now()
  await page.goto(`/${name}/`)
  await page.getByRole('table').first().waitFor()
  const figures = performance.now() - began
  const paint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  )
  if (name === 'simulator') return { paint, figures, range: 0, interaction: 0 }
  await page.evaluate(WATCH_INTERACTIONS)
  const pressed = performance.now()
  await Promise.all([page.waitForResponse(/\/api\/analytics\/.*range=30d/), page.keyboard.press('2')])
  await page.evaluate(TWO_FRAMES)
  const range = performance.now() - pressed
  const interaction = await page.evaluate(() => (globalThis as unknown as { longest: number }).longest)
  return { paint, figures, range, interaction }
}

const gzipped = (file: string) => gzipSync(readFileSync(file), { level: 9 }).length
const since = (began: number) => `${((performance.now() - began) / 1000).toFixed(1)} s`
