import { tmpdir } from 'node:os'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { DeadLetterQuota } from '../src/process/deadLetterQuota.ts'
import { processBatch } from '../src/process/processBatch.ts'
import { rollUpDeltas } from '../src/rollup/rollUpDeltas.ts'
import { buildTestApp, makeDims, makeKey, send, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'
import { emptyTables } from './support/tables.ts'

// How many rejected events are stored as dead letters; all of them are counted.

let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp
let key: string
let cookie: string
const limits = { perHour: 10, maxMib: 100, disk: null, minFreeMib: 0 }

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 2 })
  pipeline = openTestPipeline(database)
  await makeDims(database)
  app = await buildTestApp({ database, queue: pipeline.queue })
  key = await makeKey(database, 'browser')
  cookie = await cookieOf(database, 'analyst')
})

beforeEach(() => emptyTables(database.owner))

const bad = (n: number) => Array.from({ length: n }, () => wireExposure({ rank_position: -1 }))

/** Processes what waits, with these rooms side by side, then rolls up. */
async function drainWith(...rooms: readonly DeadLetterQuota[]): Promise<void> {
  const work = async (deadLetterQuota: DeadLetterQuota) => {
    const context = { ...pipeline.process, deadLetterQuota }
    for (let batch = await pipeline.queue.receive(1); batch !== null; batch = await pipeline.queue.receive(1))
      await processBatch(context, pipeline.queue, batch)
  }
  await Promise.all(rooms.map(work))
  while ((await rollUpDeltas(pipeline.rollup)) !== 0);
}

async function byReason(): Promise<Record<string, { waiting: number; only_counted: number }>> {
  const response = await app.server.inject({ url: '/api/ops/dead-letters?limit=1', headers: { cookie } })
  const { data } = response.json<{ data: { by_reason: { reason: string; waiting: number; only_counted: number }[] } }>()
  return Object.fromEntries(data.by_reason.map(({ reason, ...counts }) => [reason, counts]))
}

test('above the limit of the hour refused events are only counted; other reasons, keys and hours have their own', async () => {
  const other = await makeKey(database, 'browser')
  await send(app.server, { events: bad(8) }, { key })
  await send(app.server, { events: [...bad(7), wireExposure({ exposure_type: 'billboard' }), wireExposure()] }, { key })
  await send(app.server, { events: bad(4) }, { key: other })
  await drainWith(new DeadLetterQuota(limits))
  expect(await byReason()).toEqual({
    invalid_rank_position: { waiting: 14, only_counted: 5 },
    invalid_exposure_type: { waiting: 1, only_counted: 0 },
  })
  await send(app.server, { events: bad(20) }, { key })
  await drainWith(new DeadLetterQuota(limits))
  expect((await byReason()).invalid_rank_position).toEqual({ waiting: 14, only_counted: 25 })
})

test('workers side by side keep no more than the limit together', async () => {
  for (let i = 0; i < 20; i++) await send(app.server, { events: bad(3) }, { key })
  await drainWith(new DeadLetterQuota(limits), new DeadLetterQuota(limits), new DeadLetterQuota(limits))
  expect((await byReason()).invalid_rank_position).toEqual({ waiting: 10, only_counted: 50 })
})

test('full disks stop dead letters, and events go on', async () => {
  const full = new DeadLetterQuota({ ...limits, disk: tmpdir(), minFreeMib: 1e9 })
  expect(await full.look(database.app)).toContain('free on the disk')
  await send(app.server, { events: [...bad(3), wireExposure()] }, { key })
  await drainWith(full)
  expect((await byReason()).invalid_rank_position).toEqual({ waiting: 0, only_counted: 3 })
  const [stored] = await database.owner<{ n: number }[]>`select count(*) as n from exposure_events`
  expect(stored!.n).toBe(1)
})

test('dead letters stop at the size they may have together, until old ones are forgotten', async () => {
  await send(app.server, { events: bad(5) }, { key })
  await drainWith(new DeadLetterQuota(limits))
  const room = new DeadLetterQuota({ ...limits, maxMib: 0.001 })
  expect(await room.look(database.app)).toContain('take more than')
  await send(app.server, { events: bad(2) }, { key })
  await drainWith(room)
  expect((await byReason()).invalid_rank_position).toEqual({ waiting: 5, only_counted: 2 })
  await database.owner`delete from dead_letter_quota`
  expect(await room.look(database.app)).toBeNull()
})
