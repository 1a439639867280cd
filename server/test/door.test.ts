import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWriteKey } from '../src/accounts/keys.ts'
import type { Sql } from '../src/db/client.ts'
import { postgresKeys } from '../src/ingest/keys.ts'
import { openQuotas, type QuotaLimits } from '../src/ingest/quotas.ts'
import {
  AMPLE,
  buildTestApp,
  makeDims,
  makeKey,
  type Receipt,
  send,
  type TestApp,
  wireExposure,
} from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { emptyTables } from './support/tables.ts'

// What an unknown client, or one of many keys, may cost: order of work, unknown keys, quotas.

let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp
let key: string

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 2 })
  pipeline = openTestPipeline(database)
  await makeDims(database)
  app = await buildTestApp({ database, queue: pipeline.queue })
  key = await makeKey(database, 'browser')
})

beforeEach(() => emptyTables(database.owner))

const batch = (n: number) => Array.from({ length: n }, () => wireExposure())
const randomKey = () => `bx_browser_${randomBytes(6).toString('base64url')}_${randomBytes(32).toString('base64url')}`
const limited = (quotas: Partial<QuotaLimits>) =>
  buildTestApp({ database, queue: pipeline.queue, deps: { quotas: openQuotas({ ...AMPLE, ...quotas }) } })
const limitedKey = async (name: string, events_per_minute: number) =>
  (await createWriteKey(database.app, 'test', { name, kind: 'browser', events_per_minute })).key

async function storedCount(): Promise<number> {
  await pipeline.drain()
  const [row] = await database.owner<{ n: number }[]>`select count(*) as n from exposure_events`
  return row!.n
}

describe('without a key in a header', () => {
  const padded = (bytes: number) => {
    const text = JSON.stringify({ write_key: key, events: batch(1), padding: '' })
    return `${text.slice(0, -2)}${'x'.repeat(bytes - text.length)}"}`
  }

  test('a body may be 64 KiB, as a page-hide beacon needs, and not a byte more', async () => {
    expect(await send(app.server, padded(65_536))).toMatchObject({ status: 202, accepted: 1 })
    const refused = await send(app.server, padded(65_537))
    expect(refused).toMatchObject({ status: 413, error: 'too_large_without_key' })
    expect(await send(app.server, padded(65_537), { key })).toMatchObject({ status: 202 })
  })

  test('a body may not be gzipped', async () => {
    const gzip = { headers: { 'content-encoding': 'gzip' } }
    expect(await send(app.server, gzipSync(padded(2000)), gzip)).toMatchObject({ status: 415, error: 'gzip_needs_key' })
    expect(await send(app.server, gzipSync(padded(2000)), { ...gzip, key })).toMatchObject({ status: 202 })
  })
})

describe('before a body has arrived', () => {
  /** First line of the answer to a request whose body never comes. */
  async function answerToHeaders(server: TestApp['server'], headers: string): Promise<string> {
    if (!server.server.listening) await server.listen({ port: 0, host: '127.0.0.1' })
    const { port } = server.server.address() as { port: number }
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('error', reject)
      socket.once('data', (data) => {
        socket.destroy()
        resolve(data.toString())
      })
      socket.write(`POST /api/exposure/batch HTTP/1.1\r\nhost: x\r\n${headers}\r\n\r\n`)
    })
  }

  test('an unknown key, too long a body without one, gzip without one and a used quota are refused', async () => {
    const { server } = await limited({ keyEvents: 60 })
    const ask = (headers: string) => answerToHeaders(server, headers)
    expect(await ask(`authorization: Bearer ${randomKey()}\r\ncontent-length: 1000000`)).toMatch(/^HTTP\/1.1 401/)
    expect(await ask('content-length: 65537')).toMatch(/^HTTP\/1.1 413/)
    expect(await ask('content-length: 100\r\ncontent-encoding: gzip')).toMatch(/^HTTP\/1.1 415/)
    expect((await send(server, { events: batch(10) }, { key })).status).toBe(202)
    expect(await ask(`authorization: Bearer ${key}\r\ncontent-length: 1000000`)).toMatch(/^HTTP\/1.1 429/)
  })
})

describe('unknown keys', () => {
  /** The same database, with its statements counted. */
  function counting(): { sql: Sql; statements: () => number } {
    let statements = 0
    const sql = new Proxy(database.app, {
      apply(target, self, args) {
        statements++
        return Reflect.apply(target, self, args)
      },
    })
    return { sql, statements: () => statements }
  }

  test('in thousands cost a handful of queries, and evict no known key from the cache', async () => {
    const { sql, statements } = counting()
    const keys = postgresKeys(sql)
    expect(await keys.find(key)).toMatchObject({ kind: 'browser' })
    const unknown = Array.from({ length: 20_000 }, randomKey)
    const before = statements()
    expect(new Set(await Promise.all(unknown.map((secret) => keys.find(secret))))).toEqual(new Set([null]))
    expect(statements() - before).toBeLessThan(10)
    const after = statements()
    expect(await keys.find(key)).toMatchObject({ kind: 'browser' })
    expect(await keys.find(unknown.at(-1)!)).toBeNull()
    expect(statements()).toBe(after)
  })

  test('in an invalid format cost no query', async () => {
    const { sql, statements } = counting()
    const keys = postgresKeys(sql)
    for (const secret of [
      '',
      'x',
      'bx_browser_short',
      `${randomKey()}x`,
      randomKey().replace('browser', 'admin'),
      '\0',
    ])
      expect(await keys.find(secret)).toBeNull()
    expect(statements()).toBe(0)
  })

  test('do not delay a key that was just created', async () => {
    const keys = postgresKeys(database.app)
    const flood = Promise.all(Array.from({ length: 2000 }, () => keys.find(randomKey())))
    const fresh = await makeKey(database, 'browser')
    expect(await keys.find(fresh)).toMatchObject({ kind: 'browser' })
    await flood
  })

  test('block only their own network after a while', async () => {
    const { server } = await limited({ networkRefusals: 60 })
    const from = (remoteAddress: string, authorization: string) =>
      server
        .inject({
          method: 'POST',
          url: '/api/exposure/batch',
          remoteAddress,
          headers: { authorization },
          payload: '{"events":[]}',
        })
        .then(({ statusCode }) => statusCode)
    const flood = []
    for (let i = 0; i < 12; i++) flood.push(await from(`2001:db8:0:1::${i}`, `Bearer bx_${i}`))
    expect(flood.slice(0, 10)).toEqual(Array(10).fill(401))
    expect(flood.slice(10)).toEqual([429, 429])
    expect(await from('2001:db8:0:1::99', `Bearer ${key}`)).toBe(429)
    expect(await from('2001:db8:0:2::1', `Bearer ${key}`)).toBe(202)
    expect(await from('127.0.0.1', `Bearer ${key}`)).toBe(202)
  })
})

describe('a quota', () => {
  test('that one key exceeds twentyfold does not affect the events of other keys', async () => {
    const { server } = await limited({ keyEvents: 600_000 })
    const hog = await limitedKey('hog', 600)
    const others = await Promise.all(['a', 'b', 'c'].map((name) => limitedKey(name, 600_000)))
    const sending = (secret: string, n: number) =>
      Promise.all(Array.from({ length: n }, () => send(server, { events: batch(50) }, { key: secret })))
    // 600 a minute are 100 in ten seconds; this is 2000.
    const [hogs, ...rest] = await Promise.all([sending(hog, 40), ...others.map((secret) => sending(secret, 10))])
    expect(rest.flat().map(({ status }) => status)).toEqual(Array(30).fill(202))
    const refused = hogs.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(38)
    for (const receipt of refused) expect(waitOf(receipt)).toBeGreaterThan(0)
    expect(await storedCount()).toBe(30 * 50 + 100)
  })

  test('of bytes and of requests without events is the same one', async () => {
    const { server } = await limited({})
    const own = await limitedKey('bytes', 60)
    const body = `{"events":[],"padding":"${'x'.repeat(20_000)}"}`
    expect((await send(server, body, { key: own })).status).toBe(202)
    const refused = await send(server, { events: [] }, { key: own })
    expect(refused).toMatchObject({ status: 429, error: 'quota_exceeded' })
    expect(waitOf(refused)).toBeGreaterThan(10)
    const empty = await limitedKey('empty', 60)
    const answers: number[] = []
    for (let i = 0; i < 11; i++)
      answers.push((await send(server, { events: [], dropped: { stale: 1 } }, { key: empty })).status)
    expect(answers).toEqual([...Array(10).fill(202), 429])
  })

  test('of refusals stops a key whose events are all refused', async () => {
    const { server } = await limited({ keyRefusals: 600 })
    const bad = { events: Array.from({ length: 100 }, () => ({})) }
    expect((await send(server, bad, { key })).status).toBe(202)
    expect((await send(server, { events: batch(1) }, { key })).status).toBe(429)
  })

  test('is readable for a page of another origin, with the time to wait', async () => {
    const own = await limitedKey('page', 60)
    const { server } = await limited({})
    const headers = { origin: 'https://shop.example' }
    await send(server, { events: batch(10), write_key: own }, { headers })
    const refused = await send(server, { events: batch(1), write_key: own }, { headers })
    expect(refused).toMatchObject({
      ...{ status: 429, error: 'quota_exceeded' },
      headers: { 'access-control-allow-origin': headers.origin, 'access-control-expose-headers': 'retry-after' },
    })
    expect(waitOf(refused)).toBeGreaterThan(0)
  })

  function waitOf({ headers }: Receipt): number {
    return Number(headers['retry-after'])
  }
})
