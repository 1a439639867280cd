import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type ModelRunner, runNextModel } from '../src/attribution/runModels.ts'
import { changePlacement } from '../src/catalogue/dimensions.ts'
import { uuidv7 } from '../src/lib/ids.ts'
import { buildTestApp, type TestApp } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { envelope, openTestPipeline, pseudonymOf, type TestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'

// How many queries a person may run, which answers are cached, and what happens to requested model runs.

const [SHOP, PLACE] = [randomUUID(), randomUUID()]
const DAY = 86_400_000
/** One day for the whole file, which may run past midnight. */
const NOW = Date.now()
const dayAgo = (days: number) => new Date(NOW - days * DAY).toISOString().slice(0, 10)
const YESTERDAY = `start_date=${dayAgo(1)}&end_date=${dayAgo(1)}`
const PATIENT = { timeout: 20_000 }
const OVERVIEW = '/api/analytics/placements/overview'
let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp
const cookies = { viewer: '', analyst: '', colleague: '', admin: '' }

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 3 })
  pipeline = openTestPipeline(database)
  app = await buildTestApp({ database, queue: pipeline.queue, deps: { poolSize: 12 } })
  for (const role of ['viewer', 'analyst', 'admin'] as const) cookies[role] = await cookieOf(database, role)
  cookies.colleague = await cookieOf(database, 'analyst')
  await database.owner`insert into merchant_dim (merchant_id, merchant_name) values (${SHOP}, 'Acme')`
  await database.owner`insert into placement_dim (placement_id, placement_key, placement_name) values (${PLACE}, 'home', 'Home')`
  await pipeline.run([seenYesterday()])
})

/** One impression of yesterday. */
function seenYesterday() {
  const at = Date.parse(`${dayAgo(1)}T12:00:00Z`)
  const exposure = {
    ...{ event_id: uuidv7(at), merchant_id: SHOP, placement_id: PLACE, exposure_unit_id: randomUUID() },
    ...{ exposure_type: 'card' as const, user_id: pseudonymOf(), timestamp: at, rank_position: 0 },
    ...{ session_id: randomUUID(), is_clickable: true, algorithm_version: 'v1' },
  }
  return envelope({ keyKind: 'import', exposures: [exposure] })
}

async function call(who: keyof typeof cookies, url: string, payload?: object) {
  const response = await app.server.inject({
    ...{ method: payload ? 'POST' : 'GET', url, headers: { cookie: cookies[who] } },
    ...(payload ? { payload } : {}),
  })
  const isJson = String(response.headers['content-type']).includes('json')
  return { status: response.statusCode, headers: response.headers, text: response.body, ...(isJson && response.json()) }
}

describe('questions of one person', () => {
  test('run 3 at a time, then wait, then are rejected; other persons do not wait for them', async () => {
    const { release } = await slowPlacements()
    const many = Array.from({ length: 40 }, (_, i) =>
      call('viewer', `${OVERVIEW}?start_date=${dayAgo(40 + i)}&end_date=${dayAgo(40)}`),
    )
    await expect.poll(poolSeenByAnalyst, PATIENT).toMatchObject({ in_use: 3, waiting: 24 })
    const page = Array.from({ length: 6 }, (_, i) =>
      call('colleague', `${OVERVIEW}?start_date=${dayAgo(40 + i)}&end_date=${dayAgo(40)}`),
    )
    await expect.poll(poolSeenByAnalyst, PATIENT).toMatchObject({ in_use: 6, waiting: 27 })
    expect((await call('analyst', '/api/merchants')).status).toBe(200)
    expect((await call('viewer', '/api/staff/me')).status).toBe(200)
    await release()
    const answers = await Promise.all(many)
    const refused = answers.filter(({ status }) => status !== 200)
    expect(refused.map(({ error, headers }) => `${error.code} ${headers['retry-after']}`)).toEqual(
      Array(13).fill('too_many_questions 2'),
    )
    expect((await Promise.all(page)).map(({ status }) => status)).toEqual(Array(6).fill(200))
  })

  test('that the browser cancelled leave the queue', async () => {
    const { release } = await slowPlacements()
    const url = await app.server.listen({ host: '127.0.0.1', port: 0 })
    const gone = new AbortController()
    const asked = Array.from({ length: 10 }, (_, i) =>
      fetch(`${url}${OVERVIEW}?start_date=${dayAgo(60 + i)}&end_date=${dayAgo(39)}`, {
        headers: { cookie: cookies.viewer },
        signal: gone.signal,
      }).catch((error: Error) => error.name),
    )
    await expect.poll(poolSeenByAnalyst, PATIENT).toMatchObject({ in_use: 3, waiting: 7 })
    gone.abort()
    expect(await Promise.all(asked)).toEqual(Array(10).fill('AbortError'))
    await expect.poll(poolSeenByAnalyst, PATIENT).toMatchObject({ in_use: 3, waiting: 0 })
    await release()
    await expect.poll(poolSeenByAnalyst, PATIENT).toMatchObject({ in_use: 0 })
  })
})

async function poolSeenByAnalyst() {
  return (await call('analyst', '/api/ops/status')).data.pool
}

describe('an answer', () => {
  const overview = async (who: keyof typeof cookies, query = YESTERDAY) => {
    const { data, meta } = await call(who, `${OVERVIEW}?${query}`)
    return { impressions: data.totals.total_impressions, name: data.rows[0].placement_name, at: meta.answered_at }
  }

  test('about past days is cached, for one role, until one of its days is written', async () => {
    const first = await overview('viewer')
    await new Promise((resolve) => setTimeout(resolve, 2000))
    expect(await overview('viewer')).toEqual(first)
    expect((await overview('analyst')).at).not.toBe(first.at)
    await pipeline.run([seenYesterday()])
    await expect.poll(() => overview('viewer'), PATIENT).toMatchObject({ impressions: first.impressions + 1 })
  })

  test('about past days shows a new name within about a second', async () => {
    await overview('viewer')
    await changePlacement(database.app, 'test', '2026-01-01', PLACE, { placement_name: 'Home earn carousel' })
    await expect.poll(() => overview('viewer'), PATIENT).toMatchObject({ name: 'Home earn carousel' })
  })

  test('that includes today is at most two seconds old', async () => {
    const { at } = await overview('viewer', 'range=7d')
    await expect.poll(async () => (await overview('viewer', 'range=7d')).at, PATIENT).not.toBe(at)
  })

  test('as a file is never cached', async () => {
    const { impressions } = await overview('viewer')
    // A change without a new version.
    await database.owner`update placement_daily set impressions = impressions + 41`
    expect(await overview('viewer')).toMatchObject({ impressions })
    const csv = await call('viewer', `${OVERVIEW}?${YESTERDAY}&format=csv`)
    expect(csv.text).toContain(`,${impressions + 41},`)
    await database.owner`update placement_daily set impressions = impressions - 41`
  })
})

describe('a model run', () => {
  const ask = (who: keyof typeof cookies, days: number, model = 'shapley') =>
    call(who, '/api/attribution/model-runs', { model, start_date: dayAgo(days), end_date: dayAgo(1) })
  const cancel = (who: keyof typeof cookies, runId: string) =>
    call(who, `/api/attribution/model-runs/${runId}/cancel`, {})
  const runNext = (options: Partial<ModelRunner> = {}) =>
    runNextModel({ sql: database.app, databaseUrl: database.url, signal: new AbortController().signal, ...options })
  const runOf = async (runId: string) =>
    (await call('viewer', '/api/attribution/model-runs')).data.find((run: { run_id: string }) => run.run_id === runId)
  const emptyQueue = () => database.owner`update model_runs set finished_at = now() where finished_at is null`

  test('is one of at most 5 per person; simultaneous equal requests are one; others have their own 5', async () => {
    const asked = await Promise.all([1, 1, 2, 3, 4, 5, 6, 7].map((days) => ask('analyst', days)))
    const runs = new Set(asked.flatMap(({ status, data }) => (status === 202 ? [data.run_id] : [])))
    expect(runs.size).toBe(5)
    const refused = asked.filter(({ status }) => status !== 202)
    expect(refused.map(({ error, headers }) => `${error.code} ${headers['retry-after']}`)).toEqual(
      Array(2).fill('too_many_model_runs 30'),
    )
    expect((await ask('colleague', 1)).data.run_id).toBe(asked[0]!.data.run_id)
    expect((await ask('colleague', 9)).status).toBe(202)
    await emptyQueue()
  })

  test('that is done answers the same query until its input changes', async () => {
    const first = (await ask('analyst', 2, 'markov')).data.run_id
    await runNext()
    expect((await ask('colleague', 2, 'markov')).data).toMatchObject({ run_id: first, status: 'done' })
    await pipeline.run([seenYesterday()])
    expect((await ask('colleague', 2, 'markov')).data).toMatchObject({ status: 'waiting' })
    await emptyQueue()
  })

  test('is cancelled by its requester or an admin, in the audit log, and frees its place', async () => {
    const { run_id: id } = (await ask('analyst', 1)).data
    expect((await cancel('colleague', id)).error.code).toBe('not_your_model_run')
    expect((await cancel('viewer', id)).error.code).toBe('forbidden')
    expect((await cancel('admin', id)).data).toMatchObject({ status: 'cancelled', cancelled_by: /admin/ })
    expect((await cancel('analyst', id)).error.code).toBe('model_run_over')
    expect((await cancel('admin', randomUUID())).error.code).toBe('unknown_model_run')
    expect(await runNext()).toBe(false)
    const log =
      await database.owner`select action from audit_log where target = ${id} and not details ? 'refused' order by 1`
    expect(log.map(({ action }) => action)).toEqual(['cancelModelRun', 'startModelRun'])
  })

  test('that is running stops when it is cancelled, and its worker continues', async () => {
    const { release } = await slow('attributed_conversions')
    const { run_id: id } = (await ask('analyst', 1)).data
    const running = runNext()
    await expect.poll(async () => (await runOf(id)).status, PATIENT).toBe('running')
    await cancel('analyst', id)
    expect(await running).toBe(true)
    expect(await runOf(id)).toMatchObject({ status: 'cancelled', result: null })
    await release()
  })

  test('is handed back by a worker that stops, without a counted attempt', async () => {
    const { release } = await slow('attributed_conversions')
    const { run_id: id } = (await ask('analyst', 1)).data
    const stopping = new AbortController()
    const running = runNext({ signal: stopping.signal })
    await expect.poll(async () => (await runOf(id)).status, PATIENT).toBe('running')
    stopping.abort()
    await running
    await release()
    expect(await runOf(id)).toMatchObject({ status: 'waiting', attempts: 0 })
    await runNext()
    expect(await runOf(id)).toMatchObject({ status: 'done' })
  })

  test.each([
    ['time', { timeMs: 1, memoryMb: 64 }, 'It took longer than 0.001 seconds: choose fewer days or one merchant.'],
    [
      'memory',
      { timeMs: 60_000, memoryMb: 6 },
      'It needed more than 6 MB of memory: choose fewer days or one merchant.',
    ],
  ])(
    'that needs too much %s is tried three times behind the others, then set aside, and starts again',
    async (_, limits, error) => {
      await pipeline.run([seenYesterday()])
      const { run_id: bad } = (await ask('analyst', 5, 'markov')).data
      const { run_id: good } = (await ask('colleague', 6, 'markov')).data
      await runNext({ limits })
      expect(await runOf(bad)).toMatchObject({ status: 'waiting', attempts: 1, error })
      await runNext()
      expect(await runOf(good)).toMatchObject({ status: 'done' })
      await runNext({ limits })
      await runNext({ limits })
      expect(await runOf(bad)).toMatchObject({ status: 'failed', attempts: 3, error })
      expect(await runNext()).toBe(false)
      const again = (await ask('analyst', 5, 'markov')).data
      expect(again.run_id).not.toBe(bad)
      await runNext()
      expect(await runOf(again.run_id)).toMatchObject({ status: 'done', error: null })
    },
  )
})

/** Blocks every query about placements. */
const slowPlacements = () => slow('placement_slots')

async function slow(table: string) {
  const locked = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const done = database.owner.begin(async (tx) => {
    await tx`set local idle_in_transaction_session_timeout = 0` // a busy machine takes its time
    await tx`lock table ${tx(table)} in access exclusive mode`
    locked.resolve()
    await released.promise
  })
  await locked.promise
  const release = () => {
    released.resolve()
    return done
  }
  onTestFinished(() => void release())
  return { release }
}
