import { gzipSync } from 'node:zlib'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestApp, makeDims, makeKey, send, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { emptyTables } from './support/tables.ts'

// Bodies that are not valid batches: sizes, encodings, depth, prototypes, content types.

let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp
let key: string

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 3 })
  pipeline = openTestPipeline(database)
  await makeDims(database)
  app = await buildTestApp({ database, queue: pipeline.queue })
  key = await makeKey(database, 'browser')
})

beforeEach(() => emptyTables(database.owner))

async function storedCount(): Promise<number> {
  await pipeline.drain()
  const [row] = await database.owner<{ n: number }[]>`select count(*) as n from exposure_events`
  return row!.n
}

const batch = (n: number) => Array.from({ length: n }, () => wireExposure())

describe('the body', () => {
  const full = (bytes: number) => {
    const text = JSON.stringify({ events: [wireExposure()], padding: '' })
    return `${text.slice(0, -2)}${'x'.repeat(bytes - text.length)}"}`
  }

  test('may be 1 MiB but not a byte more, plain or gzipped', async () => {
    const gzip = { key, headers: { 'content-encoding': 'gzip' } }
    expect(await send(app.server, full(1_048_576), { key })).toMatchObject({ status: 202, accepted: 1 })
    expect(await send(app.server, full(1_048_577), { key })).toMatchObject({ status: 413, error: 'too_large' })
    expect(await send(app.server, gzipSync(full(1_048_576)), gzip)).toMatchObject({ status: 202, accepted: 1 })
    expect(await send(app.server, gzipSync(full(1_048_577)), gzip)).toMatchObject({ status: 413, error: 'too_large' })
  })

  test('that is a gzip bomb is inflated to 1 MiB at most', async () => {
    const bomb = gzipSync(Buffer.alloc(512 * 1_048_576))
    const before = process.memoryUsage().rss
    const receipt = await send(app.server, bomb, { key, headers: { 'content-encoding': 'gzip' } })
    expect(receipt).toMatchObject({ status: 413, error: 'too_large' })
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1_048_576)
  })

  test('that is not what its Content-Encoding says is refused', async () => {
    const body = JSON.stringify({ events: batch(1) })
    const encoded = (encoding: string, bytes: Buffer | string) =>
      send(app.server, bytes, { key, headers: { 'content-encoding': encoding } })
    expect(await encoded('gzip', body)).toMatchObject({ status: 400, error: 'invalid_gzip' })
    expect(await encoded('gzip', gzipSync(body).subarray(0, 40))).toMatchObject({ status: 400, error: 'invalid_gzip' })
    expect(await encoded('gzip', '')).toMatchObject({ status: 400 })
    expect(await encoded('gzip, gzip', gzipSync(gzipSync(body)))).toMatchObject({ status: 415 })
    expect(await encoded('br', body)).toMatchObject({ status: 415, error: 'invalid_encoding' })
    expect(await encoded('GZIP', gzipSync(body))).toMatchObject({ status: 202 })
    expect(await encoded('identity', body)).toMatchObject({ status: 202 })
  })

  test.each(['', '{', '[1,', '{"events":[}', 'null x', "{'events':[]}", '{"events":[NaN]}', '\ufeff'])(
    'that is the broken JSON %j is refused with 400',
    async (body) => {
      expect(await send(app.server, body, { key })).toMatchObject({ status: 400, error: 'invalid_json' })
    },
  )

  test('that nests too deeply is refused before it is parsed', async () => {
    for (const depth of [9, 100, 100_000]) {
      const body = `{"events":[{"context":${'['.repeat(depth)}${']'.repeat(depth)}}]}`
      expect(await send(app.server, body, { key })).toMatchObject({ status: 400, error: 'too_deep' })
    }
    const brackets = { events: [wireExposure({ algorithm_version: '[[[[[[[[[[{{{{{"' })] }
    const { status, codes } = await send(app.server, brackets, { key })
    expect([status, codes]).toEqual([202, { 0: 'invalid_algorithm_version' }])
  })

  test('cannot reach any prototype', async () => {
    const good = () => JSON.stringify(wireExposure()).slice(1)
    const bodies = [
      `{"__proto__":{"polluted":1},"events":[{"__proto__":{"polluted":1},${good()}]}`,
      `{"constructor":{"prototype":{"polluted":1}},"events":[{"constructor":{"prototype":{"polluted":1}},${good()}]}`,
      `{"events":[{"context":{"__proto__":{"polluted":1}},${good()}],"dropped":{"__proto__":{"stale":9}}}`,
    ]
    for (const body of bodies) expect((await send(app.server, body, { key })).status).toBe(202)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(await storedCount()).toBe(3)
  })

  test.each([
    'application/json',
    'APPLICATION/JSON; charset=utf-8',
    'application/json;',
    'application/json\t',
    'application/vnd.api+json',
    'text/plain',
    'text/plain;charset=UTF-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'nonsense',
    'a/b/c',
    '*/*',
    ';',
  ])('is read and validated the same with Content-Type %j', async (type) => {
    const events = [wireExposure(), wireExposure({ rank_position: -1 })]
    const headers = { 'content-type': type }
    const receipt = await send(app.server, JSON.stringify({ events }), { key, headers })
    expect(receipt).toMatchObject({ status: 202, accepted: 1, codes: { 1: 'invalid_rank_position' } })
  })

  test('is read without any Content-Type', async () => {
    for (const headers of [
      { authorization: `Bearer ${key}` },
      { authorization: `Bearer ${key}`, 'content-type': '' },
    ]) {
      const payload = Buffer.from(JSON.stringify({ events: batch(1) }))
      const response = await app.server.inject({ method: 'POST', url: '/api/exposure/batch', payload, headers })
      expect(response.statusCode).toBe(202)
    }
  })
})
