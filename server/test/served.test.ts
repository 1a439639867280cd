import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ENDPOINTS } from '@bx/contracts/endpoints/all'
import { beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../src/lib/freePort.ts'
import { openMetricsPort } from '../src/serve/metrics.ts'
import { buildTestApp, METRICS_TOKEN, type TestApp } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { type Answer, faultsOf, filesBelow, sendRaw } from './support/served.ts'
import { cookieOf } from './support/staff.ts'

// Every URL of the server, and the headers of each answer.

const root = join(import.meta.dirname, '../..')
const folders = { web: join(root, 'web/out'), sdk: join(root, 'sdk/dist') }
let database: TestDatabase
let app: TestApp
let secure: TestApp
let cookie: string
let port: number

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 0 })
  const { queue } = openTestPipeline(database)
  app = await buildTestApp({ database, queue, deps: { folders } })
  secure = await buildTestApp({ database, queue, deps: { folders, secure: true } })
  cookie = await cookieOf(database, 'admin')
  await app.server.listen({ host: '127.0.0.1', port: 0 })
  port = (app.server.server.address() as { port: number }).port
})

const guide = (name: string) => readFileSync(join(root, `docs/guides/${name}.md`), 'utf8')

const get = async (url: string, { from = app, method = 'GET', headers = {} } = {}): Promise<Answer> => {
  const response = await from.server.inject({ method: method as 'GET', url, headers: { cookie, ...headers } })
  return { status: response.statusCode, headers: response.headers, body: response.body }
}

describe('every answer has security headers', () => {
  const expectFaultless = async (
    urls: readonly string[],
    given: { isSdk?: boolean; from?: TestApp; https?: boolean },
  ) => {
    const faults: Record<string, string[]> = {}
    for (const url of urls) {
      const found = faultsOf(await get(url, { from: given.from ?? app }), given)
      if (found.length > 0) faults[url] = found
    }
    expect(faults).toEqual({})
  }

  test('every file of the dashboards, and each page under its folder', async () => {
    const files = filesBelow(folders.web)
    expect(files.length).toBeGreaterThan(50)
    const pages = files.filter((file) => file.endsWith('index.html')).map((file) => file.replace(/index\.html$/, ''))
    const urls = [...files, ...pages, ...pages.map((page) => page.replace(/\/$/, ''))].map((file) => `/${file}`)
    await expectFaultless(urls, {})
    const statuses = new Set(await Promise.all(files.map(async (file) => (await get(`/${encodeURI(file)}`)).status)))
    expect([...statuses]).toEqual([200])
  })

  test('every file of the SDK, which other origins load', async () => {
    const urls = filesBelow(folders.sdk).map((file) => `/sdk/${file}`)
    expect(urls).toContain('/sdk/bx.js')
    await expectFaultless(urls, { isSdk: true })
    for (const url of urls) expect((await get(url)).headers['access-control-allow-origin']).toBe('*')
  })

  test('a build of the SDK has an address whose content never changes, as the guides name it; /sdk/bx.js does not', async () => {
    const tags = ['instrument', 'html'].flatMap((name) => [
      ...guide(name).matchAll(/(\/sdk\/[0-9a-f]{16}\/[\w.-]+)" integrity="([^"]+)" crossorigin>/g),
    ])
    expect(tags.map(([, address]) => address!.split('/').at(-1))).toEqual(['bx.js', 'bx.js', 'bx-auto.js'])
    for (const [, address, integrity] of tags) {
      const { status, headers, body } = await get(address!)
      expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable'])
      expect(`sha384-${createHash('sha384').update(body).digest('base64')}`).toBe(integrity)
    }
    expect((await get('/sdk/bx.js')).headers['cache-control']).toBe('public, max-age=300')
  })

  test.each(['html', 'vite-react', 'next', 'react-native'])(
    'the package of the SDK is at the address that the guide %s names, with its hash',
    async (name) => {
      const [, address] = /npm install \$URL(\S+)/.exec(guide(name))!
      const { statusCode, headers, rawPayload } = await app.server.inject({ url: address! })
      expect([statusCode, headers['cache-control'], headers['content-type'], headers['content-encoding']]).toEqual([
        200,
        'public, max-age=31536000, immutable',
        'application/gzip',
        undefined,
      ])
      expect(guide(name)).toContain(`\`sha512-${createHash('sha512').update(rawPayload).digest('base64')}\``)
    },
  )

  test('the API reference, its script and document', async () => {
    await expectFaultless(
      ['/api/docs', '/api/docs/', '/api/docs/page.css', '/api/docs/page.js', '/api/openapi.json'],
      {},
    )
  })

  test('every endpoint, without a session and for an admin, over http and https', async () => {
    const urls = ENDPOINTS.map(({ path }) => path.replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000'))
    await expectFaultless(urls, {})
    await expectFaultless(urls, { from: secure, https: true })
    for (const { method, path } of ENDPOINTS) {
      const answer = await get(path, { method, headers: { cookie: '' } })
      expect([path, faultsOf(answer), answer.status < 500]).toEqual([path, [], true])
    }
    const preflight = await get('/api/exposure/batch', {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example' },
    })
    expect([preflight.status, faultsOf(preflight)]).toEqual([204, []])
  })

  test('unknown or unreadable URLs', async () => {
    const urls = ['/nowhere', '/api/nowhere', '/sdk/nowhere.js', '/%', '/%c3%28', `/api/placements/${'a'.repeat(300)}`]
    await expectFaultless(urls, {})
    await expectFaultless(urls, { from: secure, https: true })
    for (const method of ['TRACE', 'PROPFIND', 'QUERY']) expect(faultsOf(await get('/', { method }))).toEqual([])
  })
})

describe('requests that Node rejects before routing', () => {
  const long = 'a'.repeat(20_000)
  test.each([
    ['headers too long', `GET / HTTP/1.1\r\nHost: x\r\nA: ${long}\r\n\r\n`, 431, 'headers_too_large'],
    ['no HTTP', 'hello\r\n\r\n', 400, 'malformed_request'],
    ['an unknown method', 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'malformed_request'],
    [
      'two lengths',
      'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
      'malformed_request',
    ],
    ['no Host', 'GET /api/docs/ HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'malformed_request'],
    ['a broken Host', 'GET /api/docs/ HTTP/1.1\r\nHost: a b[\r\nConnection: close\r\n\r\n', 400, 'malformed_request'],
    ['a wish', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nConnection: close\r\n\r\n', 417, 'expectation_failed'],
  ])('%s: a stable code and the headers of every answer', async (_what, bytes, status, code) => {
    const answer = await sendRaw(bytes, port)
    expect([answer.status, JSON.parse(answer.body).error]).toMatchObject([status, { code }])
    expect(JSON.parse(answer.body).error.request_id).toBe(answer.headers['x-request-id'])
    expect(faultsOf(answer)).toEqual([])
  })

  test('a name of ours that is none, as a proxy may pass it on, is refused by the page that would use it', async () => {
    const { queue } = openTestPipeline(database)
    const proxied = await buildTestApp({ database, queue, deps: { trustProxy: 1 } })
    for (const headers of [{ 'x-forwarded-host': 'a b[' }, { 'x-forwarded-proto': '://' }])
      expect((await get('/api/docs/', { from: proxied, headers: headers as Record<string, string> })).status).toBe(400)
  })
})

test('an unknown address is a page for a person and an error for a program', async () => {
  const web = mkdtempSync(join(tmpdir(), 'bx-web-'))
  writeFileSync(join(web, '404.html'), '<h1>Page not found</h1>')
  const own = await buildTestApp({
    database,
    queue: openTestPipeline(database).queue,
    deps: { folders: { web, sdk: web } },
  })
  const page = await get('/nowhere/', { from: own, headers: { accept: 'text/html,*/*' } })
  expect([page.status, page.body, faultsOf(page)]).toEqual([404, '<h1>Page not found</h1>', []])
  for (const [url, accept] of [
    ['/nowhere/', '*/*'],
    ['/api/nowhere', 'text/html'],
  ] as const) {
    const answer = await get(url, { from: own, headers: { accept } })
    expect([answer.status, JSON.parse(answer.body).error.code]).toEqual([404, 'not_found'])
  }
})

describe('files', () => {
  test('that are hidden, sources or source maps are not served, wherever a build leaves them', async () => {
    const web = mkdtempSync(join(tmpdir(), 'bx-web-'))
    const hidden = ['.input-hash', '.env', 'page.jsx', 'page.tsx', 'app.ts', 'app.mts', 'chunk.js.map', 'CHUNK.JS.MAP']
    for (const file of [...hidden, 'chunk.js']) writeFileSync(join(web, file), 'x')
    const own = await buildTestApp({
      database,
      queue: openTestPipeline(database).queue,
      deps: { folders: { web, sdk: web } },
    })
    for (const file of hidden.flatMap((name) => [`/${name}`, `/sdk/${name}`, `/%2e/${name}`, `//${name}`]))
      expect([file, (await get(file, { from: own })).body]).toEqual([file, expect.stringContaining('"error"')])
    expect((await get('/chunk.js', { from: own })).status).toBe(200)
    const served = [...filesBelow(folders.web), ...filesBelow(folders.sdk)]
    expect(served.filter((file) => /(^|\/)\.|\.(map|jsx|tsx?)$/.test(file))).toEqual([])
    expect((await get('/examples/shop/index.html')).status).toBe(404)
  })

  test('of a dashboard rebuilt under a running server get the policy of their own scripts', async () => {
    const web = mkdtempSync(join(tmpdir(), 'bx-web-'))
    const page = join(web, 'index.html')
    const own = await buildTestApp({
      database,
      queue: openTestPipeline(database).queue,
      deps: { folders: { web, sdk: '/nowhere' } },
    })
    copyFileSync(join(folders.web, 'login/index.html'), page)
    const before = await get('/', { from: own })
    writeFileSync(page, '<script>rebuilt()</script>')
    utimesSync(page, new Date(), new Date(Date.now() + 1000))
    const after = await get('/', { from: own })
    expect([faultsOf(before), faultsOf(after)]).toEqual([[], []])
    expect(after.body).toBe(readFileSync(page, 'utf8'))
  })
})

describe('/metrics', () => {
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

  test('on the public port needs the token; without one it does not exist', async () => {
    expect(await get('/metrics', bearer(METRICS_TOKEN))).toMatchObject({ status: 200, body: /bx_processing_lag/ })
    for (const given of [{}, bearer('wrong'), { headers: { authorization: METRICS_TOKEN } }])
      expect((await get('/metrics', given)).status).toBe(401)
    const metricsAccess = { port: null, host: '127.0.0.1', token: null }
    const closed = await buildTestApp({ database, queue: openTestPipeline(database).queue, deps: { metricsAccess } })
    expect((await get('/metrics', { from: closed })).status).toBe(404)
  })

  test('on a separate port are the only endpoint there, with the headers of every answer', async () => {
    const access = { port: await freePort('127.0.0.1'), host: '127.0.0.1', token: null }
    const metrics = await openMetricsPort({ ...app.refusals, access, text: app.metricsText })
    const ask = (path: string) => sendRaw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, access.port)
    const [figures, page, broken] = [
      await ask('/metrics'),
      await ask('/api/staff/me'),
      await sendRaw('x\r\n\r\n', access.port),
    ]
    await metrics.close()
    expect([figures.status, page.status, broken.status]).toEqual([200, 404, 400])
    expect(figures.body).toContain('bx_processing_lag_seconds')
    expect([figures, page, broken].map((answer) => faultsOf(answer))).toEqual([[], [], []])
  })
})

test('a flood of /readyz asks the database once', async () => {
  let asked = 0
  const sql = new Proxy(database.app, {
    apply(target, self, given) {
      asked++
      return Reflect.apply(target, self, given)
    },
  })
  const own = await buildTestApp({ database, queue: openTestPipeline(database).queue, deps: { sql } })
  const answers = await Promise.all(
    Array.from({ length: 300 }, () => get('/readyz', { from: own, headers: { cookie: '' } })),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(asked).toBe(1)
})
