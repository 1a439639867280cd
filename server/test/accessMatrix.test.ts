import { ENDPOINTS } from '@bx/contracts/endpoints/all'
import type { Endpoint } from '@bx/contracts/endpoints/endpoint'
import { STAFF_ROLES, type StaffRole } from '@bx/contracts/endpoints/staff'
import { beforeAll, expect, test } from 'vitest'
import { sha256 } from '../src/lib/ids.ts'
import { createMerchantKey, createWriteKey } from '../src/ops/accounts.ts'
import { buildTestApp, METRICS_TOKEN, makeDims, makeKey, type TestApp } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'

// Every endpoint of the contract, called by every kind of caller. What may pass follows from `auth` alone, so that a new
// endpoint or a new caller is covered on the day it is written.

type Headers = Readonly<Record<string, string>>
interface Caller {
  readonly name: string
  readonly headers: Headers
  /** Set for a live staff session. */
  readonly role?: StaffRole
  /** Set for a live write key. */
  readonly isWriteKey?: true
  /** Set for the monitoring, with its token. */
  readonly isMonitoring?: true
}

let database: TestDatabase
let app: TestApp
/** Callers without a live session; keys and ended sessions stay what they are. */
let others: readonly Caller[]

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 3 })
  await makeDims(database)
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue })
  others = [...(await withoutSession()), ...(await withKey())]
})

const rows = ENDPOINTS.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const)

test.each(rows)('%s admits the callers its contract names, and nobody else', async (_, endpoint) => {
  // Sessions of their own: some endpoints end the session that calls them.
  for (const caller of [...others, ...(await signedIn())]) {
    const response = await call(endpoint, caller.headers)
    const code = response.statusCode < 400 ? undefined : response.json().error.code
    const what = `${caller.name}: ${response.statusCode} ${code}`
    expect(response.statusCode, what).toBeLessThan(500)
    if (admits(endpoint, caller)) expect(REFUSALS, what).not.toContain(code)
    else expect([401, 403], what).toContain(response.statusCode)
  }
})

const REFUSALS = ['not_signed_in', 'forbidden', 'missing_key', 'invalid_key', 'metrics_token_needed', 'cross_site']

function admits({ auth }: Endpoint, { role, isWriteKey, isMonitoring }: Caller): boolean {
  if (auth === 'open') return true
  if (auth === 'write_key') return isWriteKey === true
  if (auth === 'metrics_token') return isMonitoring === true
  return role !== undefined && STAFF_ROLES.indexOf(role) >= STAFF_ROLES.indexOf(auth)
}

function call(endpoint: Endpoint, headers: Headers) {
  return app.server.inject({
    method: endpoint.method,
    url: endpoint.path.replace(/\{\w+\}/g, 'nobody-knows'),
    headers,
    ...(endpoint.auth === 'write_key' ? { payload: { events: [] } } : endpoint.body ? { payload: {} } : {}),
  })
}

async function signedIn(): Promise<Caller[]> {
  return Promise.all(
    STAFF_ROLES.map(async (role) => ({ name: role, role, headers: { cookie: await cookieOf(database, role) } })),
  )
}

async function withoutSession(): Promise<Caller[]> {
  const [ended, disabled] = [await cookieOf(database, 'admin'), await cookieOf(database, 'admin')]
  const { owner } = database
  await owner`update staff_sessions set expires_at = now() - interval '1 second' where token_hash = ${hashOf(ended)}`
  await owner`update staff_users set disabled_at = now()
    where email = (select email from staff_sessions where token_hash = ${hashOf(disabled)})`
  return [
    { name: 'nobody', headers: {} },
    { name: 'an unreadable cookie', headers: { cookie: 'bx_session=; bx_session=x' } },
    { name: 'an ended session', headers: { cookie: ended } },
    { name: 'a disabled account', headers: { cookie: disabled } },
    { name: 'basic credentials', headers: { authorization: 'Basic YWRtaW46YWRtaW4=' } },
  ]
}

async function withKey(): Promise<Caller[]> {
  const { app: sql, owner } = database
  const revoked = await createWriteKey(sql, 'test', { name: 'revoked', kind: 'server' })
  await owner`update write_keys set revoked_at = now() where key_id = ${revoked.keyId}`
  const merchant = await createMerchantKey(sql, 'test', 'acme', 'Test')
  const session = await cookieOf(database, 'admin')
  return [
    { name: 'a server key', isWriteKey: true, headers: bearer(await makeKey(database, 'server')) },
    { name: 'the monitoring', isMonitoring: true, headers: bearer(METRICS_TOKEN) },
    { name: 'a revoked key', headers: bearer(revoked.key) },
    { name: 'an invented key', headers: bearer(`bx_server_${'a'.repeat(43)}`) },
    { name: 'a merchant key', headers: bearer(merchant.key) },
    { name: 'a session as a bearer token', headers: bearer(tokenOf(session)) },
  ]
}

function bearer(secret: string): Headers {
  return { authorization: `Bearer ${secret}` }
}

function tokenOf(cookie: string): string {
  return cookie.slice(cookie.indexOf('=') + 1)
}

function hashOf(cookie: string): Buffer {
  return sha256(tokenOf(cookie))
}
