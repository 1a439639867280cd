import type { Endpoint } from '@bx/contracts/endpoints/endpoint'
import { type Permission, permissionsOf, STAFF_ROLES } from '@bx/contracts/endpoints/permissions'
import fastify, { type FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { MerchantPrincipal, Principal, StaffPrincipal } from '../src/accounts/principal.ts'
import { actorOf, limitedAs, NOBODY, readerOf } from '../src/accounts/principal.ts'
import { postgresKeys } from '../src/ingest/keys.ts'
import { AppError } from '../src/lib/errors.ts'
import { createAuthorise } from '../src/serve/access.ts'
import { answersOf } from '../src/serve/answers.ts'
import type { AppDeps } from '../src/serve/appDeps.ts'
import { AnswerCache } from '../src/serve/cache.ts'
import { type Call, Mounts } from '../src/serve/mount.ts'
import { makeKey } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { cookieOf } from './support/staff.ts'

// The principal decides what may be called, what an answer may depend on, whose limit applies and what is logged. The endpoints are
// defined here, to also test rules that no endpoint of the contract uses yet.

let database: TestDatabase
let server: FastifyInstance
/** Who was let in, and which refusals were noted. */
const log: { admitted: Principal[]; refused: string[]; limited: string[] } = { admitted: [], refused: [], limited: [] }

const AUTHS = ['open', 'server_key', 'merchant', 'metrics_token', 'manage_staff', 'read_figures'] as const
/** What a mistake could make of a contract. */
const UNKNOWN = ['', 'admin', 'viewer', 'staff', '__proto__', 'constructor', 'write_key', 'Read_figures']

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 1 })
  server = fastify()
  server.setErrorHandler((error, _, reply) =>
    error instanceof AppError ? reply.status(error.status).send({ error: { code: error.code } }) : reply.send(error),
  )
  const authorise = createAuthorise({
    ...{ sql: database.app, secure: false, keys: postgresKeys(database.app) },
    metricsAccess: { port: null, host: '127.0.0.1', token: null },
  })
  const notes = {
    refusal: async (_: Endpoint, actor: string) => void log.refused.push(actor),
    export: async () => {},
  }
  const ask = Object.assign(
    <T>(person: string, work: () => Promise<T>) => {
      log.limited.push(person)
      return work()
    },
    { load: () => ({ inUse: 0, max: 1, waiting: 0 }) },
  )
  const mounts = new Mounts(server, authorise, notes, ask)
  for (const auth of [...AUTHS, ...UNKNOWN]) {
    mounts.mount(endpointFor(auth), async ({ principal }) => {
      log.admitted.push(principal)
      return { data: 1 }
    })
  }
  await server.ready()
})

function endpointFor(auth: string) {
  return {
    ...{ method: 'POST', path: `/${auth}/x`, operationId: `ask ${auth}`, summary: '', tag: 'Staff', status: 200 },
    auth: auth as 'read_figures',
    response: z.object({ data: z.number() }),
  } as const satisfies Endpoint
}

async function ask(auth: string, headers: Readonly<Record<string, string>> = {}) {
  Object.assign(log, { admitted: [], refused: [], limited: [] })
  const response = await server.inject({ method: 'POST', url: `/${auth}/x`, headers })
  return response.statusCode === 200 ? 'admitted' : `${response.statusCode} ${response.json().error.code}`
}
const bearer = async (kind: 'browser' | 'server' | 'import') => ({
  authorization: `Bearer ${await makeKey(database, kind)}`,
})

describe('an endpoint', () => {
  test.each([...UNKNOWN, 'merchant'])('with the auth %j admits no one', async (auth) => {
    const callers = [{}, { cookie: await cookieOf(database, 'admin') }, await bearer('server')]
    for (const headers of callers) expect(await ask(auth, headers)).toBe('401 not_signed_in')
    expect(log.admitted).toEqual([])
  })

  test('for server keys admits keys that are no part of a page, and hands on which one it is', async () => {
    expect(await ask('server_key')).toBe('401 missing_key')
    expect(await ask('server_key', { cookie: await cookieOf(database, 'admin') })).toBe('401 missing_key')
    expect(await ask('server_key', { authorization: `Bearer bx_server_${'a'.repeat(52)}` })).toBe('401 invalid_key')
    for (const kind of ['server', 'import'] as const) {
      expect(await ask('server_key', await bearer(kind))).toBe('admitted')
      expect(log.admitted).toMatchObject([{ kind: 'key', keyKind: kind, keyId: expect.stringMatching(kind) }])
    }
  })

  test('for server keys notes a browser key that tries it, by its id', async () => {
    expect(await ask('server_key', await bearer('browser'))).toBe('403 server_key_needed')
    expect(log.refused).toEqual([expect.stringMatching(/^browser_/)])
  })

  test('for metrics is not there without a token', async () => {
    expect(await ask('metrics_token', { authorization: 'Bearer null' })).toBe('404 not_found')
  })

  test('that is open has an anonymous principal, even with a session, and uses no place', async () => {
    expect(await ask('open', { cookie: await cookieOf(database, 'admin') })).toBe('admitted')
    expect([log.admitted, log.limited]).toEqual([[NOBODY], []])
  })

  test('notes who was refused, and limits who was admitted, by name', async () => {
    const cookie = await cookieOf(database, 'viewer')
    expect(await ask('manage_staff', { cookie })).toBe('403 forbidden')
    expect(log.refused).toEqual([expect.stringMatching(/^viewer-.*@example.com$/)])
    expect(await ask('read_figures', { cookie })).toBe('admitted')
    expect(log.limited).toEqual([expect.stringMatching(/^staff viewer-/)])
  })
})

describe('a role', () => {
  test.each(STAFF_ROLES)('%s is stored, and its permissions reach the handler', async (role) => {
    expect(await ask('read_figures', { cookie: await cookieOf(database, role) })).toBe('admitted')
    expect(log.admitted).toMatchObject([{ kind: 'staff', role, permissions: permissionsOf(role) }])
  })

  test('that is unknown cannot be stored', async () => {
    for (const role of ['owner', 'Admin', ''])
      await expect(cookieOf(database, role as 'admin')).rejects.toMatchObject({ code: '23514' })
  })

  test('that is unknown and stored all the same may do nothing', async () => {
    await database.owner`alter table staff_users drop constraint staff_users_role_check`
    for (const role of ['owner', 'constructor']) {
      const cookie = await cookieOf(database, role as 'admin')
      for (const auth of ['read_figures', 'manage_staff']) expect(await ask(auth, { cookie })).toBe('403 forbidden')
    }
    expect(log.admitted).toEqual([])
  })
})

const member = (email: string, permissions: readonly Permission[]): StaffPrincipal => ({
  ...{ kind: 'staff', email, name: email, role: 'viewer', permissions: new Set(permissions) },
  ...{ sessionId: email, hasSecondFactor: false, must: null },
})
const merchant = (merchantId: string, keyId: string): MerchantPrincipal => ({
  ...{ kind: 'merchant', merchantId, by: { kind: 'key', keyId } },
})

describe('a kept answer', () => {
  test('is shared only by principals that may see the same', async () => {
    let computed = 0
    const asking = answering(async () => ({ data: ++computed }))
    const [a, b] = [merchant('a', 'key 1'), merchant('b', 'key 1')]
    expect(await asking(member('ann', ['read_figures', 'read_audit']))).toBe(1)
    expect(await asking(member('bob', ['read_audit', 'read_figures']))).toBe(1)
    expect(await asking(member('cid', ['read_figures']))).toBe(2)
    expect([await asking(a), await asking(b), await asking(merchant('a', 'key 2'))]).toEqual([3, 4, 3])
    // No id of a merchant can be made to look like staff.
    expect(await asking(merchant('{"kind":"staff"}', 'key 3'))).toBe(5)
  })

  test('depends on nothing of the principal but what its key holds', async () => {
    const asked: object[] = []
    const asking = answering(
      async () => ({ data: 1 }),
      (question) => asked.push(question),
    )
    await asking(member('ann', ['read_figures']))
    await asking(merchant('a', 'key 1'))
    expect(asked).toEqual([
      { params: undefined, query: QUERY, reader: { kind: 'staff', permissions: ['read_figures'] } },
      { params: undefined, query: QUERY, reader: { kind: 'merchant', merchantId: 'a' } },
    ])
  })
})

const QUERY = { start_date: '2026-11-20', end_date: '2026-11-21', traffic: 'net', compare: 'none', format: 'json' }

/** Calls an endpoint as a principal. */
function answering(read: () => Promise<{ data: number }>, noted: (question: object) => void = () => {}) {
  const direct = Object.assign(<T>(_: string, work: () => Promise<T>) => work(), {
    load: () => ({ inUse: 0, max: 1, waiting: 0 }),
  })
  const organisation = { timeZone: 'UTC', visitorsFrom: null }
  const deps = { sql: database.app, now: () => Date.UTC(2026, 10, 22, 12), organisation } as AppDeps
  const answers = answersOf(deps, direct, new AnswerCache())
  const endpoint = endpointFor('read_figures')
  const handler = answers(endpoint, (question) => {
    noted(question)
    return { read }
  })
  return async (principal: StaffPrincipal | MerchantPrincipal) => {
    const call = { principal, params: undefined, query: QUERY, hungUp: new AbortController().signal }
    const { body } = (await handler(call as unknown as Call<typeof endpoint>)) as unknown as { body: Buffer }
    return JSON.parse(body.toString()).data as number
  }
}

describe('a merchant', () => {
  const person: MerchantPrincipal = {
    kind: 'merchant',
    merchantId: 'a',
    by: { kind: 'person', email: 'eve@example.com' },
  }

  test('has the same places for all its persons and keys', () => {
    expect([limitedAs(person), limitedAs(merchant('a', 'key 1')), limitedAs(merchant('b', 'key 1'))]).toEqual([
      ...['merchant a', 'merchant a', 'merchant b'],
    ])
  })

  test('is noted as the person or the key that asked', () => {
    expect([actorOf(person), actorOf(merchant('a', 'key 1'))]).toEqual(['eve@example.com', 'key 1'])
  })

  test('reads as the merchant, for all its persons and keys', () => {
    expect(readerOf(person)).toEqual(readerOf(merchant('a', 'key 1')))
  })
})
