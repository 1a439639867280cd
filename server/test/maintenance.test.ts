import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openPool } from '../src/db/openPool.ts'
import { ensurePartitions, FACT_TABLES } from '../src/facts/partitions.ts'
import { plain } from '../src/facts/topology/plain.ts'
import { jobsOf } from '../src/jobs/jobs.ts'
import { type Job, runIfDue } from '../src/jobs/runJobs.ts'
import { addDays, utcDate } from '../src/lib/clock.ts'
import { failpoint } from '../src/lib/failpoint.ts'
import { uuidv7 } from '../src/lib/ids.ts'
import { createLogger, silentLogger } from '../src/lib/logger.ts'
import { sleep } from '../src/lib/retry.ts'
import { openProcess } from '../src/process/openProcess.ts'
import { runWorker } from '../src/process/worker.ts'
import { buildTestApp, METRICS_TOKEN, makeDims, type TestApp } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { envelope, openTestPipeline, pseudonymOf } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'
import { emptyTables } from './support/tables.ts'

// Partitions and jobs continue when maintenance, or every worker, is missing for longer than planned.

const MINUTE = 60_000
/** One day for the whole file, which may run past midnight. */
const NOW = Date.now()
let database: TestDatabase
let app: TestApp

beforeAll(async () => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] })
  database = await createTestDatabase({ rawDays: 2 })
  await makeDims(database)
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue })
})
afterAll(() => {
  vi.useRealTimers()
})
beforeEach(async () => {
  await emptyTables(database.owner)
  await database.owner`delete from job_runs`
  await ensurePartitions(database.owner, plain, Date.now(), 2)
})

const exposure = (timestamp = Date.now()) => ({
  ...{ event_id: uuidv7(), merchant_ref: 'acme', placement_key: 'home', exposure_unit_id: randomUUID() },
  ...{ exposure_type: 'card' as const, user_id: pseudonymOf(), timestamp, session_id: randomUUID() },
  ...{ is_clickable: true, algorithm_version: 'v1' },
})

async function dropDays(days: readonly string[]): Promise<void> {
  for (const table of FACT_TABLES) for (const day of days) await plain.dropDay(database.owner, table, day)
}

const today = utcDate(NOW)
const daysFrom = (first: number) => Array.from({ length: 4 - first }, (_, i) => addDays(today, first + i))
const stored = async () => (await database.owner`select count(*) as n from exposure_events`)[0]!.n

test('an event of an open day without a partition is stored: the partition is made for it', async () => {
  await dropDays(daysFrom(0))
  await openTestPipeline(database).run([{ exposures: [exposure()] }])
  expect(await stored()).toBe(1)
})

test('events of a day whose partition cannot be made wait, with no attempt counted, until it can be', async () => {
  await dropDays(daysFrom(0))
  const { queue, drain } = openTestPipeline(database)
  await queue.push([envelope({ exposures: [exposure()] })])
  const context = openProcess({
    ...{ sql: database.app, topology: plain, timeZone: 'UTC', rawDays: 2, failpoint: failpoint(null) },
    createDays: () => Promise.reject(new Error('permission denied')),
  })
  const [log, stopping] = [[] as string[], new AbortController()]
  const logger = createLogger('test', (line) => log.push(line))
  const working = runWorker({
    context,
    queue,
    inbox: queue,
    logger,
    concurrency: 1,
    waitMs: 10,
    signal: stopping.signal,
  })
  while (log.length < 4) await sleep(20)
  stopping.abort()
  await working
  expect(log[0]).toContain(`partitions of ${today} do not exist yet and cannot be created: permission denied`)
  expect(await database.owner`select attempts from ingest_inbox`).toEqual([{ attempts: 0 }])
  await drain()
  expect(await stored()).toBe(1)
})

test('events of a day that is dropped after its lookup are looked up again, without a dead letter', async () => {
  const pipeline = openTestPipeline(database)
  await pipeline.run([{ exposures: [exposure()] }])
  await dropDays([today])
  await pipeline.run([{ exposures: [exposure(), exposure()] }])
  expect(await stored()).toBe(2)
  expect(await database.owner`select reason from dead_letter_events`).toEqual([])
})

test('what retention has dropped stays dropped', async () => {
  const old = Date.now() - 5 * 86_400_000
  await openTestPipeline(database).run([{ exposures: [exposure(old)] }])
  expect(await stored()).toBe(0)
  expect(await database.owner`select reason from dead_letter_events`).toEqual([{ reason: 'outside_retention' }])
})

test('few days ahead are reported by status, metrics and log before an event has to wait', async () => {
  const cookie = await cookieOf(database, 'admin')
  const read = async () => {
    const { data } = (await app.server.inject({ url: '/api/ops/status', headers: { cookie } })).json()
    const metrics = (
      await app.server.inject({ url: '/metrics', headers: { authorization: `Bearer ${METRICS_TOKEN}` } })
    ).body
    return [data.partitions, /^bx_partition_days_ahead (-?\d)$/m.exec(metrics)?.[1]]
  }
  expect(await read()).toEqual([{ days_ahead: 3, low: false }, '3'])
  await dropDays(daysFrom(2))
  expect(await read()).toEqual([{ days_ahead: 1, low: true }, '1'])

  const log: string[] = []
  const away = openPool({ url: 'postgres://nobody@127.0.0.1:1/none', max: 1, name: 'away' })
  const ensure = jobsOf({
    ...{ app: database.app, owner: away, databaseUrl: database.url, signal: new AbortController().signal },
    ...{ topology: plain, queue: openTestPipeline(database).queue },
    organisation: {
      timeZone: 'UTC',
      currency: 'GBP',
      rawDays: 2,
      maxAmount: 1_000_000,
      sampleRate: 1,
      withoutConsent: 'drop',
      visitorsFrom: null,
    },
    logger: createLogger('test', (line) => log.push(line)),
  }).find(({ name }) => name === 'ensure_partitions')!
  await expect(ensure.run()).rejects.toThrow()
  expect(log.join()).toMatch(/"event":"partitions_low","days_ahead":1,"wanted":2/)
})

test('every job may do its work with the logins it has', async () => {
  const log: string[] = []
  const jobs = jobsOf({
    ...{ app: database.app, owner: database.owner, databaseUrl: database.appUrl },
    ...{ signal: new AbortController().signal, topology: plain, queue: openTestPipeline(database).queue },
    organisation: {
      timeZone: 'UTC',
      currency: 'GBP',
      rawDays: 2,
      sampleRate: 1,
      withoutConsent: 'drop',
      visitorsFrom: null,
      maxAmount: 1e6,
    },
    logger: createLogger('test', (line) => log.push(line)),
  })
  for (const job of jobs) await expect(Promise.resolve(job.run()), job.name).resolves.not.toThrow()
  expect(log.filter((line) => line.includes('"level":"error"'))).toEqual([])
})

/** A job that records its runs, and fails a given number of times. */
function jobOf(options: Partial<Job> = {}): Job & { readonly runs: number[]; failures: number } {
  const job = {
    ...{ name: `job-${randomUUID()}`, everyMs: 86_400_000, runs: [] as number[], failures: 0 },
    async run() {
      job.runs.push(job.runs.length)
      if (job.failures-- > 0) throw new Error('disk full')
    },
    ...options,
  }
  return job
}

const look = (job: Job, now?: number) => runIfDue(database.app, job, silentLogger, now)
const letPass = (job: Job, minutes: number) => database.owner`
  update job_runs set started_at = started_at - ${minutes} * interval '1 min', ended_at = ended_at - ${minutes} * interval '1 min',
    alive_at = alive_at - ${minutes} * interval '1 min' where job = ${job.name}`

test('a failed daily job is tried again within minutes, less often while it keeps failing, and not after it went well', async () => {
  const job = jobOf({ dailyIn: 'Europe/London' })
  job.failures = 2
  expect(await look(job)).toBe(true)
  expect(await look(job)).toBe(false)
  await letPass(job, 1.1)
  expect(await look(job)).toBe(true)
  await letPass(job, 1.1)
  expect(await look(job)).toBe(false)
  await letPass(job, 1.1)
  expect(await look(job)).toBe(true)
  await letPass(job, 300)
  expect(await look(job)).toBe(false)
  expect(job.runs).toHaveLength(3)
  expect(await database.owner`select attempts, error from job_runs where job = ${job.name}`).toEqual([
    { attempts: 3, error: null },
  ])
})

test('a run whose worker died is taken over within minutes; one that is renewed is not, however long it takes', async () => {
  const job = jobOf()
  await database.owner`insert into job_runs (job, due_at) values (${job.name}, ${new Date(Math.floor(Date.now() / job.everyMs) * job.everyMs)})`
  expect(await look(job)).toBe(false)
  await database.owner`update job_runs set started_at = now() - interval '3 hours' where job = ${job.name}`
  expect(await look(job)).toBe(false)
  await letPass(job, 3)
  expect(await look(job)).toBe(true)
})

test.each([
  ['25 hours', '2026-10-24T23:00:00Z', '2026-10-26T00:00:00Z'],
  ['23 hours', '2026-03-29T00:00:00Z', '2026-03-29T23:00:00Z'],
  ['24 hours', '2026-07-01T23:00:00Z', '2026-07-02T23:00:00Z'],
])('a daily job runs once in a local day of %s, from its first minute on', async (_length, from, to) => {
  const job = jobOf({ dailyIn: 'Europe/London' })
  const [start, end] = [Date.parse(from), Date.parse(to)]
  await look(job, start - 1)
  expect(job.runs).toHaveLength(1)
  for (let now = start; now < end; now += 30 * MINUTE) await look(job, now)
  expect(job.runs).toHaveLength(2)
  await look(job, end)
  expect(job.runs).toHaveLength(3)
})

test('a worker that wakes up after days of pause runs the daily job of that day at once', async () => {
  const job = jobOf({ dailyIn: 'Europe/London' })
  const monday = Date.parse('2026-06-01T00:10:00Z')
  await look(job, monday)
  await look(job, monday + 3 * 86_400_000 + 13 * 60 * MINUTE)
  expect(job.runs).toHaveLength(2)
})

test('of two workers one runs the job', async () => {
  const job = jobOf()
  expect((await Promise.all([look(job), look(job), look(job)])).filter(Boolean)).toHaveLength(1)
})
