import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { replayArrived } from '../src/deadLetters/replayDeadLetters.ts'
import { processBatch } from '../src/process/processBatch.ts'
import type { TransactionalQueue } from '../src/queue/queue.ts'
import { buildTestApp, makeKey, send, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import * as shop from './support/evidence.ts'
import { envelope, openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { emptyTables } from './support/tables.ts'

// Evidence that arrives after its click or sale: from dead letters, on time but later, or in another report of the same click.

const RULES = { currency: 'GBP', maxAmount: 1_000_000, sampleRate: 1 }
const HOUR = 3_600_000
const ALL_COUNTED = new Date(Date.now() + 365 * 24 * HOUR)
const at = Date.now() - 2 * HOUR
let database: TestDatabase
let worker: TestPipeline
let app: TestApp

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 3 })
  worker = openTestPipeline(database)
  app = await buildTestApp({ database, queue: worker.queue })
  await shop.makeShop(database)
})

beforeEach(() => emptyTables(database.owner))

/** Received a second after it happened. */
const onTime = (parts: Parameters<typeof envelope>[0], when = at) =>
  shop.runAsReceived(worker, envelope({ keyKind: 'server', receivedAt: when + 1000, ...parts }))

test('creating a placement corrects the sale whose exposure waited as a dead letter', async () => {
  const [who, key] = [shop.person(), `late-${randomUUID()}`]
  const bought = shop.sale(at + 60_000, { user_id: who.user_id })
  await onTime({ exposures: [shop.exposure(who, at, { placement_id: undefined, placement_key: key })] })
  await onTime({ conversions: [bought] })
  await shop.look(database, ALL_COUNTED)
  expect(await shop.attributionOf(database, bought)).toBe('no_exposure')
  await database.owner`insert into placement_dim (placement_key, placement_name) values (${key}, ${key})`
  expect(await replayArrived(database.app, worker.queue, RULES)).toBe(1)
  await openTestPipeline(database).drain()
  await shop.look(database)
  expect(await shop.attributionOf(database, bought)).toBe(`view ${key}`)
})

test('a replay has the verdict of the request that was refused', async () => {
  const [key, ref] = [await makeKey(database, 'browser'), `new-${randomUUID()}`]
  const headers = { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' }
  const sent = (merchant_ref: string) => wireExposure({ merchant_ref, placement_key: 'here' })
  const clicked = { click_id: randomUUID(), merchant_ref: ref, user_id: randomUUID(), session_id: randomUUID() }
  await send(app.server, { events: [sent('shop'), sent(ref)] }, { key, headers })
  await send(
    app.server,
    { events: [{ ...clicked, timestamp: new Date().toISOString() }] },
    { key, headers, path: '/api/click/batch' },
  )
  await send(app.server, { events: [sent(ref)] }, { key, headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' } })
  await worker.drain()
  await database.owner`insert into merchant_dim (merchant_ref, merchant_name) values (${ref}, ${ref})`
  expect(await replayArrived(database.app, worker.queue, RULES)).toBe(3)
  await openTestPipeline(database).drain()
  const stored = await database.owner`
    select merchant_ref = ${ref} as replayed, ivt_reason, source_hash = first_value(source_hash) over (order by ivt_reason nulls last) as same
    from (select merchant_id, ivt_reason, source_hash from exposure_events
      union all select merchant_id, ivt_reason, source_hash from click_events) e join merchant_dim using (merchant_id) order by 1, 2`
  expect([...stored]).toEqual([
    { replayed: false, ivt_reason: 'bot_user_agent', same: true },
    { replayed: true, ivt_reason: 'bot_user_agent', same: true },
    { replayed: true, ivt_reason: 'bot_user_agent', same: true },
    { replayed: true, ivt_reason: null, same: false },
  ])
  const flagged = await database.owner`
    select kind, outcome, sum(events)::int as n from ingest_outcomes group by 1, 2 having sum(events) <> 0 order by 1, 2`
  expect([...flagged]).toEqual([
    { kind: 'click', outcome: 'flagged', n: 1 },
    { kind: 'exposure', outcome: 'flagged', n: 2 },
    { kind: 'exposure', outcome: 'stored', n: 1 },
  ])
})

test('a click that names an exposure is attributed again when it is stored, and so is its sale', async () => {
  const who = shop.person()
  const seen = shop.exposure(who, at)
  const clicked = shop.click(who, at + 1000, { exposure_event_id: seen.event_id })
  const bought = shop.sale(at + 60_000, { click_id: clicked.click_id })
  await onTime({ clicks: [clicked], conversions: [bought] })
  await shop.look(database)
  expect(await shop.creditsOf(database, [clicked])).toEqual(['none'])
  expect(await shop.attributionOf(database, bought)).toBe('click_without_exposure')
  await onTime({ exposures: [seen] })
  await shop.look(database)
  expect(await shop.creditsOf(database, [clicked])).toEqual([seen.event_id])
  expect(await shop.attributionOf(database, bought)).toBe('click here')
  expect(await database.owner`select * from awaited_exposures`).toHaveLength(0)
})

test('a click that is attributed while its exposure is being stored is attributed again within seconds', async () => {
  const who = shop.person()
  const seen = shop.exposure(who, at)
  const clicked = shop.click(who, at + 1000, { exposure_event_id: seen.event_id })
  await onTime({ clicks: [clicked] })
  const storing = openTestPipeline(database)
  await storing.queue.push([envelope({ keyKind: 'server', receivedAt: at + 1000, exposures: [seen] })])
  const { queue } = storing
  const batch = shop.asReceived((await queue.receive(1000))!)
  // The exposure is inserted and not committed.
  const looking: TransactionalQueue = {
    ...queue,
    async ack(deliveries, tx) {
      await shop.look(database)
      await queue.ack(deliveries, tx)
    },
  }
  await processBatch(storing.process, looking, batch)
  await shop.look(database)
  expect(await shop.creditsOf(database, [clicked])).toEqual(['none'])
  await shop.look(database, new Date(Date.now() + 11_000))
  expect(await shop.creditsOf(database, [clicked])).toEqual([seen.event_id])
})

test('exposures that never come are not awaited for ever', async () => {
  const who = shop.person()
  await onTime({ clicks: [shop.click(who, at, { exposure_event_id: randomUUID() })] })
  await shop.look(database)
  expect(await database.owner`select * from awaited_exposures`).toHaveLength(1)
  await database.owner`update click_events set created_at = now() - interval '15 minutes'`
  await shop.look(database, ALL_COUNTED)
  expect(await database.owner`select * from awaited_exposures`).toHaveLength(0)
})

test.each([
  ['later', false],
  ['earlier', true],
])('a redirect’s click is completed by a report of the SDK that comes %s', async (_, isEarlier) => {
  const who = shop.person()
  const seen = shop.exposure(who, at)
  const redirect = shop.click({ ...who, session_id: randomUUID() }, at + 2000)
  const full = { ...redirect, session_id: who.session_id, exposure_event_id: seen.event_id, placement_id: shop.HERE }
  await onTime({ exposures: [seen] })
  for (const clicks of isEarlier ? [[full], [redirect]] : [[redirect], [full]]) {
    await onTime({ clicks })
    await shop.look(database)
  }
  expect(await shop.creditsOf(database, [redirect])).toEqual([seen.event_id])
  const rows = await database.owner`select exposure_event_id, placement_id from click_events`
  expect([...rows]).toEqual([{ exposure_event_id: seen.event_id, placement_id: shop.HERE }])
})

test('two reports of one click in the same batch are one click; another merchant’s report adds nothing', async () => {
  const who = shop.person()
  const redirect = shop.click(who, at)
  const other = randomUUID()
  await database.owner`insert into merchant_dim (merchant_id, merchant_name) values (${other}, 'Other')`
  const full = { ...redirect, placement_id: shop.HERE }
  const stranger = { ...redirect, merchant_id: other, exposure_event_id: randomUUID() }
  await openTestPipeline(database).run([{ clicks: [redirect, full] }, { clicks: [stranger] }])
  const rows = await database.owner`select merchant_id, exposure_event_id, placement_id from click_events`
  expect([...rows]).toEqual([{ merchant_id: shop.SHOP, exposure_event_id: null, placement_id: shop.HERE }])
})
