import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { freePort } from '../../server/src/lib/freePort.ts'
import { useBrowser, type Visit } from '../support/visit.ts'
import { buildOutside, type Facts, type Outside, serveFolder } from './support/outside.ts'
import { eventually, rowsOf } from './support/scene.ts'
import { makeShop, type Shop } from './support/shop.ts'

// Separate projects, built by the guides from the package that the server serves, and what the server stored for each.

/** A build of 17 s of CPU: in the long profile and in CI. */
const BUILDS_NEXT = process.env.TEST_PROFILE === 'long' || process.env.TEST_NEXT === '1'

const { visit } = useBrowser({ stay: true })
const sql = postgres(inject('productDatabaseUrl'), { max: 1, onnotice: () => {} })
const undo: (() => unknown)[] = []
afterAll(async () => {
  for (const step of undo.reverse()) await step()
  await sql.end({ timeout: 1 })
})

let admin: Visit
beforeAll(async () => {
  admin = await visit({ signedIn: true })
})

const REACT = ['react', 'react-dom', 'typescript', '@types/react', '@types/react-dom']

test.concurrent.each([
  ['index.html', 'scripts of the server, checked by hash'],
  ['own.html', 'the scripts of the package'],
])('plain HTML, %s: %s', async (page) => {
  const { project, shop, origin } = await openProject('html', {})
  await expectMeasured(await openPage(`${origin}/${page}`), shop)
  expect(project.integrity).toBe(servedIntegrity('html'))
})

test.concurrent('Vite and React: strict types, a production build, each brand once under StrictMode', async () => {
  const { project, shop, origin } = await openProject('vite-react', {
    scaffold: { 'index.html': VITE_PAGE, 'tsconfig.json': tsconfig({ include: ['src'] }) },
    links: [...REACT, 'vite'],
    served: 'dist',
  })
  await project.tool('typescript/bin/tsc', '--noEmit')
  await project.tool('vite/bin/vite.js', 'build')
  // The lens stays apart in a bundle too: pages that do not debug never load it.
  expect(readdirSync(join(project.folder, 'dist/assets'))).toContainEqual(expect.stringMatching(/^bx-lens.*\.js$/))
  await expectMeasured(await openPage(`${origin}/`), shop)
  expect(project.integrity).toBe(servedIntegrity('vite-react'))
})

if (BUILDS_NEXT)
  test.concurrent('Next.js: strict types, rendered on the server without a word, counted in the browser', {
    timeout: 400_000,
  }, async () => {
    const port = await freePort('127.0.0.1')
    const { project, shop, origin } = await openProject('next', {
      scaffold: {
        'app/layout.tsx': NEXT_LAYOUT,
        'tsconfig.json': tsconfig({ include: ['next-env.d.ts', 'app', '.next/types/**/*.ts'] }),
        // Linked packages lie elsewhere; a starter's are below it.
        'next.config.ts':
          "export default { turbopack: { root: '/' }, experimental: { turbopackFileSystemCacheForBuild: false } }",
      },
      links: [...REACT, 'next', '@types/node'],
      port,
    })
    await project.tool('next/dist/bin/next', 'build')
    const { child, said } = startNext(project, port)
    undo.push(() => end(child))
    await eventually(async () => expect((await fetch(origin)).status).toBe(200), 60_000)
    expect(await (await fetch(origin)).text()).toContain(shop.merchantRefs[0])
    await expectMeasured(await openPage(`${origin}/`), shop)
    expect(said.join('')).not.toContain('[bx]')
    expect(project.integrity).toBe(servedIntegrity('next'))
  })

/** A placement, a merchant, a key for the project's origin, and the project installed. */
async function openProject(
  guide: string,
  given: Parameters<typeof buildOutside>[2] & { readonly served?: string; readonly port?: number },
): Promise<{ project: Outside; shop: Shop; origin: string }> {
  let folder = ''
  const { origin, server } = given.port
    ? { origin: `http://127.0.0.1:${given.port}`, server: undefined }
    : await serveFolder(() => folder)
  undo.push(() => server?.close())
  const shop = await makeShop(admin.request, 1)
  const facts: Facts = { url: inject('demo').url, key: await makeKey(origin), shop }
  const project = await buildOutside(guide, facts, given)
  undo.push(project.remove)
  folder = join(project.folder, given.served ?? '')
  return { project, shop, origin }
}

async function makeKey(origin: string): Promise<string> {
  const answer = await admin.request.post('/api/write-keys', {
    data: { name: `outside ${origin}`, kind: 'browser', origins: [origin] },
  })
  expect(answer.status()).toBe(201)
  return ((await answer.json()) as { data: { write_key: string } }).data.write_key
}

async function openPage(address: string): Promise<Visit> {
  const visitor = await visit()
  await visitor.page.goto(address)
  return visitor
}

/** Seen for its second, clicked and left: one viewable impression, one click on it, and nothing more a while later. */
async function expectMeasured({ page, errors }: Visit, shop: Shop): Promise<void> {
  await page.getByRole('link').waitFor()
  await page.waitForTimeout(1300)
  await page.getByRole('link').click()
  await leave(page)
  const clicks = async () =>
    (await sql`select exposure_event_id from click_events where placement_id = ${shop.placementId}`).map(
      ({ exposure_event_id }) => exposure_event_id as string,
    )
  await eventually(async () => {
    expect(await rowsOf(sql, shop)).toHaveLength(1)
    expect(await clicks()).toHaveLength(1)
  })
  await page.waitForTimeout(1000)
  const rows = await rowsOf(sql, shop)
  expect(rows).toMatchObject([{ viewable: true, rank: 0 }])
  expect(await clicks()).toEqual([rows[0]!.event_id])
  expect(errors).toEqual([])
}

const leave = (page: Page) => page.goto('about:blank')

/** The guide names the hash that npm's lockfile holds. */
function servedIntegrity(guide: string): string {
  const text = readFileSync(join(import.meta.dirname, `../../docs/guides/${guide}.md`), 'utf8')
  return /`(sha512-[^`]+)`/.exec(text)![1]!
}

function startNext({ folder, node }: Outside, port: number): { child: ChildProcess; said: string[] } {
  const child = spawn(process.execPath, [node('next/dist/bin/next'), 'start', '-p', `${port}`, '-H', '127.0.0.1'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  const said: string[] = []
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (text) => said.push(`${text}`))
  return { child, said }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}

/** What the frameworks' starters make, as strict as TypeScript gets. */
function tsconfig({ include }: { readonly include: readonly string[] }): string {
  const strict = { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true }
  const modules = { module: 'esnext', moduleResolution: 'bundler', target: 'es2022', jsx: 'react-jsx' }
  const lib = ['es2022', 'dom', 'dom.iterable']
  return JSON.stringify({ compilerOptions: { ...strict, ...modules, lib, noEmit: true, skipLibCheck: true }, include })
}

const VITE_PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Brands</title><link rel="icon" href="data:,"></head>
<body><div id="root"></div><script type="module" src="/src/main.tsx"></script></body></html>`

const NEXT_LAYOUT = `import type { ReactNode } from 'react'
export const metadata = { title: 'Brands', icons: 'data:,' }
export default function Layout({ children }: { children: ReactNode }) {
  return <html lang="en"><body>{children}</body></html>
}`
