import { beforeAll, describe, expect, test } from 'vitest'
import { saveStaff } from '../src/accounts/saveStaff.ts'
import { signInLimits } from '../src/accounts/signInLimits.ts'
import { openPool } from '../src/db/openPool.ts'
import type { AppError } from '../src/lib/errors.ts'
import { keyedFor } from '../src/lib/keyed.ts'
import { buildTestApp, type TestApp } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { tablesContaining } from './support/scan.ts'
import { addPerson } from './support/staff.ts'

let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp
const PASSWORD = 'correct horse battery stapler'

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 0 })
  pipeline = openTestPipeline(database)
  app = await buildTestApp({ database, queue: pipeline.queue, deps: { trustProxy: 1 } })
  await addPerson(database, 'ada@example.com', 'admin', PASSWORD)
})

let address = 0
/** Each call from another address, so that only the account's limit applies. */
function login(email: unknown, password: unknown, options: { app?: TestApp; headers?: Record<string, string> } = {}) {
  const headers = { 'x-forwarded-for': `10.0.0.${++address % 250}`, ...options.headers }
  const payload = { email, password } as Record<string, unknown>
  return (options.app ?? app).server.inject({ method: 'POST', url: '/api/staff/login', headers, payload })
}

type Answered = { readonly cookies: readonly { readonly name: string; readonly value: string }[] }
const cookiesIn = ({ cookies }: Answered): Record<string, string> =>
  Object.fromEntries(cookies.map(({ name, value }) => [name, value]))
const cookieIn = (response: Answered) => `bx_session=${cookiesIn(response).bx_session}`
const me = (cookie: string) => app.server.inject({ url: '/api/staff/me', headers: { cookie } })

describe('signing in', () => {
  test('gives a session whose cookie scripts cannot read and other sites cannot send', async () => {
    const response = await login(' ada@example.com ', PASSWORD)
    expect(response.json()).toEqual({ data: { email: 'ada@example.com', name: 'ada', role: 'admin' } })
    const [cookie] = response.headers['set-cookie'] as string[]
    expect(cookie).toMatch(/^bx_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    expect((await me(cookieIn(response))).json().data).toMatchObject({
      ...{ email: 'ada@example.com', role: 'admin' },
      organisation: {
        time_zone: 'UTC',
        currency: 'GBP',
        raw_days: 30,
        last_closed_day: { exposure: daysAgo(10), sale: daysAgo(3) },
      },
    })
  })

  test('over https binds the cookie to this host', async () => {
    const secure = await buildTestApp({ database, queue: pipeline.queue, deps: { secure: true } })
    const response = await login('ada@example.com', PASSWORD, { app: secure })
    const [cookie, device] = response.headers['set-cookie'] as string[]
    expect(cookie).toMatch(/^__Host-bx_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/)
    expect(device).toMatch(/^__Host-bx_device=[\w-]{43}; .*Secure/)
  })

  test('fails with the same answer for a wrong password, an unknown address and nonsense', async () => {
    const failures = [
      ['ada@example.com', 'wrong'],
      ['nobody@example.com', PASSWORD],
      ["' or 1=1 --", 'x'],
      ['ada@example.com', ''],
    ] as const
    for (const [email, password] of failures) {
      const response = await login(email, password)
      expect(response.statusCode).toBe(401)
      expect(response.headers['set-cookie']).toBeUndefined()
      expect({ ...response.json().error, request_id: '' }).toEqual({
        ...{ code: 'wrong_login', message: 'E-mail or password is wrong.', details: null, request_id: '' },
      })
    }
  })

  test('takes about as long for an unknown address as for a wrong password', async () => {
    await saveStaff(database.app, 'test', { email: 'Real@Example.com', name: 'R', role: 'viewer', password: PASSWORD })
    const timed = async (email: string) => {
      const began = performance.now()
      await login(email, 'wrong')
      return performance.now() - began
    }
    // The better of two: other work on the machine can only make a try longer.
    const best = async (email: string) => Math.min(await timed(email), await timed(email))
    const [known, unknown] = [await best('real@example.com'), await best('nobody-else@example.com')]
    expect(unknown).toBeGreaterThan(known / 4)
  })

  test('with bodies of another shape is 400, also with NUL', async () => {
    for (const [email, password] of [
      [1, 2],
      [null, null],
      ['a'.repeat(300), 'x'],
      ['a', 'x'.repeat(2000)],
      ['a\u0000', 'x'],
    ]) {
      expect((await login(email, password)).statusCode).toBe(400)
    }
    const text = await app.server.inject({
      ...{ method: 'POST', url: '/api/staff/login', headers: { 'content-type': 'text/plain' } },
      payload: JSON.stringify({ email: 'ada@example.com', password: PASSWORD }),
    })
    expect(text.statusCode).toBe(400)
  })

  test('is refused from another site', async () => {
    const response = await login('ada@example.com', PASSWORD, { headers: { 'sec-fetch-site': 'cross-site' } })
    expect([response.statusCode, response.json().error.code]).toEqual([403, 'cross_site'])
  })
})

describe('guessing', () => {
  const limitsOf = (waits: number[] = [], sql = database.app) =>
    signInLimits(sql, keyedFor(app.pepper, 'accounts'), async (seconds) => waits.push(seconds))
  const tryFrom = (network: string, email = 'ada@example.com') => ({ email, network, knownBrowser: null })
  const codeOf = (error: AppError) => error.code

  test('one account from one network is ten tries, exact across processes, then one a minute', async () => {
    const [here, there] = [limitsOf(), limitsOf()]
    const tries = Array.from({ length: 30 }, (_, i) =>
      (i % 2 ? here : there).admit(tryFrom('192.0.2.1', 'burst@example.com')).then(() => 'admitted', codeOf),
    )
    const outcomes = await Promise.all(tries)
    expect(outcomes.filter((outcome) => outcome === 'admitted')).toHaveLength(10)
    const refused = await limitsOf()
      .admit(tryFrom('192.0.2.1', 'burst@example.com'))
      .catch((error: AppError) => error)
    expect(refused).toMatchObject({ code: 'too_many_requests' })
    expect((refused as AppError).retryAfter).toBeGreaterThan(0)
    expect((refused as AppError).retryAfter).toBeLessThanOrEqual(60)
    await limitsOf().admit(tryFrom('192.0.2.2', 'burst@example.com'))
    await limitsOf().admit(tryFrom('192.0.2.1', 'colleague@example.com'))
    await database.owner`update sign_in_limits set counted_at = counted_at - interval '61 seconds'`
    await limitsOf().admit(tryFrom('192.0.2.1', 'burst@example.com'))
  })

  test('one account from many networks is slower and slower, and never locked', async () => {
    const waits: number[] = []
    for (let i = 0; i < 60; i++) await limitsOf(waits).admit(tryFrom(`198.51.100.${i}`, 'slow@example.com'))
    expect(waits.length).toBeGreaterThan(40)
    expect(Math.max(...waits)).toBeLessThanOrEqual(8)
    expect(waits.at(-1)).toBeGreaterThan(7)
    expect(waits[0]).toBeLessThan(1)
  })

  test('is limited by /64 with IPv6, and mapped addresses are IPv4', async () => {
    const burnt = async (network: string, email: string) => {
      for (let i = 0; i < 10; i++) await limitsOf().admit(tryFrom(network, email))
    }
    await burnt('2001:db8:0:1::/64', 'ada@example.com')
    await burnt('203.0.113.7', 'ada@example.com')
    const from = async (address: string) =>
      (await login(' Ada@example.com ', PASSWORD, { headers: { 'x-forwarded-for': address } })).statusCode
    expect(await from('2001:db8::1:ffff:0:0:9')).toBe(429)
    expect(await from('::ffff:203.0.113.7')).toBe(429)
    expect(await from('2001:db8:0:2::9')).toBe(200)
  })

  test('believes X-Forwarded-For behind the trusted proxies only', async () => {
    const direct = await buildTestApp({ database, queue: pipeline.queue, deps: { pepper: app.pepper } })
    await limitsOf().admit(tryFrom('127.0.0.1', 'direct@example.com'))
    await database.owner`update sign_in_limits set level = 10`
    const answers = await Promise.all([
      login('direct@example.com', 'x', { app: direct }),
      login('direct@example.com', 'x', { app: direct }),
    ])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([429, 429])
    await database.owner`delete from sign_in_limits`
  })

  test('a browser that signed in before passes, on its own ten tries, and only to its account', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.77' }
    const device = cookiesIn(await login('ada@example.com', PASSWORD, { headers })).bx_device!
    for (let i = 0; i < 10; i++) await limitsOf().admit(tryFrom('192.0.2.77'))
    const withDevice = { ...headers, cookie: `bx_device=${device}` }
    expect((await login('ada@example.com', PASSWORD, { headers })).statusCode).toBe(429)
    const again = await login('ada@example.com', PASSWORD, { headers: withDevice })
    expect([again.statusCode, cookiesIn(again).bx_device]).toEqual([200, device])
    expect(String(again.headers['set-cookie'])).toMatch(
      /bx_device=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=31536000/,
    )
    await database.owner`update sign_in_limits set level = 10, counted_at = now()`
    expect((await login('ada@example.com', PASSWORD, { headers: withDevice })).statusCode).toBe(429)
    await database.owner`delete from sign_in_limits`
  })

  test('stops when the counts cannot be read: the password is not checked', async () => {
    const nowhere = openPool({ url: 'postgres://nobody@127.0.0.1:1/none', max: 1, name: 'test nowhere' })
    const away = await buildTestApp({ database, queue: pipeline.queue, deps: { sql: nowhere } })
    expect((await login('ada@example.com', PASSWORD, { app: away })).statusCode).toBe(503)
  })

  test('is in the audit log without what was typed; a flood is one entry a minute', async () => {
    const typed = 'my-secret-typed-here'
    await login(typed, 'x', { headers: { 'x-forwarded-for': '192.0.2.99' } })
    await database.owner`update sign_in_limits set level = 10, counted_at = now()`
    for (let i = 0; i < 3; i++) await login(typed, 'x', { headers: { 'x-forwarded-for': '192.0.2.99' } })
    const rows = await database.owner<{ details: Record<string, string> }[]>`
      select details from audit_log where action = 'staffLogin' and target = 'refused' order by audit_id desc limit 2`
    expect(rows.map(({ details }) => details.refused)).toEqual(['too_many_requests', 'wrong_login'])
    expect(rows[0]!.details.account).toBe(rows[1]!.details.account)
    expect(await tablesContaining(database.owner, [typed, '192.0.2.99'])).toEqual([])
    await database.owner`delete from sign_in_limits`
  })
})

test('signing out ends the session on the server, and takes the cookie back', async () => {
  const cookie = cookieIn(await login('ada@example.com', PASSWORD))
  const out = await app.server.inject({ method: 'POST', url: '/api/staff/logout', headers: { cookie } })
  expect(out.json()).toEqual({ data: { signed_out: true } })
  expect(String(out.headers['set-cookie'])).toContain('Max-Age=0')
  expect((await me(cookie)).statusCode).toBe(401)
  const again = await app.server.inject({ method: 'POST', url: '/api/staff/logout', headers: { cookie } })
  expect(again.statusCode).toBe(200)
})

test('neither password nor token is stored, and each try is in the audit log', async () => {
  const response = await login('ada@example.com', PASSWORD)
  await login('ada@example.com', 'hunter2hunter2')
  const token = cookieIn(response).split('=')[1]!
  expect(await tablesContaining(database.owner, [PASSWORD, token, 'hunter2hunter2'])).toEqual([])
  expect(app.log.join('\n')).not.toContain('hunter2')
  const tries = await database.owner<{ target: string }[]>`
    select target from audit_log where action = 'staffLogin' order by audit_id desc limit 2`
  expect(tries.map(({ target }) => target)).toEqual(['refused', 'ada@example.com'])
})

/** In UTC, the zone of the test. */
function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
}
