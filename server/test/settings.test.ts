import { beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp, makeDims, send, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { tablesContaining } from './support/scan.ts'
import { cookieOf } from './support/staff.ts'

// Keys, staff accounts and the audit log as admins use them. api.test.ts tests access to every endpoint.

let database: TestDatabase
let app: TestApp
let cookie: string

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 1 })
  await makeDims(database)
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue })
  cookie = await cookieOf(database, 'admin')
})

async function call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object, as = cookie) {
  const response = await app.server.inject({ method, url, headers: { cookie: as }, ...(payload ? { payload } : {}) })
  return { status: response.statusCode, ...response.json() }
}
const actionsOn = async (target: string) =>
  (
    await database.owner<{ action: string }[]>`select action from audit_log where target = ${target} order by audit_id`
  ).map(({ action }) => action)
const emailOf = async (as: string) => (await call('GET', '/api/staff/me', undefined, as)).data.email as string

test('the organisation shows what applies to every figure', async () => {
  expect(await call('GET', '/api/settings/organisation')).toEqual({
    status: 200,
    data: {
      ...{ time_zone: 'UTC', currency: 'GBP', raw_days: 30, sample_rate: 1, without_consent: 'drop' },
      windows: { click_minutes: 60, conversion_days: 7 },
      reporting_lag: { days: 2, measured: false },
      uses_visitor_links: false,
    },
  })
})

describe('a write key', () => {
  test('is shown once, works from its origins only, and not after it was revoked', async () => {
    const origins = ['https://shop.example.com']
    const made = await call('POST', '/api/write-keys', { name: 'Shop', kind: 'browser', origins })
    expect(made.status).toBe(201)
    const { key_id, write_key: key } = made.data
    const batch = { events: [wireExposure()] }
    const from = (origin: string) => send(app.server, batch, { key, headers: { origin } })
    expect((await from(origins[0]!)).status).toBe(202)
    expect((await from('https://evil.example')).error).toBe('origin_not_allowed')
    const listed = (await call('GET', '/api/write-keys')).data
    expect(listed).toMatchObject([{ key_id, name: 'Shop', origins, max_age_minutes: 10, revoked_at: null }])
    expect(JSON.stringify(listed)).not.toContain(key)
    expect(await tablesContaining(database.owner, [key])).toEqual([])
    expect(await call('DELETE', `/api/write-keys/${key_id}`)).toEqual({ status: 200, data: { revoked: true } })
    const fresh = await buildTestApp({ database, queue: openTestPipeline(database).queue })
    expect((await send(fresh.server, batch, { key })).error).toBe('invalid_key')
    expect((await call('DELETE', `/api/write-keys/${key_id}`)).error.code).toBe('unknown_key')
    expect(await actionsOn(key_id)).toEqual(['createWriteKey', 'revokeWriteKey'])
  })

  test('can get other origins and another age later; ingest follows, and the audit log has the replaced values', async () => {
    const made = await call('POST', '/api/write-keys', { name: 'Till', kind: 'browser' })
    const { key_id, write_key: key } = made.data
    const old = () => wireExposure({ timestamp: new Date(Date.now() - 30 * 60_000).toISOString() })
    // Another process has not cached the key yet; one that has follows within 5 s.
    const send30 = async (origin: string) => {
      const fresh = await buildTestApp({ database, queue: openTestPipeline(database).queue })
      const { status, codes } = await send(fresh.server, { events: [old()] }, { key, headers: { origin } })
      return codes[0] ?? status
    }
    expect(await send30('https://a.example')).toBe('stale')
    const change = { origins: ['https://a.example'], max_age_minutes: 60 }
    expect(await call('PATCH', `/api/write-keys/${key_id}`, change)).toEqual({ status: 200, data: { updated: true } })
    expect(await send30('https://a.example')).toBe(202)
    expect(await send30('https://b.example')).toBe(403)
    const listed = async () =>
      (await call('GET', '/api/write-keys')).data.find((row: { key_id: string }) => row.key_id === key_id)
    expect(await listed()).toMatchObject({ ...change, name: 'Till', has_own_age_limit: true })
    const [entry] = await database.owner`select action, details from audit_log order by audit_id desc limit 1`
    expect(entry).toEqual({
      action: 'updateWriteKey',
      details: { before: { origins: [], max_age_minutes: null }, after: change },
    })
    await call('PATCH', `/api/write-keys/${key_id}`, { max_age_minutes: null, name: 'Till 2' })
    expect(await listed()).toMatchObject({ name: 'Till 2', max_age_minutes: 10, has_own_age_limit: false })
    await call('DELETE', `/api/write-keys/${key_id}`)
    expect((await call('PATCH', `/api/write-keys/${key_id}`, change)).error.code).toBe('unknown_key')
  })

  test('of a server has no origins', async () => {
    const origins = ['https://a.example']
    const made = await call('POST', '/api/write-keys', { name: 'Server', kind: 'server' })
    const refused = await call('PATCH', `/api/write-keys/${made.data.key_id}`, { origins })
    expect(refused).toMatchObject({ status: 422, error: { code: 'browser_key_needed' } })
    expect((await call('POST', '/api/write-keys', { name: 'S', kind: 'server', origins })).status).toBe(422)
  })

  test.each([
    [{}],
    [{ max_age_minutes: 0 }],
    [{ max_age_minutes: 43_201 }],
    [{ max_age_minutes: 1.5 }],
    [{ max_age_minutes: '10' }],
    [{ name: '' }],
    [{ origins: ['https://a.example/path'] }],
  ])('is not changed to %j', async (body) => {
    const made = await call('POST', '/api/write-keys', { name: 'Fixed', kind: 'browser' })
    const refused = await call('PATCH', `/api/write-keys/${made.data.key_id}`, body)
    expect(refused).toMatchObject({ status: 400, error: { code: 'invalid_request' } })
  })

  test.each([
    [{ name: '', kind: 'browser' }],
    [{ name: 'a\ud800', kind: 'browser' }],
    [{ name: 'a', kind: 'import' }],
    [{ name: 'a', kind: 'browser', origins: ['https://a.example/path'] }],
    [{ name: 'a', kind: 'browser', origins: ['*'] }],
    [{ name: 'a', kind: 'browser', origins: Array(51).fill('https://a.example') }],
  ])('is not made of %j', async (body) => {
    expect((await call('POST', '/api/write-keys', body)).status).toBe(400)
  })
})

test('keys of merchants are listed with their merchant, without the secret', async () => {
  const made = await call('POST', '/api/merchants/acme/api-keys', { name: 'Portal' })
  const { data } = await call('GET', '/api/merchant-keys')
  expect(data).toMatchObject([{ key_id: made.data.key_id, merchant_name: 'Acme', name: 'Portal', revoked_at: null }])
  expect(JSON.stringify(data)).not.toContain(made.data.api_key)
})

describe('a staff account', () => {
  const signIn = (email: string, password: string) =>
    app.server.inject({ method: 'POST', url: '/api/staff/login', payload: { email, password } })

  test('is created with a password shown once, changed, deactivated and reactivated', async () => {
    const made = await call('POST', '/api/staff', { email: 'Eve@Example.com', name: 'Eve', role: 'viewer' })
    expect(made).toMatchObject({ status: 201, data: { email: 'eve@example.com' } })
    const { password } = made.data
    expect(await tablesContaining(database.owner, [password])).toEqual([])
    const session = String((await signIn('eve@example.com', password)).headers['set-cookie']).split(';')[0]!
    const changed = await call('PATCH', '/api/staff/eve@example.com', { role: 'analyst' })
    expect(changed).toMatchObject({ status: 200, data: { role: 'analyst', disabled_at: null } })
    expect((await call('PATCH', '/api/staff/EVE@example.com', { active: false })).data.disabled_at).not.toBeNull()
    expect((await call('GET', '/api/staff/me', undefined, session)).status).toBe(401)
    expect((await signIn('eve@example.com', password)).statusCode).toBe(401)
    await call('PATCH', '/api/staff/eve@example.com', { active: true })
    expect((await call('GET', '/api/staff/me', undefined, session)).status).toBe(401)
    expect((await signIn('eve@example.com', password)).statusCode).toBe(200)
    const updates = (await actionsOn('eve@example.com')).filter((action) => action !== 'staffLogin')
    expect(updates).toEqual(['createStaff', 'updateStaff', 'updateStaff', 'updateStaff'])
  })

  test('that exists, is unknown or is one’s own is refused with a reason', async () => {
    const own = await emailOf(cookie)
    const again = await call('POST', '/api/staff', { email: own, name: 'Me', role: 'viewer' })
    expect([again.status, again.error.code]).toEqual([409, 'already_exists'])
    expect((await call('PATCH', '/api/staff/nobody@example.com', { active: false })).error.code).toBe('unknown_staff')
    for (const change of [{ active: false }, { role: 'viewer' }]) {
      const refused = await call('PATCH', `/api/staff/${own}`, change)
      expect([refused.status, refused.error.code]).toEqual([409, 'own_account'])
    }
  })

  test('of an admin stays when two admins demote each other at the same time', async () => {
    const [first, second] = [await cookieOf(database, 'admin'), await cookieOf(database, 'admin')]
    const emails = [await emailOf(first), await emailOf(second)] as const
    await database.owner`update staff_users set disabled_at = now() where role = 'admin' and email <> all(${[...emails]})`
    const answers = await Promise.all([
      call('PATCH', `/api/staff/${emails[1]}`, { role: 'viewer' }, first),
      call('PATCH', `/api/staff/${emails[0]}`, { role: 'viewer' }, second),
    ])
    // 401 when the other was first enough to end the session, too.
    const refusal = answers.find(({ status }) => status !== 200)?.status
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect([401, 403]).toContain(refusal)
    const left = await database.owner`select email from staff_users where role = 'admin' and disabled_at is null`
    expect(left.length).toBe(1)
    await database.owner`update staff_users set disabled_at = null where name = 'admin'`
  })

  test.each([[{}], [{ role: 'owner' }], [{ active: 'no' }]])('is not changed to %j', async (change) => {
    expect((await call('PATCH', '/api/staff/eve@example.com', change)).status).toBe(400)
  })

  test.each([
    [{ email: 'no address', name: 'A', role: 'viewer' }],
    [{ email: 'a@b.example', name: '', role: 'viewer' }],
    [{ email: 'a@b.example', name: 'A', role: 'root' }],
    [{ email: 'a\u0000@b.example', name: 'A', role: 'viewer' }],
  ])('is not made of %j', async (body) => {
    expect((await call('POST', '/api/staff', body)).status).toBe(400)
  })
})

describe('the audit log', () => {
  test('is read by actor and action, page by page, newest first', async () => {
    const actor = await emailOf(cookie)
    const read = (query: string) => call('GET', `/api/audit?actor=${actor}&action=createWriteKey&${query}`)
    for (const name of ['one', 'two', 'three']) await call('POST', '/api/write-keys', { name, kind: 'server' })
    const first = (await read('limit=2')).data
    expect(first.rows).toMatchObject([
      { actor, action: 'createWriteKey', outcome: 'done', details: { name: 'three' } },
      { details: { name: 'two' } },
    ])
    const second = (await read(`limit=1&before=${first.next}`)).data
    expect(second.rows).toMatchObject([{ details: { name: 'one' } }])
  })

  test('contains refused sign-ins, and is also a file', async () => {
    const payload = { email: 'nobody@example.com', password: 'x' }
    await app.server.inject({ method: 'POST', url: '/api/staff/login', payload })
    const { data } = await call('GET', '/api/audit?action=staffLogin&limit=1')
    expect(data.rows[0]).toMatchObject({ actor: 'unknown', outcome: 'refused' })
    const { total } = (await call('GET', '/api/audit')).data
    expect(total).toBeGreaterThan(1)
    const csv = await app.server.inject({ url: '/api/audit?format=csv&limit=1', headers: { cookie } })
    expect(csv.headers['content-type']).toContain('text/csv')
    expect(csv.body.split('\r\n')[0]).toBe('audit_id,at,actor,action,target,outcome,details')
    expect(csv.headers['content-disposition']).toContain(`audit_first-1-of-${total}.csv`)
  })

  test.each(['limit=0', 'limit=x', 'before=-1', 'format=xml', `actor=${'a'.repeat(300)}`, 'action=%00'])(
    'asked with %s is a 400',
    async (query) => {
      expect((await call('GET', `/api/audit?${query}`)).status).toBe(400)
    },
  )
})

describe('a refused change', () => {
  test('is in the audit log with user, action and reason', async () => {
    const viewer = await cookieOf(database, 'viewer')
    const actor = await emailOf(viewer)
    expect((await call('DELETE', '/api/write-keys/somekey', undefined, viewer)).status).toBe(403)
    const admin = await emailOf(cookie)
    expect((await call('PATCH', `/api/staff/${admin}`, { role: 'viewer' })).status).toBe(409)
    const { rows } = (await call('GET', '/api/audit?outcome=refused&limit=2')).data
    expect(rows).toMatchObject([
      { actor: admin, action: 'updateStaff', target: admin, outcome: 'refused', details: { refused: 'own_account' } },
      { actor, action: 'revokeWriteKey', target: 'somekey', outcome: 'refused', details: { refused: 'forbidden' } },
    ])
    const done = (await call('GET', '/api/audit?outcome=done')).data.rows as { outcome: string }[]
    expect(done.every(({ outcome }) => outcome === 'done')).toBe(true)
  })
})

describe('a form that was opened before another user saved', () => {
  const versionIn = async (url: string, find: (row: Record<string, string>) => boolean): Promise<string> =>
    (await call('GET', url)).data.find(find).version
  const merchantVersion = () => versionIn('/api/merchants?size=500', (row) => row.merchant_ref === 'acme')
  const placementVersion = () => versionIn('/api/placements', (row) => row.placement_key === 'home')

  test('is refused with 409, sees the other change and who made it, and is saved with the new version', async () => {
    const made = await call('POST', '/api/write-keys', { name: 'Two', kind: 'browser' })
    const email = `two-${Date.now()}@example.com`
    await call('POST', '/api/staff', { email, name: 'Two', role: 'viewer' })
    const keyVersion = () => versionIn('/api/write-keys', (row) => row.key_id === made.data.key_id)
    const staffVersion = () => versionIn('/api/staff', (row) => row.email === email)
    const slots = { max_slots: 9, max_slots_from: '2999-01-01' }
    const cases: [string, () => Promise<string>, object, object][] = [
      [`/api/write-keys/${made.data.key_id}`, keyVersion, { origins: ['https://a.example'] }, { name: 'Mine' }],
      ['/api/placements/home', placementVersion, { placement_name: 'Theirs' }, { tier: 'high_value' }],
      ['/api/placements/home', placementVersion, slots, { placement_name: 'Mine' }],
      ['/api/merchants/acme', merchantVersion, { category: 'Theirs' }, { merchant_name: 'Mine' }],
      [`/api/staff/${email}`, staffVersion, { role: 'analyst' }, { active: false }],
    ]
    for (const [url, versionNow, theirs, mine] of cases) {
      const opened = await versionNow()
      expect((await call('PATCH', url, { ...theirs, version: opened })).status, url).toBe(200)
      const stale = await call('PATCH', url, { ...mine, version: opened })
      expect(stale, url).toMatchObject({
        status: 409,
        error: {
          code: 'changed_meanwhile',
          details: { changed_by: await emailOf(cookie), current: expect.any(Object) },
        },
      })
      const { version } = stale.error.details
      expect(version).toBe(await versionNow())
      expect((await call('PATCH', url, { ...mine, version })).status, url).toBe(200)
    }
    const key = (await call('GET', '/api/write-keys')).data.find(
      (row: { key_id: string }) => row.key_id === made.data.key_id,
    )
    expect(key).toMatchObject({ name: 'Mine', origins: ['https://a.example'] })
  })

  test('of two simultaneous saves one is rejected', async () => {
    const version = await merchantVersion()
    const both = await Promise.all(
      ['one', 'two'].map((merchant_name) => call('PATCH', '/api/merchants/acme', { merchant_name, version })),
    )
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  test('with only a version changes nothing; without a version always saves', async () => {
    const made = await call('POST', '/api/write-keys', { name: 'None', kind: 'browser' })
    expect((await call('PATCH', `/api/write-keys/${made.data.key_id}`, { version: 'x' })).status).toBe(400)
    expect((await call('PATCH', `/api/write-keys/${made.data.key_id}`, { name: 'Some' })).status).toBe(200)
  })

  test('is not stale because a key was used, or a merchant has figures', async () => {
    const made = await call('POST', '/api/write-keys', { name: 'Used', kind: 'browser' })
    const find = (row: Record<string, string>) => row.key_id === made.data.key_id
    const before = await versionIn('/api/write-keys', find)
    await database.owner`update write_keys set last_used_at = now() where key_id = ${made.data.key_id}`
    expect(await versionIn('/api/write-keys', find)).toBe(before)
  })
})

describe('one’s own password', () => {
  test('changes with the current one, ends other sessions, and is not in the log', async () => {
    const email = `own-${Date.now()}@example.com`
    const { password } = (await call('POST', '/api/staff', { email, name: 'Own', role: 'viewer' })).data
    const signIn = async (secret: string) => {
      const answer = await app.server.inject({
        method: 'POST',
        url: '/api/staff/login',
        payload: { email, password: secret },
      })
      return { status: answer.statusCode, cookie: String(answer.headers['set-cookie']).split(';')[0]! }
    }
    const [here, elsewhere] = [await signIn(password), await signIn(password)]
    const next = 'a-longer-password-of-mine'
    const change = (current_password: string, new_password: string) =>
      call('POST', '/api/staff/password', { current_password, new_password }, here.cookie)
    expect((await change('wrong', next)).error.code).toBe('wrong_password')
    expect((await change(password, 'short')).error.code).toBe('invalid_request')
    expect(await change(password, next)).toEqual({ status: 200, data: { changed: true } })
    expect((await call('GET', '/api/staff/me', undefined, here.cookie)).status).toBe(200)
    expect((await call('GET', '/api/staff/me', undefined, elsewhere.cookie)).status).toBe(401)
    expect([(await signIn(password)).status, (await signIn(next)).status]).toEqual([401, 200])
    expect(await tablesContaining(database.owner, [next, password])).toEqual([])
    expect(await actionsOn(email)).toContain('changePassword')
  })
})
