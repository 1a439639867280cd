import { ENDPOINTS } from '@bx/contracts/endpoints/all'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { buildTestApp, METRICS_TOKEN, makeDims, makeKey, type TestApp } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { expectProperty } from './support/property.ts'
import { requestTo } from './support/requests.ts'
import { cookieOf } from './support/staff.ts'

// Every endpoint gets requests from an admin that are generated from its contract and then mutated. None answers 5xx or without a
// stable code, and none changes a prototype.

const RUNS = { slow: 1000, long: 100_000 }[process.env.TEST_PROFILE ?? ''] ?? 300
/** Ends the session that the other requests need, or hashes a password for every try. */
const LEFT_OUT = new Set(['staffLogout', 'staffLogin', 'changePassword', 'endOwnSessions'])

let database: TestDatabase
let app: TestApp
let headers: { cookie: string; authorization: string }

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 3 })
  await makeDims(database)
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue })
  headers = {
    cookie: await cookieOf(database, 'admin'),
    authorization: `Bearer ${await makeKey(database, 'server')}`,
  }
})

const MONITORING = { authorization: `Bearer ${METRICS_TOKEN}` }
const KNOWN = [
  'acme',
  'home',
  '7d',
  '30d',
  'csv',
  'json',
  'none',
  'prev',
  'net',
  'gross',
  '-impressions',
  'decisive_touch',
]
const request = fc.oneof(
  ...ENDPOINTS.filter(({ operationId }) => !LEFT_OUT.has(operationId)).map((endpoint) =>
    requestTo(endpoint, KNOWN).map((options) => ({ endpoint, options })),
  ),
)

test('a request bent in any field is never a 5xx, and says what is wrong in a stable code', async () => {
  const codes = new Map<number, number>()
  await expectProperty(
    fc.asyncProperty(request, async ({ endpoint, options }) => {
      const response = await app.server.inject({
        ...options,
        headers: { ...options.headers, ...headers, ...(endpoint.auth === 'metrics_token' ? MONITORING : {}) },
      })
      const what = `${options.method} ${options.url} ${options.payload ?? ''}\n${response.statusCode} ${response.body.slice(0, 500)}`
      codes.set(response.statusCode, (codes.get(response.statusCode) ?? 0) + 1)
      expect(response.statusCode, what).toBeLessThan(500)
      if (response.statusCode === 401) throw new Error(`${endpoint.operationId} ended the session\n${what}`)
      if (response.statusCode >= 400) expect(response.json().error.code, what).toMatch(/^[a-z_]+$/)
    }),
    RUNS,
  )
  // A fuzz that is only refused has not been inside.
  expect(codes.get(200) ?? 0).toBeGreaterThan(RUNS / 20)
  expect(Object.prototype).not.toHaveProperty('x')
  expect(app.log.filter((line) => line.includes('"level":"error"'))).toEqual([])
}, 3_600_000)
