import { beforeAll, expect, test } from 'vitest'
import { buildTestApp, makeDims, makeKey, send, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, type TestPipeline } from './support/pipeline.ts'

// Queries of the placement lens: the verdicts on acknowledged exposures, for clients with their key and ids.

let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 1 })
  await makeDims(database)
  pipeline = openTestPipeline(database)
  app = await buildTestApp({ database, queue: pipeline.queue })
})

async function ask(key: string, event_ids: readonly unknown[], headers: Record<string, string> = {}) {
  const response = await app.server.inject({
    method: 'POST',
    url: '/api/exposure/verdicts',
    headers: { 'content-type': 'text/plain', ...headers },
    payload: JSON.stringify({ write_key: key, event_ids }),
  })
  return { status: response.statusCode, body: response.json(), headers: response.headers }
}

async function processEvents(key: string, events: readonly ReturnType<typeof wireExposure>[]): Promise<void> {
  for (const event of events)
    await send(app.server, { events: [event] }, { key, headers: { 'user-agent': USER_AGENT } })
  await pipeline.drain()
  await pipeline.process.live.write(database.app, Date.now() + 60_000)
}

const USER_AGENT = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36'

test('each exposure has its first verdict: sent again it is still stored; an unknown merchant waits', async () => {
  const key = await makeKey(database, 'browser', ['https://shop.example'])
  const headers = { origin: 'https://shop.example' }
  const [good, unknown] = [wireExposure(), wireExposure({ merchant_ref: 'nobody' })]
  for (const event of [good, good, unknown])
    await send(app.server, { events: [event] }, { key, headers: { ...headers, 'user-agent': USER_AGENT } })
  await pipeline.drain()
  await pipeline.process.live.write(database.app, Date.now() + 60_000)
  const answer = await ask(key, [good.event_id, unknown.event_id, wireExposure().event_id], headers)
  expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': 'https://shop.example' } })
  expect(answer.body.data).toEqual([
    { event_id: good.event_id, verdict: 'stored', reason: '' },
    { event_id: unknown.event_id, verdict: 'rejected', reason: 'unknown_merchant' },
  ])
})

test('another key learns nothing, a foreign origin and a wrong key are refused, and too many ids too', async () => {
  const [key, other] = [await makeKey(database, 'server'), await makeKey(database, 'server')]
  const event = wireExposure()
  await processEvents(key, [event])
  expect((await ask(other, [event.event_id])).body.data).toEqual([])
  expect((await ask(key, [event.event_id])).body.data).toHaveLength(1)
  expect(await ask('no-such-key', [])).toMatchObject({ status: 401, body: { error: { code: 'invalid_key' } } })
  const shop = await makeKey(database, 'browser', ['https://shop.example'])
  expect(await ask(shop, [], { origin: 'https://evil.example' })).toMatchObject({ status: 403 })
  expect(await ask(key, Array(201).fill(event.event_id))).toMatchObject({ status: 400 })
  expect(await ask(key, ['x'])).toMatchObject({ status: 400 })
})

test('however many ask, the events of a key are read once a second', async () => {
  const key = await makeKey(database, 'server')
  const event = wireExposure()
  expect((await ask(key, [event.event_id])).body.data).toEqual([])
  await processEvents(key, [event])
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(key, [event.event_id])))
  expect(new Set(answers.map(({ body }) => JSON.stringify(body.data))).size).toBe(1)
})
