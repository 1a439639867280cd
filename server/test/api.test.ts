import { ENDPOINTS } from '@bx/contracts/endpoints/all'
import type { Endpoint } from '@bx/contracts/endpoints/endpoint'
import { isPermission, type Permission, permissionsOf, STAFF_ROLES } from '@bx/contracts/endpoints/permissions'
import type { InjectOptions } from 'fastify'
import { beforeAll, describe, expect, test } from 'vitest'
import { openApi } from '../src/serve/openapi.ts'
import { buildTestApp, makeDims, type TestApp } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'

// Rules for every endpoint, generated from ENDPOINTS, so that a new one is always covered.

let database: TestDatabase
let app: TestApp
const cookies: Record<string, string> = {}

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 3 })
  await makeDims(database)
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue })
  for (const role of STAFF_ROLES) cookies[role] = await cookieOf(database, role)
})

const staffEndpoints = ENDPOINTS.filter((endpoint) => isPermission(endpoint.auth))
const isForKeys = ({ auth }: Endpoint) => auth === 'write_key' || auth === 'server_key'
const named = <E extends Endpoint>(endpoints: readonly E[]) =>
  endpoints.map((e) => [`${e.method} ${e.path}`, e] as const)

function call(
  endpoint: Endpoint,
  options: { param?: string; query?: string; headers?: InjectOptions['headers'] } = {},
) {
  const path = endpoint.path.replace(/\{\w+\}/g, encodeURIComponent(options.param ?? 'nobody-knows'))
  return app.server.inject({
    method: endpoint.method,
    url: `${path}${options.query ? `?${options.query}` : ''}`,
    headers: options.headers ?? {},
    ...(endpoint.body ? { payload: {} } : {}),
  })
}

test('every endpoint of the contract is mounted, and no other', () => {
  expect([...app.mounted].sort()).toEqual(ENDPOINTS.map(({ operationId }) => operationId).sort())
})

test('operation ids and routes are unique', () => {
  const ids = ENDPOINTS.map(({ operationId }) => operationId)
  const routes = ENDPOINTS.map(({ method, path }) => `${method} ${path}`)
  expect([new Set(ids).size, new Set(routes).size]).toEqual([ids.length, routes.length])
})

test('the ingest role serves events and health only, no dashboards', async () => {
  const ingest = await buildTestApp({ database, queue: openTestPipeline(database).queue, deps: { role: 'ingest' } })
  expect([...ingest.mounted]).toContain('sendExposures')
  for (const endpoint of staffEndpoints) expect([...ingest.mounted]).not.toContain(endpoint.operationId)
  const response = await ingest.server.inject({ url: '/api/merchants', headers: { cookie: cookies.admin! } })
  expect(response.statusCode).toBe(404)
})

describe('access', () => {
  test.each(named(staffEndpoints))('to %s needs a session of its role', async (_, endpoint) => {
    expect((await call(endpoint)).json().error.code).toBe('not_signed_in')
    for (const role of STAFF_ROLES) {
      const response = await call(endpoint, { headers: { cookie: cookies[role]! } })
      if (!permissionsOf(role).has(endpoint.auth as Permission))
        expect([response.statusCode, response.json().error.code]).toEqual([403, 'forbidden'])
      else expect([200, 201, 202, 204, 400, 404]).toContain(response.statusCode)
    }
  })

  test.each(named(ENDPOINTS.filter(isForKeys)))('to %s needs a write key, not a session', async (_, endpoint) => {
    const response = await call(endpoint, { headers: { cookie: cookies.admin! } })
    expect(response.statusCode).toBeGreaterThanOrEqual(400)
    const { method, path: url, body } = endpoint
    const complete = await app.server.inject({
      ...{ method, url, headers: { cookie: cookies.admin! } },
      ...(body === undefined ? {} : { payload: { events: [] } }),
    })
    expect(complete.json().error.code).toBe('missing_key')
  })

  test('ends with the session, and with the account', async () => {
    const [gone, disabled] = [await cookieOf(database, 'viewer'), await cookieOf(database, 'viewer')]
    const me = (cookie: string) => app.server.inject({ url: '/api/staff/me', headers: { cookie } })
    expect((await me(gone)).statusCode).toBe(200)
    const emailOf = async (cookie: string) => (await me(cookie)).json().data.email as string
    await database.owner`update staff_users set disabled_at = now() where email = ${await emailOf(disabled)}`
    await database.owner`update staff_sessions set expires_at = now() - interval '1 second' where email = ${await emailOf(gone)}`
    expect([(await me(gone)).statusCode, (await me(disabled)).statusCode]).toEqual([401, 401])
    for (const cookie of [
      'bx_session=',
      'bx_session=x',
      `bx_session=${'x'.repeat(5000)}`,
      `__Host-${cookies.admin}`,
      ';;=;',
    ])
      expect((await me(cookie)).statusCode).toBe(401)
  })

  test.each(named(ENDPOINTS.filter((e) => e.method !== 'GET' && !isForKeys(e))))(
    'to %s from another site is refused, even with the cookie',
    async (_, endpoint) => {
      for (const site of ['cross-site', 'same-site']) {
        const response = await call(endpoint, { headers: { cookie: cookies.admin!, 'sec-fetch-site': site } })
        expect(response.json().error.code).toBe('cross_site')
      }
      const own = await call(endpoint, { headers: { 'sec-fetch-site': 'same-origin' } })
      expect(own.json().error?.code).not.toBe('cross_site')
    },
  )

  test.each(named(ENDPOINTS.filter((e) => !isForKeys(e) && e.auth !== 'open')))(
    'to %s from another origin is never allowed by CORS',
    async (_, endpoint) => {
      for (const origin of ['https://evil.example', 'null']) {
        const response = await call(endpoint, { headers: { cookie: cookies.admin!, origin } })
        expect(response.headers['access-control-allow-origin']).toBeUndefined()
        expect(response.headers['access-control-allow-credentials']).toBeUndefined()
      }
    },
  )
})

describe('bad input', () => {
  const INJECTIONS = [
    "' or 1=1 --",
    "'; select pg_sleep(5) --",
    '%',
    '\u0000',
    'a\u0000b',
    '../../etc/passwd',
    '１',
    '$1',
    '\\',
    'x'.repeat(200),
  ]
  test.each(named(staffEndpoints))('to %s is never a 5xx', async (_, endpoint) => {
    const headers = { cookie: cookies.admin! }
    const names = Object.keys(endpoint.query?.shape ?? {})
    const times: number[] = []
    for (const text of INJECTIONS) {
      const began = performance.now()
      const asParam = await call(endpoint, { param: text, headers })
      expect(asParam.statusCode, `param ${JSON.stringify(text)}: ${asParam.body}`).toBeLessThan(500)
      for (const name of names) {
        const response = await call(endpoint, { query: `${name}=${encodeURIComponent(text)}`, headers })
        expect(response.statusCode, `${name}=${JSON.stringify(text)}: ${response.body}`).toBeLessThan(500)
      }
      times.push(performance.now() - began)
    }
    // On any machine, none takes as long as pg_sleep would on top of the fastest.
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(4900)
  })

  // Without endpoints with a body, because the body is validated first.
  test.each(named(staffEndpoints.filter((e) => e.params && !e.body)))(
    'an id that %s does not know is 404',
    async (_, endpoint) => {
      const query = endpoint.operationId === 'revokeMerchantKey' ? 'key_id=none' : ''
      for (const param of ['nobody-knows', '00000000-0000-4000-8000-000000000000']) {
        const response = await call(endpoint, { param, query, headers: { cookie: cookies.admin! } })
        if (endpoint.operationId === 'revokeMerchantKey') expect(response.json()).toEqual({ data: { revoked: false } })
        else
          expect([response.statusCode, response.json().error.code]).toEqual([404, expect.stringMatching(/^unknown_/)])
      }
    },
  )

  const analytics = staffEndpoints.filter((e) => e.path.startsWith('/api/analytics/'))
  const paths = analytics.map(
    (e) => [e.path.replace('{merchant_id}', 'acme').replace('{placement_id}', 'home')] as const,
  )
  describe.each(paths)('to %s', (path) => {
    test.each([
      ['range=90d', 'range'],
      ['start_date=2026-05-02&end_date=2026-05-01', 'start_date'],
      ['start_date=2026-05-02', 'start_date'],
      ['end_date=2026-05-02', 'start_date'],
      ['range=7d&start_date=2026-05-01&end_date=2026-05-02', 'range'],
      ['start_date=1926-05-01&end_date=2026-05-01', 'end_date'],
      ['start_date=0000-01-01&end_date=0000-01-02', 'start_date'],
      ['start_date=0001-01-01&end_date=0001-01-02&compare=year', 'start_date'],
      ['start_date=9999-12-30&end_date=9999-12-31', 'end_date'],
      ['start_date=2026-02-30&end_date=2026-03-01', 'start_date'],
      ['start_date=yesterday&end_date=today', 'start_date'],
      ['traffic=all', 'traffic'],
      ['compare=always', 'compare'],
      ['format=xml', 'format'],
      ['range=7d&range=30d', 'range'],
    ])('?%s is 400 and names %s', async (query, field) => {
      const response = await app.server.inject({ url: `${path}?${query}`, headers: { cookie: cookies.viewer! } })
      expect(response.statusCode, response.body).toBe(400)
      const { code, details } = response.json().error
      expect(code).toBe('invalid_request')
      expect(details.map((detail: { field: string }) => detail.field)).toContain(field)
    })
  })

  test('does not reveal internal errors', async () => {
    // Fragments of a statement are never awaited: only the statement fails.
    const failing = () => {
      const failure = Promise.reject(new Error('secret detail of table x'))
      failure.catch(() => {})
      return failure
    }
    const broken = await buildTestApp({
      ...{ database, queue: openTestPipeline(database).queue },
      deps: { sql: Object.assign(failing, database.app) as never },
    })
    const response = await broken.server.inject({ url: '/api/merchants', headers: { cookie: cookies.viewer! } })
    expect(response.statusCode).toBe(500)
    expect(response.body).not.toContain('secret')
    expect(response.json().error.request_id).toBe(response.headers['x-request-id'])
  })
})

test('the published OpenAPI document is generated from the endpoints', async () => {
  const response = await app.server.inject({ url: '/api/openapi.json' })
  expect(response.statusCode).toBe(200)
  expect(response.json()).toEqual(JSON.parse(JSON.stringify(openApi(ENDPOINTS))))
})

test('the readable documentation is served, and loads nothing from elsewhere', async () => {
  const response = await app.server.inject({ url: '/api/docs/' })
  expect(response.statusCode).toBe(200)
  expect(response.body).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)="https?:/)
  // Complete without a script, and nothing inline that the policy would have to allow.
  for (const { operationId, method, path } of ENDPOINTS) {
    expect(response.body).toContain(`id="${operationId}"`)
    expect(response.body).toContain(`<h3><b>${method}</b> <code>${path}</code></h3>`)
  }
  expect(response.body).not.toMatch(/<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=/)
  expect(response.headers['content-security-policy']).toMatch(
    /^default-src 'none'; style-src 'self'; script-src 'self'/,
  )
  const asked = await app.server.inject({ url: '/api/docs', headers: { host: 'shop.example:8443' } })
  expect(asked.body).toContain('http://shop.example:8443/api/exposure/batch')
  for (const file of ['page.css', 'page.js'])
    expect((await app.server.inject({ url: `/api/docs/${file}` })).statusCode).toBe(200)
})

test.each([
  ['cut off in a character', '/%E0%A4%A'],
  ['half a surrogate pair', '/api/analytics/merchants/%ed%a0%80/summary'],
  ['a part that is too long', `/api/placements/${'x'.repeat(300)}/deep-dive`],
])('an address that cannot be read is refused like any request: %s', async (_, url) => {
  const response = await app.server.inject({ url })
  expect(response.statusCode).toBe(400)
  const { error } = response.json()
  expect(error).toMatchObject({ code: 'invalid_request', details: [{ field: 'path', message: expect.any(String) }] })
  expect(response.headers['x-request-id']).toBe(error.request_id)
})
