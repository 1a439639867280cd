import { ENDPOINTS } from '@bx/contracts/endpoints/all'
import { ACCEPTED_KEYS, type Endpoint } from '@bx/contracts/endpoints/endpoint'
import { isPermission, permissionsOf, STAFF_ROLES } from '@bx/contracts/endpoints/permissions'
import type { KeyKind } from '@bx/contracts/events/values'
import { beforeAll, expect, test } from 'vitest'
import { createMerchantKey, createWriteKey } from '../src/accounts/keys.ts'
import {
  type KeyPrincipal,
  type MerchantPrincipal,
  NOBODY,
  type Nobody,
  type StaffPrincipal,
} from '../src/accounts/principal.ts'
import { sha256 } from '../src/lib/ids.ts'
import { buildTestApp, METRICS_TOKEN, makeDims, makeKey, type TestApp } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'

// Every endpoint of the contract, called by every kind of caller. `auth` alone decides who is admitted, so that a new endpoint
// or caller is covered at once.

type Headers = Readonly<Record<string, string>>
interface Caller {
  readonly name: string
  readonly headers: Headers
  /** The principal that the server should see. */
  readonly principal: PrincipalFound
}

type PrincipalFound =
  | Pick<StaffPrincipal, 'kind' | 'permissions'>
  | Pick<KeyPrincipal, 'kind' | 'keyKind'>
  | Pick<MerchantPrincipal, 'kind'>
  | Nobody

let database: TestDatabase
let app: TestApp
/** Callers without an open session; keys and ended sessions do not change. */
let others: readonly Caller[]

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 3 })
  await makeDims(database)
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue })
  others = [...(await withoutSession()), ...(await withKey())]
})

const rows = ENDPOINTS.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const)

test.each(rows)('%s admits only the callers its contract names', async (_, endpoint) => {
  // Separate sessions, because some endpoints end the calling session.
  for (const caller of [...others, ...(await signedIn())]) {
    const response = await call(endpoint, caller.headers)
    const code = response.statusCode < 400 ? undefined : response.json().error.code
    const what = `${caller.name}: ${response.statusCode} ${code}`
    expect(response.statusCode, what).toBeLessThan(500)
    if (admits(endpoint, caller)) expect(REFUSALS, what).not.toContain(code)
    else expect([401, 403], what).toContain(response.statusCode)
  }
})

const REFUSALS = [
  ...['not_signed_in', 'forbidden', 'missing_key', 'invalid_key', 'server_key_needed', 'metrics_token_needed'],
  'cross_site',
]

function admits({ auth }: Endpoint, { principal }: Caller): boolean {
  if (auth === 'open') return true
  if (isPermission(auth)) return principal.kind === 'staff' && principal.permissions.has(auth)
  if (auth === 'merchant') return principal.kind === 'merchant'
  if (principal.kind !== 'key') return false
  if (auth === 'metrics_token') return principal.keyKind === 'metrics'
  return (ACCEPTED_KEYS[auth] as readonly string[]).includes(principal.keyKind)
}

function call(endpoint: Endpoint, headers: Headers) {
  return app.server.inject({
    method: endpoint.method,
    url: endpoint.path.replace(/\{\w+\}/g, 'nobody-knows'),
    headers,
    ...(isForKeys(endpoint) ? { payload: { events: [] } } : endpoint.body ? { payload: {} } : {}),
  })
}

function isForKeys({ auth }: Endpoint): boolean {
  return auth === 'write_key' || auth === 'server_key'
}

async function signedIn(): Promise<Caller[]> {
  return Promise.all(
    STAFF_ROLES.map(async (role) => ({
      name: role,
      principal: { kind: 'staff', permissions: permissionsOf(role) } as const,
      headers: { cookie: await cookieOf(database, role) },
    })),
  )
}

async function withoutSession(): Promise<Caller[]> {
  const [ended, disabled] = [await cookieOf(database, 'admin'), await cookieOf(database, 'admin')]
  const { owner } = database
  await owner`update staff_sessions set expires_at = now() - interval '1 second' where token_hash = ${hashOf(ended)}`
  await owner`update staff_users set disabled_at = now()
    where email = (select email from staff_sessions where token_hash = ${hashOf(disabled)})`
  return [
    { name: 'nobody', principal: NOBODY, headers: {} },
    { name: 'an unreadable cookie', principal: NOBODY, headers: { cookie: 'bx_session=; bx_session=x' } },
    { name: 'an ended session', principal: NOBODY, headers: { cookie: ended } },
    { name: 'a disabled account', principal: NOBODY, headers: { cookie: disabled } },
    { name: 'basic credentials', principal: NOBODY, headers: { authorization: 'Basic YWRtaW46YWRtaW4=' } },
  ]
}

async function withKey(): Promise<Caller[]> {
  const { app: sql, owner } = database
  const revoked = await createWriteKey(sql, 'test', { name: 'revoked', kind: 'server' })
  await owner`update write_keys set revoked_at = now() where key_id = ${revoked.keyId}`
  const merchant = await createMerchantKey(sql, 'test', 'acme', 'Test')
  const session = await cookieOf(database, 'admin')
  const ofKind = async (kind: KeyKind) => bearer(await makeKey(database, kind))
  return [
    { name: 'a browser key', principal: key('browser'), headers: await ofKind('browser') },
    { name: 'a server key', principal: key('server'), headers: await ofKind('server') },
    { name: 'an import key', principal: key('import'), headers: await ofKind('import') },
    { name: 'the monitoring', principal: key('metrics'), headers: bearer(METRICS_TOKEN) },
    { name: 'a revoked key', principal: NOBODY, headers: bearer(revoked.key) },
    { name: 'an invented key', principal: NOBODY, headers: bearer(`bx_server_${'a'.repeat(43)}`) },
    // None yet: merchants cannot call any endpoint.
    { name: 'a merchant key', principal: NOBODY, headers: bearer(merchant.key) },
    { name: 'a session as a bearer token', principal: NOBODY, headers: bearer(tokenOf(session)) },
  ]
}

function key(keyKind: KeyPrincipal['keyKind']) {
  return { kind: 'key', keyKind } as const
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
