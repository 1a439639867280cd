import { beforeAll, expect, test } from 'vitest'
import { createLogger } from '../src/lib/logger.ts'
import { logKeyJumps } from '../src/monitoring/keyJumps.ts'
import { buildTestApp, METRICS_TOKEN, type TestApp } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'

let database: TestDatabase
let app: TestApp
let cookie: string

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 0 })
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue })
  cookie = await cookieOf(database, 'viewer')
})

const status = async () => (await app.server.inject({ url: '/api/ops/status', headers: { cookie } })).json().data

test('the status has the last run of each job with its outcome and its next time', async () => {
  await database.owner`
    insert into job_runs (job, due_at, started_at, alive_at, ended_at, error, attempts) values
      ('flag_rates', '2026-11-22T10:00:00Z', '2026-11-22T10:00:00Z', now(), '2026-11-22T10:00:09Z', 'old', 1),
      ('flag_rates', '2026-11-22T10:01:00Z', '2026-11-22T10:01:01Z', now(), '2026-11-22T10:01:03.5Z', null, 1),
      ('ensure_partitions', '2026-11-22T00:00:00Z', '2026-11-22T00:00:00Z', now(), '2026-11-22T00:00:01Z', 'disk full', 3),
      ('drop_expired', '2026-11-22T00:00:00Z', '2026-11-22T00:00:00Z', now(), '2026-11-22T00:00:01Z', null, 1),
      ('gone', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', null, null, 1),
      ('now', now(), now() - interval '3 hours', now(), null, null, 1)`
  expect((await status()).jobs).toMatchObject([
    { job: 'drop_expired', outcome: 'done', next_at: '2026-11-23T00:00:00.000Z' },
    { job: 'ensure_partitions', outcome: 'failed', next_at: '2026-11-22T00:04:01.000Z' },
    { job: 'flag_rates', outcome: 'done', took_seconds: 2.5, next_at: '2026-11-22T10:02:00.000Z' },
    { job: 'gone', outcome: 'lost', took_seconds: null, next_at: null },
    { job: 'now', outcome: 'running' },
  ])
})

test('requests of dashboards are counted by status and time, in the status and in /metrics; ingest is not', async () => {
  const before = (await status()).api.requests
  await app.server.inject({ url: '/api/merchants' })
  await app.server.inject({ method: 'POST', url: '/api/exposure/batch', payload: { events: [] } })
  const after = await status()
  expect(after.api.requests).toBe(before + 2)
  expect(after.api).toMatchObject({ error_rate: 0, p95_seconds_at_most: expect.any(Number) })
  const text = (await app.server.inject({ url: '/metrics', headers: { authorization: `Bearer ${METRICS_TOKEN}` } }))
    .body
  expect(text).toMatch(/^bx_api_requests_total\{status="4xx"\} 1$/m)
  expect(text).toMatch(/^bx_api_request_seconds_bucket\{le="10"\} \d+$/m)
  // Two of the 8 connections are kept for sessions.
  expect(text).toMatch(/^bx_pool_max 6$/m)
  expect(text).toMatch(/^bx_pool_waiting 0$/m)
})

test('a key that sends many times its usual events of the hour is in status, metrics and the log', async () => {
  const hourly = (key: string, events: number, hours: string) => database.owner`
    insert into ingest_outcomes (hour, key_id, kind, outcome, events)
    select date_trunc('hour', now(), 'UTC') - h * interval '1 hour', ${key}, 'exposure', 'stored', ${events}
    from unnest(${hours}::int[]) h`
  const week = `{${Array.from({ length: 168 }, (_, h) => h + 1).join()}}`
  for (const [key, usual, now] of [
    ['jumps', 2000, 50_000],
    ['steady', 20_000, 21_000],
    ['small', 10, 9999],
  ] as const) {
    await hourly(key, usual, week)
    await hourly(key, now, '{0}')
  }
  await hourly('new', 1_000_000, '{0,1,2}')
  const log: string[] = []
  await logKeyJumps(
    database.app,
    createLogger('test', (line) => log.push(line)),
  )
  expect(log.map((line) => JSON.parse(line))).toMatchObject([
    { event: 'key_jump', key_id: 'jumps', events: 50_000, usual_events: 2000 },
  ])
  expect((await status()).key_jumps).toMatchObject([{ key_id: 'jumps', events: 50_000, usual_events: 2000 }])
  expect(
    (await app.server.inject({ url: '/metrics', headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).body,
  ).toMatch(/^bx_key_jumps 1$/m)
})
