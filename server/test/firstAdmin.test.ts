import { beforeEach, expect, test } from 'vitest'
import { firstAdminNote, makeFirstAdminLink } from '../src/accounts/firstAdmin.ts'
import { buildTestApp, type TestApp } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { tablesContaining } from './support/scan.ts'
import { addPerson } from './support/staff.ts'

let database: TestDatabase
let app: TestApp
const PERSON = { email: 'Ada@example.com', name: 'Ada', password: 'correct horse battery stapler' }

beforeEach(async () => {
  database = await createTestDatabase({ rawDays: 0 })
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue })
})

const link = () => makeFirstAdminLink(database.owner, 'https://bx.example.com/')
const tokenOf = (address: string | null) => address!.split('#')[1]!
const claim = (token: string, change: object = {}) =>
  app.server.inject({ method: 'POST', url: '/api/staff/first-admin', payload: { ...PERSON, token, ...change } })
const isNeeded = async () => (await app.server.inject('/api/staff/first-admin')).json().data.is_needed

test('the link creates an administrator who is signed in; it works once, and so does every other one', async () => {
  const [first, second] = [await link(), await link()]
  expect(first).toMatch(/^https:\/\/bx\.example\.com\/first-admin\/#[\w-]{43}$/)
  expect(firstAdminNote(first!)).toContain(first)
  expect(await isNeeded()).toBe(true)
  const response = await claim(tokenOf(first))
  expect(response.statusCode).toBe(201)
  expect(response.json()).toEqual({ data: { email: 'ada@example.com', name: 'Ada', role: 'admin' } })
  const cookie = response.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  expect((await app.server.inject({ url: '/api/staff/me', headers: { cookie } })).json().data.role).toBe('admin')
  expect(await isNeeded()).toBe(false)
  for (const used of [first, second]) {
    const again = await claim(tokenOf(used), { email: 'eve@example.com' })
    expect([again.statusCode, again.json().error.code]).toEqual([410, 'first_admin_link_invalid'])
  }
  expect(await link()).toBeNull()
})

test('of two links used at the same time, one creates an administrator', async () => {
  const tokens = [tokenOf(await link()), tokenOf(await link())]
  const codes = await Promise.all(
    tokens.map(async (token, i) => (await claim(token, { email: `p${i}@example.com` })).statusCode),
  )
  expect(codes.sort()).toEqual([201, 410])
})

test('an expired or an invented link, and one from before somebody else became administrator, is refused', async () => {
  const expired = tokenOf(await link())
  await database.owner`update first_admin_links set expires_at = now()`
  const early = tokenOf(await link())
  expect((await claim(expired)).statusCode).toBe(410)
  expect((await claim('x'.repeat(43))).statusCode).toBe(410)
  await addPerson(database, 'bob@example.com', 'admin', PERSON.password)
  expect((await claim(early)).statusCode).toBe(410)
})

test('a weak password or a malformed request leaves the link usable', async () => {
  const token = tokenOf(await link())
  const weak = await claim(token, { password: 'passwordpassword' })
  expect([weak.statusCode, weak.json().error.details[0].field]).toEqual([422, 'password'])
  expect((await claim(token, { email: 'nobody' })).statusCode).toBe(400)
  expect((await claim(token)).statusCode).toBe(201)
})

test('an address that has an account already is refused, and the link stays usable', async () => {
  await addPerson(database, 'ada@example.com', 'viewer', PERSON.password)
  const token = tokenOf(await link())
  expect((await claim(token)).json().error.code).toBe('already_exists')
  expect((await claim(token, { email: 'ann@example.com' })).statusCode).toBe(201)
})

test('the database never contains the token', async () => {
  const token = tokenOf(await link())
  expect(await tablesContaining(database.owner, [token])).toEqual([])
})
