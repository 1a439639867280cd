import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { attribute } from '../src/attribution/attribute.ts'
import { drainAttributionQueue } from '../src/attribution/reattribute.ts'
import { recountOutcomes } from '../src/attribution/recountOutcomes.ts'
import { openPool } from '../src/db/openPool.ts'
import { replayArrived } from '../src/deadLetters/replayDeadLetters.ts'
import { openProgress } from '../src/facts/loopProgress.ts'
import { utcDate } from '../src/lib/clock.ts'
import { createLogger, silentLogger } from '../src/lib/logger.ts'
import { processBatch } from '../src/process/processBatch.ts'
import { runWorker } from '../src/process/worker.ts'
import { recountDay } from '../src/rollup/recount.ts'
import { rollUpDeltas } from '../src/rollup/rollUpDeltas.ts'
import { buildTestApp, METRICS_TOKEN, makeDims, makeKey, send, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { envelope, openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'
import { emptyTables } from './support/tables.ts'

// A poisonous row in each table that a loop reads: all other rows are counted, the poison is visible with its reason, and a
// retry after the fix counts it once.

let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp
let keys: { browser: string; server: string }
let cookie: string
/** Another query each time, so that no answer comes from the cache. */
let asked = 0
const TODAY = utcDate(Date.now())

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 2 })
  pipeline = openTestPipeline(database)
  await makeDims(database)
  app = await buildTestApp({ database, queue: pipeline.queue })
  keys = { browser: await makeKey(database, 'browser'), server: await makeKey(database, 'server') }
  cookie = await cookieOf(database, 'admin')
})

beforeEach(() => emptyTables(database.owner))

const get = async (url: string) => (await app.server.inject({ url, headers: { cookie } })).json().data
const failedWork = async () => (await get('/api/ops/failed-work')).rows
const retry = async (loop: string) =>
  (
    await app.server.inject({
      ...{ method: 'POST', url: '/api/ops/failed-work/retry', headers: { cookie }, payload: { loop } },
    })
  ).json().data

async function impressions(): Promise<number> {
  const [row] = await database.app<{ n: number }[]>`select coalesce(sum(impressions), 0)::int as n from placement_daily`
  return row!.n
}

/** Exposures that are stored, with one delta that waits. */
async function store(events: number): Promise<void> {
  await send(app.server, { events: Array.from({ length: events }, () => wireExposure()) }, { key: keys.browser })
  await processBatch(pipeline.process, pipeline.queue, (await pipeline.queue.receive(1000))!)
}

/** Works until nothing waits in the queue. */
async function work(): Promise<void> {
  const stopping = new AbortController()
  const running = runWorker({
    ...{ context: pipeline.process, queue: pipeline.queue, inbox: pipeline.queue, logger: silentLogger },
    ...{ concurrency: 1, waitMs: 5, signal: stopping.signal, progress: openProgress(database.app, 'process') },
  })
  await expect.poll(async () => (await pipeline.queue.depth()).waitingEvents, { timeout: 60_000 }).toBe(0)
  await expect.poll(async () => (await pipeline.queue.depth()).inFlightEnvelopes, { timeout: 60_000 }).toBe(0)
  stopping.abort()
  await running
}

describe('process', () => {
  const lists = { exposures: [], renders: [], clicks: [], conversions: [], refused: [] }
  const bad = {
    'is no JSON': '{"keyId"',
    'is no object': 'null',
    'has no lists': '{"keyId":"k","receivedAt":1}',
    'was received beyond all calendars': JSON.stringify({ keyId: 'k', receivedAt: 1e300, ...lists }),
    'has a refusal that is null': JSON.stringify({ ...envelope({}), refused: [null] }),
  }

  test.for(Object.entries(bad))(
    'an envelope that %s is set aside, and what is behind it is stored',
    async ([, payload]) => {
      await database.owner`insert into ingest_inbox (events, payload) values (1, ${payload})`
      await send(app.server, { events: [wireExposure()] }, { key: keys.browser })
      await work()
      await pipeline.drain()
      expect(await impressions()).toBe(1)
      expect(await failedWork()).toMatchObject([
        { loop: 'process', events: 1, reason: expect.stringMatching(/envelope|JSON/) },
      ])
      expect((await get('/api/ops/status')).set_aside).toMatchObject({ events: 1 })
      await database.owner`update failed_envelopes set payload = ${JSON.stringify(envelope({ exposures: [] }))}`
      expect(await retry('process')).toEqual({ retried: 1, failed: 0 })
      await work()
      expect(await failedWork()).toEqual([])
    },
  )

  test('an event that is null becomes a separate dead letter', async () => {
    const payload = JSON.stringify({ ...envelope({}), exposures: [null] })
    await database.owner`insert into ingest_inbox (events, payload) values (1, ${payload})`
    await work()
    expect(await database.owner`select reason, event_id from dead_letter_events`).toEqual([
      { reason: 'worker_died', event_id: null },
    ])
  })
})

describe('rollup', () => {
  test.for([
    ['no JSON', '{"exposures"'],
    ['no delta', '{"exposures": 7}'],
    [
      'positions beyond its lists',
      '{"exposures":{"hours":[],"days":[],"placements":[],"merchants":[],"merchantNos":[],"sessions":[],"hour":[3],"day":[3],"placement":[3],"merchant":[3],"session":[3],"user":[1],"rank":[1],"viewable":[1],"flagged":[0]}}',
    ],
    ['an outcome that does not exist', '{"outcomes":[["2026-11-22T10:00:00Z","k","exposure","eaten","",1]]}'],
    [
      'a day beyond all calendars',
      '{"renders":[["00000000-0000-4000-8000-000000000000","9999999-01-01","sdk",1,1,1]]}',
    ],
  ])('a delta with %s is set aside, and the deltas around it are counted', async ([, payload]) => {
    await store(3)
    await database.owner`insert into rollup_deltas (received_at, events, payload) values (now() - interval '1 day', 5, ${payload!})`
    await store(4)
    const log: string[] = []
    await rollUpDeltas({ ...pipeline.rollup, logger: createLogger('test', (line) => log.push(line)) })
    expect(await impressions()).toBe(7)
    expect(await failedWork()).toMatchObject([{ loop: 'rollup', events: 5, failures: 1, reason: expect.any(String) }])
    expect(log.join()).toContain('delta_set_aside')
    const { meta } = await (
      await app.server.inject({
        url: `/api/analytics/placements/overview?start_date=2020-01-01&end_date=2020-01-${++asked + 10}`,
        headers: { cookie },
      })
    ).json()
    expect(meta.set_aside).toMatchObject({ events: 5, attributions: 0 })
    expect(Date.parse(meta.complete_to)).toBeGreaterThan(Date.now() - 60_000)
    expect(
      (await app.server.inject({ url: '/metrics', headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).body,
    ).toMatch(/^bx_set_aside\{loop="rollup"\} 1$/m)
    await retry('rollup')
    await rollUpDeltas(pipeline.rollup)
    expect(await failedWork()).toMatchObject([{ loop: 'rollup' }])
  })

  /** A delta of real rows that cannot be read; returns what it should have been. */
  async function spoil(): Promise<string> {
    await store(5)
    const [delta] = await database.owner<{ payload: string }[]>`select payload from rollup_deltas`
    await database.owner`update rollup_deltas set payload = 'broken'`
    await rollUpDeltas(pipeline.rollup)
    await store(2)
    await rollUpDeltas(pipeline.rollup)
    return delta!.payload
  }
  const repair = (payload: string) => database.owner`update failed_deltas set payload = ${payload}`
  const wrongToday = async (repair: boolean) => (await recountDay(pipeline.rollup, TODAY, repair)).wrong
  const ledger = async () =>
    (
      await database.owner<{ n: number }[]>`select sum(events)::int as n from ingest_outcomes where outcome = 'stored'`
    )[0]!.n

  test('a retry after the fix counts it once; until then the recount reports its rows', async () => {
    const payload = await spoil()
    expect(await impressions()).toBe(2)
    expect(await wrongToday(false)).toBeGreaterThan(0)
    expect(await retry('rollup')).toEqual({ retried: 0, failed: 1 })
    expect(await failedWork()).toMatchObject([{ failures: 2, reason: expect.stringContaining('JSON') }])
    await repair(payload)
    expect(await retry('rollup')).toEqual({ retried: 1, failed: 0 })
    expect(await retry('rollup')).toEqual({ retried: 0, failed: 0 })
    await rollUpDeltas(pipeline.rollup)
    expect(await impressions()).toBe(7)
    expect(await wrongToday(false)).toBe(0)
    const audits =
      await database.owner`select target from audit_log where action = 'retryFailedWork' and details->>'retried' = '1'`
    expect(audits.length).toBeGreaterThan(0)
  })

  test('a repair counts its rows, and a retry after that does not count them again', async () => {
    const payload = await spoil()
    expect(await wrongToday(true)).toBeGreaterThan(0)
    expect(await impressions()).toBe(7)
    await repair(payload)
    expect(await retry('rollup')).toEqual({ retried: 1, failed: 0 })
    await rollUpDeltas(pipeline.rollup)
    expect(await impressions()).toBe(7)
    expect(await wrongToday(false)).toBe(0)
    // The ledger, which no recount can rebuild, is corrected by the retry.
    expect(await ledger()).toBe(7)
  })

  test('a delta whose statements time out each time is set aside after a few rounds, alone', async () => {
    const { owner } = database
    await owner.unsafe(`
      create function too_slow() returns trigger language plpgsql as $$ begin
        if new.renders = 4242 then perform pg_sleep(5); end if; return new; end $$;
      create trigger too_slow before insert on render_daily for each row execute function too_slow()`)
    const impatient = openPool({ url: database.appUrl, max: 2, name: 'test', statementTimeoutMs: 300 })
    await store(3)
    const slow = JSON.stringify({ renders: [[randomUUID(), TODAY, 'sdk', 4242, 1, 1]] })
    await owner`insert into rollup_deltas (received_at, events, payload) values (now(), 0, ${slow})`
    const context = { ...pipeline.rollup, sql: impatient }
    for (const round of [1, 2])
      await expect(rollUpDeltas(context), `round ${round}`).rejects.toMatchObject({ code: '57014' })
    await rollUpDeltas(context)
    expect(await impressions()).toBe(3)
    expect(await failedWork()).toMatchObject([{ loop: 'rollup', reason: expect.stringContaining('57014') }])
    await impatient.end()
    await owner.unsafe('drop trigger too_slow on render_daily; drop function too_slow()')
    await retry('rollup')
    await rollUpDeltas(pipeline.rollup)
    expect(await owner`select renders from render_daily`).toEqual([{ renders: 4242 }])
  })

  test('sums stop at 2^53 - 1, also for old unbounded reports', async () => {
    const huge = (reason: string) => [
      '2026-11-22T10:00:00Z',
      'k',
      'exposure',
      'lost_on_device',
      reason,
      9007199254740991,
    ]
    for (let i = 0; i < 4; i++) {
      const payload = JSON.stringify({ outcomes: Array.from({ length: 400 }, () => huge('stale')) })
      await database.owner`insert into rollup_deltas (received_at, events, payload) values (now(), 0, ${payload})`
      await rollUpDeltas(pipeline.rollup)
    }
    expect(await database.owner`select events from ingest_outcomes`).toEqual([{ events: 9007199254740991 }])
    expect(await failedWork()).toEqual([])
  })
})

describe('attribution', () => {
  const sale = (user: string, changes = {}) => ({
    ...{ conversion_id: randomUUID(), merchant_ref: 'acme', user_id: user, timestamp: new Date().toISOString() },
    ...{ order_amount: '50.00', commission_amount: '2.50', currency: 'GBP', status: 'confirmed', ...changes },
  })
  const sell = (sales: readonly object[]) =>
    send(app.server, { events: sales }, { key: keys.server, path: '/api/conversion/batch' })
  const attributed = async () => (await database.app`select conversion_no from attributed_conversions`).length

  test('a sale that cannot be attributed is set aside, other sales are credited, and a retry credits it once', async () => {
    const [user, bad] = [randomUUID(), sale(randomUUID())]
    await send(
      app.server,
      { events: [wireExposure({ user_id: user, timestamp: new Date(Date.now() - 1000).toISOString() })] },
      { key: keys.browser },
    )
    await sell([sale(user), bad, sale(user), sale(user), sale(user)])
    await pipeline.drain()
    await database.owner`update conversion_events set "timestamp" = 'infinity' where conversion_id = ${bad.conversion_id}`
    await drainAttributionQueue(database.app)
    expect(await attributed()).toBe(4)
    expect(await failedWork()).toMatchObject([
      { loop: 'attribution', item: expect.stringContaining(`sale ${bad.conversion_id} of merchant `) },
    ])
    expect((await recountOutcomes(database.app, false)).wrong).toBe(0)
    await database.owner`update conversion_events set "timestamp" = now() where conversion_id = ${bad.conversion_id}`
    expect(await retry('attribution')).toEqual({ retried: 1, failed: 0 })
    await drainAttributionQueue(database.app)
    expect(await attributed()).toBe(5)
    expect((await recountOutcomes(database.app, false)).wrong).toBe(0)
    expect(await failedWork()).toEqual([])
  })

  test('an invalid entry is set aside, only its failing parts', async () => {
    const { owner } = database
    await owner`insert into attribution_queue (users, merchants, exposures, earliest, latest)
      values (${[randomUUID(), randomUUID()]}, ${[randomUUID(), randomUUID()]}, '{}', 'infinity', 'infinity')`
    await sell([sale(randomUUID())])
    await pipeline.drain()
    await drainAttributionQueue(database.app)
    expect(await attributed()).toBe(1)
    expect(await failedWork()).toMatchObject([{ loop: 'attribution' }, { loop: 'attribution' }])
  })

  test('an invalid setting is skipped in favour of the previous version', async () => {
    const { owner } = database
    await owner`insert into settings (name, version, value, changed_by) values
      ('attribution_windows', 1, '{"click_minutes": 30, "conversion_days": 3}', 'test'), ('attribution_windows', 2, '"soon"', 'test')`
    await sell([sale(randomUUID())])
    await pipeline.drain()
    await attribute(database.app, new Date(0), () => {})
    expect(await owner`select windows_version from attributed_conversions`).toEqual([{ windows_version: 1 }])
    await owner`delete from settings where name = 'attribution_windows'`
  })

  test('a sale keeps the first, the decisive and the latest of its touches, 200 in all', async () => {
    const user = randomUUID()
    const times = Array.from({ length: 260 }, (_, i) => Date.now() - 300_000 + i * 1000)
    const events = times.map((at) => wireExposure({ user_id: user, timestamp: new Date(at).toISOString() }))
    await send(app.server, { events }, { key: keys.browser })
    await sell([sale(user)])
    await pipeline.drain()
    await drainAttributionQueue(database.app)
    const touches = await database.app<{ id: string; decisive: boolean }[]>`
      select exposure_event_id as id, decisive from attribution_touches order by touch_no`
    expect(touches).toHaveLength(200)
    expect(touches[0]!.id).toBe(events[0]!.event_id)
    expect(touches.at(-1)).toEqual({ id: events.at(-1)!.event_id, decisive: true })
    expect((await recountOutcomes(database.app, false)).wrong).toBe(0)
  })
})

test('a dead letter that cannot be sent is set aside, and the next ones are replayed', async () => {
  const { owner } = database
  const cut = await send(
    app.server,
    { events: [wireExposure({ merchant_ref: 'later' }), wireExposure({ merchant_ref: 'later' })] },
    { key: keys.browser },
  )
  expect(cut.accepted).toBe(2)
  await pipeline.drain()
  await owner`update dead_letter_events set body = left(body, 40) where dead_letter_id = (select min(dead_letter_id) from dead_letter_events)`
  await owner`insert into merchant_dim (merchant_ref, merchant_name) values ('later', 'Later')`
  const rules = { currency: 'GBP', maxAmount: 1_000_000, sampleRate: 1 }
  expect(await replayArrived(database.app, pipeline.queue, rules)).toBe(1)
  await openTestPipeline(database).drain()
  expect(await impressions()).toBe(1)
  expect(await replayArrived(database.app, pipeline.queue, rules)).toBe(0)
  const replay = (await get('/api/ops/status')).loops.find(({ loop }: { loop: string }) => loop === 'replay')
  expect(replay).toMatchObject({ set_aside: 1, waiting: 0 })
})

test('failed rounds are counted until one succeeds', async () => {
  const progress = openProgress(database.app, 'rollup')
  await progress.failed(new Error('broken'))
  await progress.failed(new Error('still broken'))
  const rollup = async () =>
    (await get('/api/ops/status')).loops.find(({ loop }: { loop: string }) => loop === 'rollup')
  expect(await rollup()).toMatchObject({ failures_in_a_row: 2, last_error: 'still broken', last_success_at: null })
  expect(
    (await app.server.inject({ url: '/metrics', headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).body,
  ).toMatch(/^bx_loop_failures_in_a_row\{loop="rollup"\} 2$/m)
  await progress.succeeded()
  expect(await rollup()).toMatchObject({ failures_in_a_row: 0, last_error: null, last_success_at: expect.any(String) })
})
