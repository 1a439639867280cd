import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWriteKey, revokeWriteKey } from '../src/accounts/keys.ts'
import { postgresKeys } from '../src/ingest/keys.ts'
import { uuidv7 } from '../src/lib/ids.ts'
import { buildTestApp, makeDims, makeKey, send, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { emptyTables } from './support/tables.ts'

// The answers of ingest. What is stored is tested in ingestStored.test.ts.

let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp
let key: string
let serverKey: string

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 3 })
  pipeline = openTestPipeline(database)
  await makeDims(database)
  app = await buildTestApp({ database, queue: pipeline.queue })
  key = await makeKey(database, 'browser')
  serverKey = await makeKey(database, 'server')
})

beforeEach(() => emptyTables(database.owner))

async function storedCount(): Promise<number> {
  await pipeline.drain()
  const [row] = await database.owner<{ n: number }[]>`select count(*) as n from exposure_events`
  return row!.n
}

const batch = (n: number) => Array.from({ length: n }, () => wireExposure())
const MINUTE = 60_000
const ago = (ms: number) => new Date(Date.now() - ms).toISOString()

describe('a batch', () => {
  test('keeps its good events, and refuses each bad one by index, id and code', async () => {
    const bad = { ...wireExposure(), exposure_type: 'billboard' }
    const receipt = await send(app.server, { events: [wireExposure(), bad, wireExposure(), 'no event'] }, { key })
    expect(receipt).toMatchObject({
      status: 202,
      accepted: 2,
      codes: { 1: 'invalid_exposure_type', 3: 'invalid_event' },
    })
    expect(JSON.parse(receipt.text).rejected[0]).toMatchObject({ index: 1, event_id: bad.event_id })
    expect(await storedCount()).toBe(2)
  })

  test.each([
    ['event_id', 'x', 'invalid_event_id'],
    ['merchant_ref', '', 'invalid_merchant_ref'],
    ['merchant_ref', undefined, 'invalid_merchant_id'],
    ['placement_key', undefined, 'invalid_placement_id'],
    ['user_id', 'ada@example.com', 'invalid_user_id'],
    ['rank_position', -1, 'invalid_rank_position'],
    ['rank_position', 1.5, 'invalid_rank_position'],
    ['rank_position', 1e300, 'invalid_rank_position'],
    ['session_id', 12, 'invalid_session_id'],
    ['is_clickable', 'yes', 'invalid_is_clickable'],
    ['algorithm_version', 'v\u0000', 'invalid_algorithm_version'],
    ['algorithm_version', 'x'.repeat(65), 'invalid_algorithm_version'],
    ['timestamp', '2026-02-31T00:00:00', 'invalid_timestamp'],
    ['timestamp', 1_780_000_000_000, 'invalid_timestamp'],
    ['timestamp', '2026-13-40T99:99:99Z', 'invalid_timestamp'],
    ['sample_rate', 0, 'invalid_sample_rate'],
    ['sample_rate', 0.0000009, 'invalid_sample_rate'],
    ['sample_rate', 1.1, 'invalid_sample_rate'],
    ['context', { platform: 'x'.repeat(600) }, 'invalid_context'],
    ['context', { market: '\ud800' }, 'invalid_context'],
    ['context', { platform: 'a\udc00b' }, 'invalid_context'],
    ['algorithm_version', 'v\ud83d', 'invalid_algorithm_version'],
    ['viewable', 1, 'invalid_viewable'],
  ])('with %s = %j is refused as %s %s', async (field, value, code) => {
    const receipt = await send(app.server, { events: [wireExposure({ [field]: value })] }, { key })
    expect(receipt).toMatchObject({ status: 202, accepted: 0, codes: { 0: code } })
  })

  test('may carry characters beyond 16 bits in context', async () => {
    const events = [wireExposure({ context: { market: 'Ünï 𠮷' } })]
    expect(await send(app.server, { events }, { key })).toMatchObject({ status: 202, accepted: 1 })
    expect(await storedCount()).toBe(1)
  })

  test('may name merchant and placement by id, in any case, or by the app’s own names', async () => {
    const [merchant] = await database.owner<{ id: string }[]>`select merchant_id as id from merchant_dim`
    const [placement] = await database.owner<{ id: string }[]>`select placement_id as id from placement_dim`
    const ids = { merchant_id: merchant!.id, placement_id: placement!.id }
    const upper = { merchant_id: ids.merchant_id.toUpperCase(), placement_id: ids.placement_id.toUpperCase() }
    const none = { merchant_ref: undefined, placement_key: undefined }
    const events = [wireExposure(), wireExposure({ ...none, ...ids }), wireExposure({ ...none, ...upper })]
    expect(await send(app.server, { events }, { key })).toMatchObject({ status: 202, accepted: 3 })
    expect(await storedCount()).toBe(3)
  })

  test('may represent one user in a million, the smallest share', async () => {
    const sending = { key: await makeKey(database, 'server') }
    await send(app.server, { events: [wireExposure({ sample_rate: 0.000001 })] }, sending)
    expect(await storedCount()).toBe(1)
  })

  test('of a page samples at the rate of the installation, now or lately, and at no other', async () => {
    const sendRate = async (sample_rate: number) =>
      (await send(app.server, { events: [wireExposure({ sample_rate })] }, { key })).codes[0]
    expect(await sendRate(1)).toBeUndefined()
    expect(await sendRate(0.25)).toBe('invalid_sample_rate')
    const { owner } = database
    await owner`insert into settings (name, version, value, changed_by, changed_at) values
      ('sample_rate', 1, '0.75', 'test', now() - interval '9 days'), ('sample_rate', 2, '0.25', 'test', now() - interval '3 days'),
      ('sample_rate', 3, '0.5', 'test', now() - interval '1 hour')`
    await sleep(1100) // unknown rates are looked up at most once a second
    expect(await sendRate(0.25)).toBeUndefined()
    expect(await sendRate(0.5)).toBeUndefined()
    expect(await sendRate(0.75)).toBe('invalid_sample_rate')
    await owner`delete from settings where name = 'sample_rate'`
  })

  test('may hold 1000 events but not 1001', async () => {
    expect(await send(app.server, { events: batch(1000) }, { key })).toMatchObject({ status: 202, accepted: 1000 })
    expect(await send(app.server, { events: batch(1001) }, { key })).toMatchObject({
      status: 413,
      error: 'too_many_events',
    })
    const renders = [{ render_id: randomUUID() }]
    expect(await send(app.server, { events: batch(1000), renders }, { key })).toMatchObject({ status: 413 })
    expect(await storedCount()).toBe(1000)
  })

  test('may be empty', async () => {
    expect(await send(app.server, { events: [] }, { key })).toMatchObject({ status: 202, accepted: 0 })
    expect((await pipeline.queue.depth()).waitingEnvelopes).toBe(0)
  })

  test.each([[[]], ['x'], [7], [null], [{ events: 'all' }], [{ events: { 0: {} } }], [{ renders: 1 }]])(
    'that is %j is refused whole with 400',
    async (body) => {
      expect(await send(app.server, JSON.stringify(body), { key })).toMatchObject({
        status: 400,
        error: 'invalid_request',
      })
    },
  )
})

describe('the write key', () => {
  test('may be in the body, as a page-hide beacon of text/plain has it', async () => {
    const body = JSON.stringify({ events: batch(2), write_key: key })
    expect(await send(app.server, body, { headers: { 'content-type': 'text/plain;charset=UTF-8' } })).toMatchObject({
      ...{ status: 202, accepted: 2 },
    })
  })

  test('must be there, and be one of ours', async () => {
    const events = batch(1)
    expect(await send(app.server, { events })).toMatchObject({ status: 401, error: 'missing_key' })
    expect(await send(app.server, { events }, { key: 'bx_wrong' })).toMatchObject({ status: 401, error: 'invalid_key' })
    expect(await send(app.server, { events, write_key: "' or 1=1 --" })).toMatchObject({ status: 401 })
    expect(await send(app.server, { events, write_key: 'nul \u0000' })).toMatchObject({ status: 401 })
    expect(await send(app.server, { events, write_key: 7 })).toMatchObject({ status: 400 })
  })

  test('is refused within 5 s after it was revoked', async () => {
    let now = 0
    const keys = postgresKeys(database.app, () => now)
    const other = await buildTestApp({ database, queue: pipeline.queue, deps: { keys } })
    const revoked = await makeKey(database, 'browser')
    expect((await send(other.server, { events: batch(1) }, { key: revoked })).status).toBe(202)
    const [row] = await database.owner`select key_id from write_keys order by created_at desc limit 1`
    expect(await revokeWriteKey(database.app, 'test', row!.key_id)).toBe(true)
    now = 5001
    expect(await send(other.server, { events: batch(1) }, { key: revoked })).toMatchObject({
      status: 401,
      error: 'invalid_key',
    })
  })

  test('of a browser may not send conversions', async () => {
    const sending = { path: '/api/conversion/batch', key }
    expect(await send(app.server, { events: [] }, sending)).toMatchObject({ status: 403, error: 'server_key_needed' })
  })

  test('takes only from the origins it lists; a page of another may read that it is refused, and nothing more', async () => {
    const shop = await makeKey(database, 'browser', ['https://shop.example'])
    const from = (origin: string) => send(app.server, { events: batch(1) }, { key: shop, headers: { origin } })
    const allowed = await from('https://shop.example')
    expect(allowed).toMatchObject({ status: 202, headers: { 'access-control-allow-origin': 'https://shop.example' } })
    expect(allowed.headers['access-control-allow-credentials']).toBeUndefined()
    for (const origin of ['https://evil.example', 'null', 'https://shop.example.evil.example', 'http://shop.example']) {
      const refused = await from(origin)
      expect(refused).toMatchObject({ status: 403, error: 'origin_not_allowed' })
      expect(refused.headers).toMatchObject({
        'access-control-allow-origin': origin,
        vary: expect.stringMatching(/origin/i),
      })
      expect(refused.headers['access-control-allow-credentials']).toBeUndefined()
    }
    expect(await send(app.server, { events: batch(1) }, { key: shop })).toMatchObject({
      status: 403,
      error: 'origin_needed',
    })
  })

  test('of a native app needs no origin, but a page of another origin is still refused', async () => {
    const options = { name: 'App', kind: 'browser', origins: ['https://shop.example'], is_app: true } as const
    const { key: native } = await createWriteKey(database.app, 'test', options)
    const from = (headers: Record<string, string>) => send(app.server, { events: batch(1) }, { key: native, headers })
    expect((await from({})).status).toBe(202)
    expect((await from({ origin: 'https://shop.example' })).status).toBe(202)
    expect(await from({ origin: 'https://evil.example' })).toMatchObject({ status: 403, error: 'origin_not_allowed' })
  })

  test('missing, unknown or behind an unreadable body: the page may read why', async () => {
    const headers = { origin: 'https://shop.example' }
    const post = (payload: string | Buffer, more: Record<string, string> = {}) =>
      app.server.inject({ method: 'POST', url: '/api/exposure/batch', payload, headers: { ...headers, ...more } })
    const answers = await Promise.all([
      post('{"events":[]}'),
      post('{"events":[],"write_key":"bx_browser_unknown"}'),
      post('{"events":'),
      post('{}', { 'content-encoding': 'br' }),
      post(Buffer.alloc(1_048_577, ' ')),
    ])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 400, 415, 413])
    for (const answer of answers) {
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': 'https://shop.example',
        'access-control-expose-headers': 'retry-after',
      })
    }
  })

  test('is not needed for a preflight, which allows what the SDK sends', async () => {
    const response = await app.server.inject({
      ...{ method: 'OPTIONS', url: '/api/exposure/batch' },
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
    })
    expect(response.statusCode).toBe(204)
    expect(response.headers).toMatchObject({ 'access-control-allow-methods': 'POST' })
    expect(response.headers['access-control-allow-headers']).toContain('authorization')
    expect(response.headers['access-control-allow-credentials']).toBeUndefined()
  })
})

describe('the age of an event', () => {
  const HOUR = 60 * MINUTE
  test.each([
    ['browser', 9.9 * MINUTE, false, undefined],
    ['browser', 10.1 * MINUTE, false, 'stale'],
    ['browser', 23.9 * HOUR, true, undefined],
    ['browser', 24.1 * HOUR, true, 'stale'],
    ['server', 71.9 * HOUR, false, undefined],
    ['server', 72.1 * HOUR, false, 'stale'],
    ['import', 400 * 24 * HOUR, false, undefined],
    ['browser', -4.9 * MINUTE, false, undefined],
    ['browser', -5.1 * MINUTE, false, 'in_future'],
    ['server', -5.1 * MINUTE, false, 'in_future'],
    ['import', -5.1 * MINUTE, false, 'in_future'],
  ] as const)('sent with a %s key, %i ms old, queued %s, gets %s', async (kind, age, queued, code) => {
    const event = wireExposure({ timestamp: ago(age), queued })
    const receipt = await send(app.server, { events: [event] }, { key: await makeKey(database, kind) })
    expect(receipt.codes[0]).toBe(code)
  })

  test('of a conversion may be 400 days', async () => {
    const conversion = (days: number) => ({
      ...{ conversion_id: randomUUID(), merchant_ref: 'acme', click_id: uuidv7(), timestamp: ago(days * 24 * HOUR) },
      ...{ order_amount: '10.00', commission_amount: 1, currency: 'GBP', status: 'pending' },
    })
    const events = [
      conversion(399),
      conversion(401),
      { ...conversion(1), currency: 'EUR' },
      { ...conversion(1), currency: 'gbp' },
    ]
    const receipt = await send(app.server, { events }, { path: '/api/conversion/batch', key: serverKey })
    expect(receipt).toMatchObject({
      accepted: 1,
      codes: { 1: 'stale', 2: 'currency_not_supported', 3: 'invalid_currency' },
    })
  })
})

test.each(['server', 'import'] as const)(
  'a status that a %s key reports for the future is refused: it would freeze the sale',
  async (kind) => {
    const sale = (status_at: string) => ({
      ...{
        conversion_id: randomUUID(),
        merchant_ref: 'acme',
        click_id: uuidv7(),
        timestamp: ago(60 * MINUTE),
        status: 'pending',
      },
      ...{ order_amount: '10.00', commission_amount: '1', currency: 'GBP', status_at },
    })
    const events = [sale(ago(0)), sale(ago(-4 * MINUTE)), sale(ago(-6 * MINUTE)), sale('2099-01-01T00:00:00Z')]
    const receipt = await send(
      app.server,
      { events },
      { path: '/api/conversion/batch', key: await makeKey(database, kind) },
    )
    expect(receipt).toMatchObject({ accepted: 2, codes: { 2: 'status_at_in_future', 3: 'status_at_in_future' } })
  },
)

test('a full queue is answered with 429, and an unreachable queue with 503, both with Retry-After', async () => {
  const away = {
    ...pipeline.queue,
    push: () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })),
  }
  const broken = await buildTestApp({ database, queue: away })
  const lost = await send(broken.server, { events: batch(1) }, { key })
  expect(lost.status).toBe(503)
  expect(Number(lost.headers['retry-after'])).toBeGreaterThan(0)
  await send(app.server, { events: batch(3) }, { key })
  const full = await buildTestApp({ database, queue: pipeline.queue, deps: { inboxMaxEvents: 2 } })
  await expect
    .poll(async () => (await send(full.server, { events: batch(1) }, { key })).status, { timeout: 5000 })
    .toBe(429)
})

test('a click batch reports dropped events, as an exposure batch does', async () => {
  const body = { events: [], dropped: { stale: 2, overflow: 3 } }
  expect((await send(app.server, body, { path: '/api/click/batch', key })).status).toBe(202)
  await pipeline.drain()
  const rows = await database.owner<{ reason: string; events: number }[]>`
    select reason, sum(events)::int as events from ingest_outcomes where outcome = 'lost_on_device'
    group by reason order by reason`
  expect([...rows]).toEqual([
    { reason: 'overflow', events: 3 },
    { reason: 'stale', events: 2 },
  ])
})

test('a report of more lost events than an SDK can lose counts as the most it can lose', async () => {
  await database.owner`delete from ingest_outcomes`
  const body = { events: [wireExposure()], dropped: { stale: Number.MAX_SAFE_INTEGER, overflow: 1e9 } }
  for (let i = 0; i < 3; i++) expect((await send(app.server, body, { key })).status).toBe(202)
  await pipeline.drain()
  const rows = await database.owner<{ events: number }[]>`
    select sum(events)::int as events from ingest_outcomes where outcome = 'lost_on_device' group by reason`
  expect([...rows]).toEqual([{ events: 300_000 }, { events: 300_000 }])
})

test('an amount above what the installation takes is refused, next to good sales', async () => {
  const sale = (changes: object) => ({
    ...{
      conversion_id: randomUUID(),
      merchant_ref: 'acme',
      user_id: randomUUID(),
      currency: 'GBP',
      status: 'confirmed',
    },
    ...{ timestamp: new Date().toISOString(), order_amount: '1000000', commission_amount: '5', ...changes },
  })
  const events = [sale({}), sale({ order_amount: '1000000.0001' }), sale({ commission_amount: 999_999_999_999 })]
  const sending = { key: await makeKey(database, 'server'), path: '/api/conversion/batch' }
  expect(await send(app.server, { events }, sending)).toMatchObject({
    ...{ accepted: 1, codes: { 1: 'amount_too_large', 2: 'amount_too_large' } },
  })
})

test('a render with more slots than its placement ever had is refused', async () => {
  const { owner } = database
  await owner`insert into placement_dim (placement_key, placement_name) values ('narrow', 'Narrow')`
  await owner`insert into placement_slots (placement_id, valid_from, max_slots)
    select placement_id, day, slots from placement_dim, (values ('2026-01-01'::date, 8), ('2026-02-01', 4)) as t (day, slots)
    where placement_key = 'narrow'`
  const render = (slots_available: number) => ({
    ...{ render_id: randomUUID(), session_id: randomUUID(), placement_key: 'narrow', slots_available, slots_filled: 1 },
    timestamp: new Date().toISOString(),
  })
  await send(app.server, { renders: [render(8), render(9)] }, { key })
  await openTestPipeline(database).drain()
  expect(await owner`select renders, slots_available from render_daily where slots_available = 8`).toHaveLength(1)
  expect(await owner`select 1 from dead_letter_events where reason = 'too_many_slots'`).toHaveLength(1)
})

test('GET /api/exposure/config tells the SDK the time, the rate and the limits, on any origin', async () => {
  const response = await app.server.inject({ url: '/api/exposure/config', headers: { origin: 'https://shop.example' } })
  expect(response.headers['access-control-allow-origin']).toBe('*')
  const { data } = response.json()
  expect(data).toMatchObject({
    sample_rate: 1,
    buffer_events: 50,
    buffer_ms: 5000,
    max_events: 1000,
    max_bytes: 1_048_576,
  })
  expect(Math.abs(Date.parse(data.server_time) - Date.now())).toBeLessThan(5000)
})
