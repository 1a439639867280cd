import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { replayDeadLetters } from '../src/deadLetters/replayDeadLetters.ts'
import { importEvents } from '../src/imports/importEvents.ts'
import { HOUR } from '../src/lib/clock.ts'
import { sumOf } from '../src/lib/sum.ts'
import { isolatePoison } from '../src/process/isolatePoison.ts'
import { processBatch } from '../src/process/processBatch.ts'
import { countUnaccounted } from '../src/query/reconciliation.ts'
import { type Batch, type Envelope, eventCount } from '../src/queue/queue.ts'
import { retryEnvelopes } from '../src/queue/retryEnvelopes.ts'
import { rollUpDeltas } from '../src/rollup/rollUpDeltas.ts'
import { buildTestApp, METRICS_TOKEN, makeDims, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { envelope, openTestPipeline, pseudonymOf, type TestPipeline } from './support/pipeline.ts'
import { expectProperty } from './support/property.ts'
import { cookieOf } from './support/staff.ts'
import { emptyTables } from './support/tables.ts'

// Events are counted as received in the commit that acknowledges them, and everywhere they go from there: the line under
// a report adds up at every moment, and a lost event shows in it.

const RUNS = process.env.TEST_PROFILE === 'long' ? 200 : 10
const RULES = { currency: 'GBP', maxAmount: 1_000_000, sampleRate: 1 }
let database: TestDatabase
let app: TestApp
let pipeline: TestPipeline
let cookie: string

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 0 })
  await makeDims(database)
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue })
  cookie = await cookieOf(database, 'viewer')
})

const EVENT = fc.constantFrom('good', 'copy', 'unknown', 'refused', 'click', 'several')
const STEP = fc.oneof(
  fc.record({ push: fc.array(fc.tuple(EVENT, fc.nat(2)), { minLength: 1, maxLength: 6 }) }),
  fc.constantFrom('process', 'roll up', 'replay', 'set aside', 'retry', 'split'),
)
type Pushed = readonly (readonly [event: string, hoursAgo: number])[]

test(
  'received events are stored, flagged, duplicate, rejected or waiting, at any stage of processing',
  async () => {
    await expectProperty(
      fc.asyncProperty(fc.array(STEP, { minLength: 4, maxLength: 20 }), async (steps) => {
        await emptyTables(database.owner)
        pipeline = openTestPipeline(database)
        const known = { ...wireExposure({ user_id: pseudonymOf() }), timestamp: Date.now() }
        let received = 0
        for (const step of steps) {
          if (typeof step === 'string') await STEPS[step]!()
          else {
            const envelopes = step.push.map((one) => envelopeOf(one, known))
            await pipeline.queue.push(envelopes)
            received += sumOf(envelopes, eventCount)
          }
          expect(await unaccounted()).toBe(0)
        }
        expect((await database.owner`select coalesce(sum(events), 0)::int as n from received_events`)[0]!.n).toBe(
          received,
        )
        await pipeline.drain()
        expect(await unaccounted()).toBe(0)
      }),
      RUNS,
    )
  },
  RUNS * 10_000,
)

function envelopeOf([event, hoursAgo]: Pushed[number], known: object): Envelope {
  const receivedAt = Date.now() - hoursAgo * HOUR
  const fresh = { ...known, event_id: randomUUID() }
  const refused = { kind: 'render' as const, code: 'invalid', message: 'no', eventId: null, body: '{}' }
  const click = { click_id: randomUUID(), merchant_ref: 'acme', placement_key: 'home', timestamp: receivedAt }
  const who = { user_id: pseudonymOf(), session_id: randomUUID() }
  const parts: Readonly<Record<string, object>> = {
    good: { exposures: [fresh], ivt: hoursAgo === 1 ? 'prefetch' : null },
    copy: { exposures: [known] },
    unknown: { exposures: [{ ...fresh, merchant_id: undefined, merchant_ref: 'nobody' }] },
    refused: { refused: [refused], lost: { stale: 3, overflow: 0 } },
    click: { clicks: [{ ...click, ...who }] },
    several: { exposures: [fresh, known], clicks: [{ ...click, ...who }], refused: [refused] },
  }
  return envelope({ receivedAt, ...parts[event] })
}

const STEPS: Readonly<Record<string, () => Promise<unknown>>> = {
  process: () => withBatch((batch) => processBatch(pipeline.process, pipeline.queue, batch)),
  'roll up': () => rollUpDeltas(pipeline.rollup),
  replay: () => replayDeadLetters(database.app, pipeline.queue, {}, RULES),
  'set aside': () =>
    withBatch(({ envelopes: [first, ...rest] }) => {
      const payload = JSON.stringify(first)
      return isolate({ envelopes: rest, unreadable: [{ ...first!, payload, reason: 'test' }] })
    }),
  retry: () => database.app.begin((tx) => retryEnvelopes(tx)),
  split: () =>
    withBatch(({ envelopes: [first, ...rest] }) =>
      isolate({ envelopes: [{ ...first!, attempts: 100 }, ...rest], unreadable: [] }),
    ),
}

async function isolate(batch: Batch): Promise<void> {
  const { process: context, queue } = pipeline
  expect(await isolatePoison({ context, queue, inbox: queue }, batch)).toBe(true)
}

async function withBatch(work: (batch: Batch) => Promise<unknown>): Promise<void> {
  const batch = await pipeline.queue.receive(2)
  if (batch !== null) await work(batch)
}

const unaccounted = () => database.app.begin((tx) => countUnaccounted(tx, new Date(0)))

test('an envelope that vanishes from the queue shows in reports, status and metrics', async () => {
  await emptyTables(database.owner)
  pipeline = openTestPipeline(database)
  const exposures = () => [{ ...wireExposure({ user_id: pseudonymOf() }), timestamp: Date.now() } as never]
  await pipeline.run([{ exposures: exposures() }])
  await pipeline.queue.push([
    envelope({ exposures: exposures() }),
    envelope({ exposures: [...exposures(), ...exposures()] }),
  ])
  const parts = { received: 4, stored: 1, flagged: 0, duplicate: 0, superseded: 0, rejected: 0 }
  const whole = await read()
  expect(whole.reports).toEqual([
    { ...parts, waiting: 3, unaccounted: 0 },
    { ...parts, waiting: 3, unaccounted: 0 },
  ])
  expect(whole.counted).toEqual({ stored: 1, flagged: 0 })
  expect(whole.status).toMatchObject({ unaccounted_events: 0, last_hour: { ...parts, waiting: 3 } })

  await database.owner`delete from ingest_inbox where events = 2`
  const less = await read('&compare=none') // another question: the first answer is remembered for a moment
  expect(less.reports).toEqual([
    { ...parts, waiting: 1, unaccounted: 2 },
    { ...parts, waiting: 1, unaccounted: 2 },
  ])
  expect(less.status).toMatchObject({ unaccounted_events: 2 })
  expect(less.metrics).toMatch(/^bx_unaccounted_events 2$/m)
})

test('imported events are received too, and an import that runs again is accounted for', async () => {
  await emptyTables(database.owner)
  pipeline = openTestPipeline(database)
  const options = { context: pipeline.process, pepper: app.pepper, keyId: 'import-1' }
  const known = wireExposure()
  const events = {
    exposures: [known, wireExposure(), wireExposure({ merchant_ref: 'nobody' })] as never[],
    ...{ renders: [], clicks: [], conversions: [] },
  }
  await importEvents(options, events)
  await importEvents(options, { ...events, exposures: [known] as never[] })
  const received = await database.app`select sum(events)::int as events from received_events where key_id = 'import-1'`
  expect([...received]).toEqual([{ events: 4 }])
  expect(await unaccounted()).toBe(0)
})

async function read(more = '') {
  const today = new Date().toISOString().slice(0, 10)
  const get = async (url: string) => (await app.server.inject({ url, headers: { cookie } })).json().data
  const range = `?start_date=${today}&end_date=${today}${more}`
  const [overview, merchants, status, metrics] = await Promise.all([
    get(`/api/analytics/placements/overview${range}`),
    get(`/api/analytics/merchants${range}`),
    get('/api/ops/status'),
    app.server.inject({ url: '/metrics', headers: { authorization: `Bearer ${METRICS_TOKEN}` } }),
  ])
  const reports = [overview.reconciliation, merchants.reconciliation]
  return { reports, counted: overview.counted, status, metrics: metrics.body }
}
