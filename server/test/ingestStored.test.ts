import { randomBytes, randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { pseudonymise } from '../src/lib/ids.ts'
import { buildTestApp, makeDims, makeKey, send, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { tablesContaining } from './support/scan.ts'
import { emptyTables } from './support/tables.ts'

// From the request to the tables: what is counted where, and what is never stored.

let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp
let later: TestApp
let key: string
let serverKey: string
let clock = () => Date.now()

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 3 })
  pipeline = openTestPipeline(database)
  await makeDims(database)
  app = await buildTestApp({ database, queue: pipeline.queue, deps: { now: () => clock() } })
  later = await buildTestApp({ database, queue: pipeline.queue, deps: { now: () => Date.now() + 20 * 60_000 } })
  key = await makeKey(database, 'browser')
  serverKey = await makeKey(database, 'server')
})

beforeEach(async () => {
  clock = () => Date.now()
  await emptyTables(database.owner)
})

/** Events by outcome, summed over hours and keys; kind exposure. */
async function ledger(): Promise<Record<string, number>> {
  await pipeline.drain()
  const rows = await database.owner<{ outcome: string; n: number }[]>`
    select outcome, sum(events)::bigint as n from ingest_outcomes where kind = 'exposure' group by 1 having sum(events) <> 0`
  return Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n]))
}

describe('a duplicate', () => {
  test('sent ten times at once to two servers is stored once and counted nine times', async () => {
    const body = { events: [wireExposure(), wireExposure()] }
    const receipts = await Promise.all(
      Array.from({ length: 10 }, (_, i) => send([app, later][i % 2]!.server, body, { key: serverKey })),
    )
    for (const receipt of receipts) expect(receipt).toMatchObject({ status: 202, accepted: 2 })
    expect(await ledger()).toEqual({ stored: 2, duplicate: 18 })
  })

  test('with another time, body or key counts once', async () => {
    const event = wireExposure()
    const other = { ...event, timestamp: new Date(Date.now() - 26 * 3_600_000).toISOString(), rank_position: 7 }
    await send(app.server, { events: [event] }, { key })
    await send(app.server, { events: [other] }, { key: serverKey })
    expect(await ledger()).toEqual({ stored: 1, duplicate: 1 })
  })

  test('that has become stale is a duplicate when it is stored, and a failure when it is not', async () => {
    const [stored, lost] = [wireExposure(), wireExposure()]
    await send(app.server, { events: [stored] }, { key })
    expect(await ledger()).toEqual({ stored: 1 })
    const receipt = await send(later.server, { events: [stored, lost] }, { key })
    expect(receipt.codes).toEqual({ 0: 'stale', 1: 'stale' })
    expect(await ledger()).toEqual({ stored: 1, duplicate: 1, rejected: 1 })
    const letters = await database.owner`select event_id, reason from dead_letter_events`
    expect(letters).toEqual([{ event_id: lost.event_id, reason: 'stale' }])
  })
})

describe('suspected invalid traffic', () => {
  const ua = (agent: string) => ({ 'user-agent': agent })
  test.each([
    [ua('Mozilla/5.0 (compatible; Googlebot/2.1)'), 'browser', 'bot_user_agent'],
    [{ 'sec-purpose': 'prefetch;prerender' }, 'browser', 'prefetch'],
    [ua('curl/8'), 'server', null],
    [ua('Mozilla/5.0 (Windows NT 10.0) Chrome/140'), 'browser', null],
  ] as const)('of %j with a %s key is stored with reason %s', async (headers, kind, reason) => {
    const sending = { key: kind === 'browser' ? key : serverKey, headers }
    expect(await send(app.server, { events: [wireExposure()] }, sending)).toMatchObject({ accepted: 1 })
    expect(await ledger()).toEqual(reason === null ? { stored: 1 } : { flagged: 1 })
    expect(await database.owner`select ivt_reason from exposure_events`).toEqual([{ ivt_reason: reason }])
  })
})

test('events that the SDK discarded are counted separately from received ones', async () => {
  await send(app.server, { events: [wireExposure()], dropped: { stale: 3, overflow: 4 } }, { key })
  await send(app.server, { events: [], dropped: { stale: 1 } }, { key })
  expect(await ledger()).toEqual({ stored: 1, lost_on_device: 8 })
})

test('NUL bytes and lone surrogates cost at most the event that holds them', async () => {
  const [nul, high, low] = ['\u0000', '\ud83d', '\udc00']
  const odd = [
    { algorithm_version: `v${high}` },
    { algorithm_version: nul },
    { context: { platform: `${high}x` } },
    { context: { platform: nul, [`${nul}key`]: low } },
    { merchant_ref: `${low}acme` },
    { placement_key: `home${nul}` },
    { event_id: `${nul}${high}` },
    { [`${nul}extra${high}`]: `${nul}${low}` },
    { user_id: nul },
  ]
  const events = odd.flatMap((fields) => [wireExposure(), { ...wireExposure(), ...fields }])
  const receipt = await send(app.server, { events }, { key })
  expect(receipt.status).toBe(202)
  const { stored, rejected } = (await ledger()) as { stored: number; rejected: number }
  expect(stored).toBeGreaterThanOrEqual(odd.length)
  expect(stored + rejected).toBe(events.length)
  const good = events.filter((_, i) => i % 2 === 0).map((event) => event.event_id)
  const [row] = await database.owner`select count(*) as n from exposure_events where event_id = any(${good}::uuid[])`
  expect(row!.n).toBe(odd.length)
})

describe('a user id', () => {
  test('is only stored pseudonymised: in queue, facts, dead letters and logs', async () => {
    const hash = randomBytes(32).toString('hex')
    const uuid = randomUUID()
    const bad = [
      { rank_position: -1 },
      { merchant_ref: 'nobody' },
      { timestamp: '2020-01-01T00:00:00Z' },
      { event_id: 7 },
    ]
    const hidden = [{ user_id: { id: hash } }, { user_id: `${hash} ` }, { email: uuid, rank_position: -1 }]
    const nested = { context: { platform: 7, user: uuid } }
    const events = [hash, hash.toUpperCase(), uuid, uuid.toUpperCase()].flatMap((user_id) => [
      wireExposure({ user_id }),
      ...bad.map((fields) => wireExposure({ user_id, ...fields })),
    ])
    const odd = [...hidden, nested].map((fields) => ({ ...wireExposure(), ...fields }))
    expect((await send(app.server, { events: [...events, ...odd] }, { key })).status).toBe(202)
    const click = {
      click_id: randomUUID(),
      merchant_ref: 'acme',
      user_id: hash,
      session_id: randomUUID(),
      timestamp: events[0]!.timestamp,
    }
    await send(app.server, { events: [click, { ...click, session_id: 1 }] }, { path: '/api/click/batch', key })
    const sale = {
      conversion_id: 'c1',
      merchant_ref: 'acme',
      user_id: uuid,
      timestamp: click.timestamp,
      status: 'pending',
      order_amount: 1,
      commission_amount: 1,
      currency: 'GBP',
    }
    await send(
      app.server,
      { events: [sale, { ...sale, currency: 'USD' }] },
      { path: '/api/conversion/batch', key: serverKey },
    )
    const secrets = [hash, uuid, hash.slice(8, 40), uuid.replaceAll('-', '')]
    expect(await tablesContaining(database.owner, secrets)).toEqual([])
    await pipeline.drain()
    expect(await tablesContaining(database.owner, secrets)).toEqual([])
    expect(secrets.filter((secret) => app.log.join('\n').toLowerCase().includes(secret))).toEqual([])
    expect(await tablesContaining(database.owner, [pseudonymise(app.pepper, hash)])).toContain('exposure_events')
  })

  test('is the same person in any case, as UUID or as hash', async () => {
    const [hash, uuid] = [randomBytes(32).toString('hex'), randomUUID()]
    const ids = [hash, hash.toUpperCase(), uuid, uuid.toUpperCase()]
    await send(app.server, { events: ids.map((user_id) => wireExposure({ user_id })) }, { key })
    await pipeline.drain()
    const [row] = await database.owner`select count(distinct user_id) as n from exposure_events`
    expect(row!.n).toBe(2)
  })
})

test('a dead letter keeps at most 8 KiB, and only fields that are known', async () => {
  const event = wireExposure({ rank_position: -1, merchant_ref: '日'.repeat(100_000) })
  await send(app.server, { events: [{ ...event, phone: '+44 20 7946 0000' }] }, { key })
  await pipeline.drain()
  const [letter] = await database.owner<{ bytes: number; body: string }[]>`
    select octet_length(body) as bytes, body from dead_letter_events`
  expect(letter!.bytes).toBeLessThanOrEqual(8192)
  expect(letter!.body).not.toContain('7946')
})

test('a merchant_ref that differs from another one only in case is its own merchant’s', async () => {
  await database.owner`insert into merchant_dim (merchant_ref, merchant_name) values ('ACME', 'Other'), ('Shop', 'Shop')`
  const refs = ['acme', 'ACME', 'ACME', 'shop']
  await send(app.server, { events: refs.map((merchant_ref) => wireExposure({ merchant_ref })) }, { key })
  await openTestPipeline(database).drain() // a worker that has not looked at the merchants a moment ago
  expect(await ledger()).toEqual({ stored: 3, rejected: 1 })
  const rows = await database.owner`select merchant_name as name, impressions as n
    from exposure_daily join merchant_dim using (merchant_id) order by name`
  expect(rows).toEqual([
    { name: 'Acme', n: 1 },
    { name: 'Other', n: 2 },
  ])
})
