import { randomBytes } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { LIVE_EVENTS } from '../src/process/liveEvents.ts'
import { buildTestApp, makeDims, makeKey, send, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'

// The live events of a key: each with its verdict, as soon as it is validated.

let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp
let key: string
let keyId: string
let cookie: string

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 1 })
  await makeDims(database)
  pipeline = openTestPipeline(database)
  app = await buildTestApp({ database, queue: pipeline.queue })
  key = await makeKey(database, 'browser')
  const [row] = await database.owner<{ id: string }[]>`select key_id as id from write_keys`
  keyId = row!.id
  cookie = await cookieOf(database, 'analyst')
})

async function live(id = keyId) {
  const response = await app.server.inject({ url: `/api/ops/live?key_id=${id}`, headers: { cookie } })
  expect(response.statusCode).toBe(200)
  return response.json().data as {
    verdict: string
    reason: string
    event: Record<string, string>
    received_at: string
  }[]
}

/** Processes what waits and writes what was seen, as the worker does each second. */
async function settle(now = Date.now()): Promise<void> {
  await pipeline.drain()
  await pipeline.process.live.write(database.app, now)
}

test('every event is listed with its verdict, newest first, without a user id', async () => {
  const user = randomBytes(32).toString('hex')
  const good = wireExposure({ user_id: user })
  await send(app.server, { events: [good] }, { key })
  await settle()
  await send(
    app.server,
    { events: [good, wireExposure({ merchant_ref: 'nobody' }), wireExposure({ rank_position: -1 })] },
    { key },
  )
  await send(app.server, { events: [wireExposure()] }, { key, headers: { 'user-agent': 'Googlebot/2.1' } })
  await live() // the key is being watched: from here on, events are written at once
  await settle(Date.now() + 1)
  const seen = await live()
  expect(seen.map(({ verdict, reason }) => `${verdict} ${reason}`.trim()).sort()).toEqual(
    [
      'stored',
      'duplicate',
      'flagged bot_user_agent',
      'rejected invalid_rank_position',
      'rejected unknown_merchant',
    ].sort(),
  )
  const named = { placement: 'Home', merchant: 'Acme' }
  expect(seen.at(-1)).toMatchObject({ verdict: 'stored', event: { event_id: good.event_id }, ...named })
  expect(seen.find(({ reason }) => reason === 'unknown_merchant')).toMatchObject({ ...named, merchant: 'nobody' })
  expect(seen.map(({ received_at }) => received_at)).toEqual(
    seen
      .map(({ received_at }) => received_at)
      .toSorted()
      .toReversed(),
  )
  expect(JSON.stringify(seen)).not.toContain(user)
  expect(seen.at(-1)!.event.user_id).toMatch(/^[0-9a-f]{8}…$/)
})

test('unwatched keys are written every 10 seconds, watched ones each time', async () => {
  await database.owner`delete from live_watches`
  await database.owner`delete from live_events`
  const start = Date.now() + 60_000
  const written = async () => (await database.owner`select 1 from live_events`).length
  await send(app.server, { events: [wireExposure()] }, { key })
  await settle(start)
  expect(await written()).toBe(1)
  await database.owner`delete from live_events`
  await send(app.server, { events: [wireExposure()] }, { key })
  await settle(start + 9000)
  expect(await written()).toBe(0)
  await settle(start + 10_000)
  expect(await written()).toBe(1)
})

test('the last 200 are kept, over all workers', async () => {
  const other = openTestPipeline(database)
  for (let i = 0; i < 3; i++) {
    await send(app.server, { events: Array.from({ length: 100 }, () => wireExposure()) }, { key })
    const worker = i === 1 ? other : pipeline
    await worker.drain()
    await worker.process.live.write(database.app, Date.now() + 100_000 * (i + 2))
  }
  expect(await live()).toHaveLength(LIVE_EVENTS)
  expect(await live('no-such-key')).toEqual([])
})
