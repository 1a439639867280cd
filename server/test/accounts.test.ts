import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { TOTP } from 'otpauth'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp, makeDims, type TestApp } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { tablesContaining } from './support/scan.ts'
import { addPerson, cookieOf } from './support/staff.ts'

// The life of accounts: one-time passwords, sessions, second factors, and their audit entries.

let database: TestDatabase
let app: TestApp
let admin: string
const PASSWORD = 'purple-otter-canyon'

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 1 })
  await makeDims(database)
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue })
  admin = await cookieOf(database, 'admin')
})

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
async function call(
  method: Method,
  url: string,
  payload?: object,
  cookie = admin,
  headers: Record<string, string> = {},
) {
  const response = await app.server.inject({
    method,
    url,
    headers: { cookie, ...headers },
    ...(payload ? { payload } : {}),
  })
  const session = response.cookies.find(({ name }) => name === 'bx_session')?.value
  return { status: response.statusCode, ...response.json(), cookie: `bx_session=${session}` }
}
const codeOf = (answer: { error?: { code: string } }) => answer.error?.code
const signIn = (email: string, password: string, code?: string) =>
  call('POST', '/api/staff/login', { email, password, ...(code === undefined ? {} : { code }) }, '')
const emailOf = async (cookie: string) => (await call('GET', '/api/staff/me', undefined, cookie)).data.email as string
const isIn = async (cookie: string) => (await call('GET', '/api/staff/me', undefined, cookie)).status === 200
const actionsOn = async (target: string) =>
  (
    await database.owner<{ action: string }[]>`select action from audit_log where target = ${target} order by audit_id`
  ).map(({ action }) => action)

describe('a one-time password', () => {
  test('must be changed after signing in with it, by the same rules as any password', async () => {
    const email = 'grace.hopper@example.com'
    const made = await call('POST', '/api/staff', { email, name: 'Grace', role: 'analyst' })
    const { cookie } = await signIn(email, made.data.password)
    expect((await call('GET', '/api/staff/me', undefined, cookie)).data.must).toBe('change_password')
    expect(codeOf(await call('GET', '/api/merchants', undefined, cookie))).toBe('password_change_needed')
    expect(codeOf(await call('GET', '/api/staff/me/sessions', undefined, cookie))).toBe('password_change_needed')
    const change = (next: string) =>
      call('POST', '/api/staff/password', { current_password: made.data.password, new_password: next }, cookie)
    for (const weak of ['Grace.Hopper2026', 'passwordpassword', 'aaaaaaaaaaaaaa', made.data.password]) {
      const refused = await change(weak)
      expect([refused.status, codeOf(refused), refused.error.details[0].field]).toEqual([
        422,
        'weak_password',
        'new_password',
      ])
    }
    expect((await change(PASSWORD)).status).toBe(200)
    expect((await call('GET', '/api/merchants', undefined, cookie)).status).toBe(200)
    expect((await call('GET', '/api/staff/me', undefined, cookie)).data.must).toBeNull()
  })

  test('does not work after a week', async () => {
    const made = await call('POST', '/api/staff', { email: 'late@example.com', name: 'Late', role: 'viewer' })
    await database.owner`update staff_users set one_time_until = now() - interval '1 second' where email = 'late@example.com'`
    expect(codeOf(await signIn('late@example.com', made.data.password))).toBe('wrong_login')
  })

  test('is created by an admin for another person, whose sessions end; never for the own account', async () => {
    const viewer = await cookieOf(database, 'viewer')
    const email = await emailOf(viewer)
    const reset = await call('POST', `/api/staff/${email}/password`)
    expect(reset).toMatchObject({ status: 200, data: { email } })
    expect(await isIn(viewer)).toBe(false)
    expect(await tablesContaining(database.owner, [reset.data.password])).toEqual([])
    expect(await actionsOn(email)).toEqual(['resetStaffPassword'])
    expect(codeOf(await call('POST', `/api/staff/${await emailOf(admin)}/password`))).toBe('own_account')
  })
})

describe('the command line', () => {
  const run = (args: readonly string[], input = '') =>
    new Promise<{ code: number; out: string }>((resolve) => {
      const env = { ...process.env, DATABASE_URL: database.url, EMBEDDED: '0' }
      const script = join(import.meta.dirname, '../src/admin.ts')
      const child = execFile(process.execPath, [script, ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: error ? 1 : 0, out: stdout + stderr }),
      )
      child.stdin!.end(input)
    })

  test('prints a one-time password or reads one, never from an argument, and is in the audit log', async () => {
    const email = 'cli@example.com'
    const account = ['create-staff', '--email', email, '--name', 'Cli', '--role', 'viewer']
    const [asArgument, weak, made] = await Promise.all([
      run([...account, '--password', PASSWORD]),
      run([...account, '--password-stdin'], 'cli@example.com1\n'),
      run(['reset-second-factor', '--email', 'nobody@example.com']),
    ])
    expect([asArgument.code, weak.code, made.code]).toEqual([1, 1, 1])
    expect(weak.out).toContain('e-mail address')
    const printed = (await run(account)).out
    const password = /One-time password: (\S+)/.exec(printed)![1]!
    const first = await signIn(email, password)
    expect((await call('GET', '/api/staff/me', undefined, first.cookie)).data.must).toBe('change_password')
    expect((await run(['reset-password', '--email', email, '--password-stdin'], `${PASSWORD}\n`)).code).toBe(0)
    expect(await isIn(first.cookie)).toBe(false)
    const again = await signIn(email, PASSWORD)
    expect((await call('GET', '/api/staff/me', undefined, again.cookie)).data.must).toBeNull()
    const rows = await database.owner<{ actor: string; action: string }[]>`
      select actor, action from audit_log where target = ${email} and actor <> ${email} order by audit_id`
    expect(rows.map(({ action }) => action)).toEqual(['saveStaff', 'resetStaffPassword'])
    expect(rows[0]!.actor).toMatch(/^command line, /)
  })
})

describe('sessions', () => {
  test('end when they are unused, and automatic refreshes do not count as use', async () => {
    const cookie = await cookieOf(database, 'viewer')
    const email = await emailOf(cookie)
    const rest = (minutes: number) =>
      database.owner`update staff_sessions set last_seen_at = now() - ${minutes} * interval '1 minute' where email = ${email}`
    await rest(59)
    expect((await call('GET', '/api/staff/me', undefined, cookie, { 'x-bx-idle': '1' })).status).toBe(200)
    const [untouched] =
      await database.owner`select last_seen_at < now() - interval '50 minutes' as rested from staff_sessions where email = ${email}`
    expect(untouched!.rested).toBe(true)
    expect(await isIn(cookie)).toBe(true)
    await rest(61)
    expect(await isIn(cookie)).toBe(false)
  })

  test('last as long as the rules say; a stale change of the rules is rejected with the current ones', async () => {
    const first = (await call('GET', '/api/settings/sign-in')).data
    expect(first).toMatchObject({
      session_idle_minutes: 60,
      session_hours: 12,
      require_second_factor: 'none',
      version: 0,
    })
    const { version: _, changed_by: __, changed_at: ___, ...rules } = first
    const changed = await call('PUT', '/api/settings/sign-in', { ...rules, session_idle_minutes: 30, version: 0 })
    expect(changed.data).toMatchObject({ session_idle_minutes: 30, version: 1 })
    const cookie = await cookieOf(database, 'viewer')
    await database.owner`update staff_sessions set last_seen_at = now() - interval '40 minutes' where email = ${await emailOf(cookie)}`
    expect(await isIn(cookie)).toBe(false)
    const stale = await call('PUT', '/api/settings/sign-in', { ...rules, session_hours: 8, version: 0 })
    expect(stale).toMatchObject({
      status: 409,
      error: { code: 'changed_meanwhile', details: { version: 1, current: { session_idle_minutes: 30 } } },
    })
    expect((await call('PUT', '/api/settings/sign-in', rules)).data.version).toBe(2)
  })

  test('are listed, and ended one by one, all but this one, or everywhere', async () => {
    const email = 'sessions@example.com'
    await addPerson(database, email, 'viewer', PASSWORD)
    const agent = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36'
    const open = async () =>
      (await call('POST', '/api/staff/login', { email, password: PASSWORD }, '', { 'user-agent': agent })).cookie
    const [here, phone, lost] = [await open(), await open(), await open()]
    const listed = (await call('GET', '/api/staff/me/sessions', undefined, here)).data
    expect(listed).toHaveLength(3)
    expect(listed.filter((each: { is_current: boolean }) => each.is_current)).toMatchObject([
      { agent: 'Chrome on Windows' },
    ])
    const lostId = (await call('GET', '/api/staff/me/sessions', undefined, lost)).data.find(
      (each: { is_current: boolean }) => each.is_current,
    ).session_id
    const end = (which: string, as: string) => call('POST', '/api/staff/me/sessions/end', { which }, as)
    expect((await end(lostId, here)).data).toEqual({ ended: 1 })
    expect([await isIn(lost), await isIn(phone)]).toEqual([false, true])
    expect(codeOf(await end(lostId, here))).toBe('unknown_session')
    expect((await end('others', here)).data).toEqual({ ended: 1 })
    expect([await isIn(phone), await isIn(here)]).toEqual([false, true])
    const other = await open()
    expect((await end('all', here)).data).toEqual({ ended: 2 })
    expect([await isIn(here), await isIn(other)]).toEqual([false, false])
  })

  test('of a person are ended by an admin, and by a changed role', async () => {
    const [one, two] = [await cookieOf(database, 'viewer'), await cookieOf(database, 'viewer')]
    const [first, second] = [await emailOf(one), await emailOf(two)]
    expect((await call('GET', `/api/staff/${first}/sessions`)).data).toMatchObject([{ is_current: false }])
    expect((await call('POST', `/api/staff/${first}/sessions/end`, { which: 'all' })).data).toEqual({ ended: 1 })
    expect(await isIn(one)).toBe(false)
    await call('PATCH', `/api/staff/${second}`, { role: 'analyst' })
    expect(await isIn(two)).toBe(false)
    expect(await actionsOn(first)).toEqual(['endSessions'])
  })
})

describe('a second factor', () => {
  const totpOf = (uri: string) => {
    const secret = new URL(uri).searchParams.get('secret')!
    return (steps = 0) => new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 })
  }

  test('is set up with a first code, required from then on, and each code works once', async () => {
    const email = 'totp@example.com'
    await addPerson(database, email, 'admin', PASSWORD)
    const [here, elsewhere] = [(await signIn(email, PASSWORD)).cookie, (await signIn(email, PASSWORD)).cookie]
    const post = (path: string, body: object) => call('POST', `/api/staff/me/second-factor${path}`, body, here)
    expect(codeOf(await post('', { current_password: 'wrong' }))).toBe('wrong_password')
    expect(codeOf(await post('/confirm', { code: '000000' }))).toBe('no_second_factor')
    const started = (await post('', { current_password: PASSWORD })).data
    expect(started.uri).toMatch(/^otpauth:\/\/totp\/Brand%20Exposure:totp%40example\.com\?/)
    const code = totpOf(started.uri)
    expect((await signIn(email, PASSWORD)).status).toBe(200)
    expect(codeOf(await post('/confirm', { code: '12345' }))).toBe('wrong_code')
    const { recovery_codes: recovery } = (await post('/confirm', { code: code(-1) })).data
    expect(new Set(recovery).size).toBe(10)
    expect([await isIn(here), await isIn(elsewhere)]).toEqual([true, false])
    expect(codeOf(await post('', { current_password: PASSWORD }))).toBe('second_factor_set')
    expect(codeOf(await signIn(email, PASSWORD))).toBe('second_factor_needed')
    expect(codeOf(await signIn(email, 'wrong', code()))).toBe('wrong_login')
    expect(codeOf(await signIn(email, PASSWORD, code(-1)))).toBe('wrong_code')
    const now = code()
    const both = await Promise.all([signIn(email, PASSWORD, now), signIn(email, PASSWORD, now)])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401])
    expect((await signIn(email, PASSWORD, recovery[3].toLowerCase())).status).toBe(200)
    expect(codeOf(await signIn(email, PASSWORD, recovery[3]))).toBe('wrong_code')
    expect(await tablesContaining(database.owner, [started.secret, recovery[0]])).toEqual([])
    expect((await post('/remove', { current_password: PASSWORD, code: recovery[4] })).status).toBe(200)
    expect((await signIn(email, PASSWORD)).status).toBe(200)
    expect(await actionsOn(email)).toEqual(expect.arrayContaining(['confirmSecondFactor', 'removeSecondFactor']))
  })

  test('is required of admins when the rules say so, and reset by another admin', async () => {
    const rules = (require_second_factor: string) =>
      call('PUT', '/api/settings/sign-in', { session_idle_minutes: 60, session_hours: 12, require_second_factor })
    const [other, viewer] = [await cookieOf(database, 'admin'), await cookieOf(database, 'viewer')]
    const email = await emailOf(other)
    await database.owner`insert into staff_second_factors (email, secret, confirmed_at)
      values (${await emailOf(admin)}, 'x', now())`
    await rules('admins')
    expect(codeOf(await call('GET', '/api/audit', undefined, other))).toBe('second_factor_required')
    expect((await call('GET', '/api/staff/me', undefined, other)).data.must).toBe('enrol_second_factor')
    expect((await call('GET', '/api/merchants', undefined, viewer)).status).toBe(200)
    await database.owner`insert into staff_second_factors (email, secret, confirmed_at) values (${email}, 'x', now())`
    expect((await call('GET', '/api/audit', undefined, other)).status).toBe(200)
    expect((await call('DELETE', `/api/staff/${email}/second-factor`)).data).toEqual({ removed: true })
    expect(await isIn(other)).toBe(false)
    expect(await actionsOn(email)).toContain('resetStaffSecondFactor')
    await rules('none')
  })
})

describe('the audit log', () => {
  test('and a change are one: when it cannot be written, nothing changes', async () => {
    const made = await call('POST', '/api/write-keys', { name: 'Old', kind: 'browser' })
    const merchantKey = await call('POST', '/api/merchants/acme/api-keys', { name: 'Old' })
    const email = 'atomic@example.com'
    await addPerson(database, email, 'viewer', PASSWORD)
    const own = (await signIn(email, PASSWORD)).cookie
    const state = async () =>
      JSON.stringify([
        await database.owner`select key_id, name, revoked_at from write_keys order by 1`,
        await database.owner`select key_id, revoked_at from merchant_api_keys order by 1`,
        await database.owner`select email, role, disabled_at, password_hash, one_time_until from staff_users order by 1`,
        await database.owner`select session_id from staff_sessions order by 1`,
        await database.owner`select name, version from settings order by 1, 2`,
        await database.owner`select * from placement_dim order by 1`,
        await database.owner`select * from merchant_dim order by 1`,
        await database.owner`select run_id from model_runs`,
      ])
    await database.owner`create function no_audit() returns trigger language plpgsql as
      $$ begin raise exception 'the audit log is full' using errcode = '53100'; end $$`
    await database.owner`create trigger no_audit before insert on audit_log for each row execute function no_audit()`
    const before = await state()
    const thresholds = (await call('GET', '/api/settings/performance')).data
    const days = { start_date: '2026-11-01', end_date: '2026-11-02' }
    const changes: [Method, string, (object | undefined)?, string?][] = [
      ['POST', '/api/write-keys', { name: 'New', kind: 'server' }],
      ['PATCH', `/api/write-keys/${made.data.key_id}`, { name: 'Newer' }],
      ['DELETE', `/api/write-keys/${made.data.key_id}`],
      ['POST', '/api/merchants/acme/api-keys', { name: 'New' }],
      ['DELETE', `/api/merchants/acme/api-keys?key_id=${merchantKey.data.key_id}`],
      ['POST', '/api/staff', { email: 'new@example.com', name: 'N', role: 'viewer' }],
      ['PATCH', `/api/staff/${email}`, { role: 'analyst' }],
      ['POST', `/api/staff/${email}/password`],
      ['POST', `/api/staff/${email}/sessions/end`, { which: 'all' }],
      ['POST', '/api/staff/login', { email, password: PASSWORD }],
      ['POST', '/api/staff/logout', undefined, own],
      ['POST', '/api/staff/password', { current_password: PASSWORD, new_password: 'another-otter-canyon' }, own],
      ['PUT', '/api/settings/performance', { ...thresholds, changed_by: undefined, changed_at: undefined }],
      ['PUT', '/api/settings/sign-in', { session_idle_minutes: 45, session_hours: 12, require_second_factor: 'none' }],
      ['POST', '/api/placements', { placement_key: 'new', placement_name: 'New', max_slots: 1 }],
      ['PATCH', '/api/placements/home', { placement_name: 'Newer' }],
      ['POST', '/api/merchants', { merchant_ref: 'new', merchant_name: 'New' }],
      ['PATCH', '/api/merchants/acme', { merchant_name: 'Newer' }],
      ['PUT', '/api/merchants', { merchants: [{ merchant_ref: 'bulk', merchant_name: 'Bulk' }] }],
      ['POST', '/api/attribution/model-runs', { model: 'markov', ...days }],
    ]
    for (const [method, url, body, as] of changes) {
      const answer = await call(method, url, body, as)
      expect(answer.status, `${method} ${url}`).toBeGreaterThanOrEqual(500)
    }
    expect(await state()).toBe(before)
    expect((await call('GET', '/api/ops/dead-letters')).status).toBeGreaterThanOrEqual(500)
    expect((await call('GET', '/api/analytics/placements/overview?range=7d&format=csv')).status).toBeGreaterThanOrEqual(
      500,
    )
    await database.owner`drop trigger no_audit on audit_log`
  })

  test('names who exported what, read dead letters and started model runs', async () => {
    const analyst = await cookieOf(database, 'analyst')
    const actor = await emailOf(analyst)
    const get = (url: string) => app.server.inject({ url, headers: { cookie: analyst } })
    await get('/api/analytics/placements/overview?range=7d&format=csv')
    for (let i = 0; i < 3; i++) await get('/api/ops/dead-letters?reason=stale')
    const days = { start_date: '2026-11-01', end_date: '2026-11-02' }
    await call('POST', '/api/attribution/model-runs', { model: 'markov', ...days }, analyst)
    const rows = await database.owner<{ action: string; target: string; details: Record<string, unknown> }[]>`
      select action, target, details from audit_log where actor = ${actor} order by audit_id`
    expect(rows).toMatchObject([
      { action: 'exportCsv', target: 'placementOverview', details: { range: '7d', rows: expect.any(Number) } },
      { action: 'listDeadLetters', target: 'dead_letter_events', details: { reason: 'stale' } },
      { action: 'startModelRun', details: { model: 'markov', start: days.start_date, end: days.end_date } },
    ])
  })

  test.each([
    '/api/audit',
    '/api/staff',
    '/api/write-keys',
    '/api/merchant-keys',
    '/api/ops/dead-letters',
    '/api/ops/live',
  ])('viewers do not read %s', async (url) => {
    expect(codeOf(await call('GET', url, undefined, await cookieOf(database, 'viewer')))).toBe('forbidden')
  })
})
