import { randomUUID } from 'node:crypto'
import type { Exposure } from '@bx/contracts/events/exposure'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { replayArrived, replayDeadLetters } from '../src/deadLetters/replayDeadLetters.ts'
import { isolatePoison } from '../src/process/isolatePoison.ts'
import { processBatch } from '../src/process/processBatch.ts'
import { buildTestApp, makeDims, makeKey, send, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { envelope, openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'
import { emptyTables } from './support/tables.ts'

// Dead letters: rejected events are stored and replayed automatically or on request, and the outcomes always add up.

const RULES = { currency: 'GBP', maxAmount: 1_000_000, sampleRate: 1 }
let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp
let key: string
let cookie: string

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 3 })
  pipeline = openTestPipeline(database)
  await makeDims(database)
  app = await buildTestApp({ database, queue: pipeline.queue })
  key = await makeKey(database, 'browser')
  cookie = await cookieOf(database, 'admin')
})

beforeEach(() => emptyTables(database.owner))

/** Events by kind, outcome and reason. */
async function ledger(): Promise<Record<string, number>> {
  const rows = await database.owner<{ what: string; n: number }[]>`
    select concat_ws(' ', kind, outcome, nullif(reason, '')) as what, sum(events)::bigint as n
    from ingest_outcomes group by 1 having sum(events) <> 0`
  return Object.fromEntries(rows.map(({ what, n }) => [what, n]))
}

interface Result {
  readonly event_id: string
  readonly outcome: string
  readonly code: string | null
}

/** All that a dry run must leave alone. */
async function figures() {
  return Promise.all([
    ledger(),
    database.owner`select * from dead_letter_events order by 1`,
    database.owner`select event_id from exposure_events order by 1`,
    database.owner`select * from event_ids order by 1`,
    pipeline.queue.depth(),
  ])
}

/** A worker without cached dimensions. */
const drain = () => openTestPipeline(database).drain()

const addMerchant = (ref: string) =>
  database.owner`insert into merchant_dim (merchant_ref, merchant_name) values (${ref}, ${ref})`

async function replay(body: Record<string, unknown>) {
  const response = await app.server.inject({
    ...{ method: 'POST', url: '/api/ops/dead-letters/replay', headers: { cookie }, payload: body },
  })
  return { status: response.statusCode, ...response.json().data }
}

test('events of an unknown merchant wait, and are stored in their hour of receipt once the merchant exists', async () => {
  const ref = `late-${randomUUID()}`
  const events = [wireExposure({ merchant_ref: ref }), wireExposure({ merchant_ref: ref }), wireExposure()]
  const click = {
    click_id: randomUUID(),
    merchant_ref: ref,
    user_id: randomUUID(),
    session_id: randomUUID(),
    timestamp: events[0]!.timestamp,
  }
  await send(app.server, { events }, { key })
  await send(app.server, { events: [click] }, { key, path: '/api/click/batch' })
  await drain()
  const refused = {
    'exposure stored': 1,
    'exposure rejected unknown_merchant': 2,
    'click rejected unknown_merchant': 1,
  }
  expect(await ledger()).toEqual(refused)
  expect(await replayArrived(database.app, pipeline.queue, RULES)).toBe(0)
  await addMerchant(ref)
  expect(await replayArrived(database.app, pipeline.queue, RULES)).toBe(3)
  await drain()
  expect(await ledger()).toEqual({ 'exposure stored': 3, 'click stored': 1 })
  expect(await database.owner`select 1 from dead_letter_events where replayed_at is null`).toHaveLength(0)
  const [stored] = await database.owner`select count(*) as n, max(received_at) < now() as past from exposure_events`
  expect(stored).toEqual({ n: 3, past: true })
})

test('a dead letter that is replayed twice before it is handled is stored once, and the outcomes still add up', async () => {
  const ref = `twice-${randomUUID()}`
  await send(app.server, { events: [wireExposure({ merchant_ref: ref })] }, { key })
  await drain()
  await addMerchant(ref)
  await replayArrived(database.app, pipeline.queue, RULES)
  await replayArrived(database.app, pipeline.queue, RULES)
  await drain()
  const counts = Object.values(await ledger())
  expect(counts.reduce((a, b) => a + b, 0)).toBe(1)
  expect(await ledger()).toEqual({ 'exposure stored': 1 })
})

test('a queued event is not pushed again, by a job or by a second click, until it is processed or lost', async () => {
  const ref = `once-${randomUUID()}`
  const events = [wireExposure({ merchant_ref: ref }), wireExposure({ merchant_ref: ref })]
  await send(app.server, { events: [...events, wireExposure({ rank_position: -1 })] }, { key })
  await drain()
  await addMerchant(ref)
  const waiting = async () => (await pipeline.queue.depth()).waitingEvents
  const clicks = await Promise.all([1, 2, 3].map(() => replay({ reason: 'unknown_merchant' })))
  expect(clicks.reduce((sum, { replayed }) => sum + replayed, 0)).toBe(2)
  expect(await replay({ reason: 'unknown_merchant' })).toMatchObject({ matched: 2, replayable: 2, replayed: 0 })
  expect(await replayArrived(database.app, pipeline.queue, RULES)).toBe(0)
  expect(await waiting()).toBe(2)
  // However long the queue is: what still waits in it is not lost.
  await database.owner`update dead_letter_events set queued_at = queued_at - interval '1 day'`
  await database.owner`update ingest_inbox set received_at = received_at - interval '1 day'`
  expect(await replayArrived(database.app, pipeline.queue, RULES)).toBe(0)
  // The queue lost them: a disk was restored from a backup, say.
  await database.owner`delete from ingest_inbox`
  expect(await replayArrived(database.app, pipeline.queue, RULES)).toBe(2)
  await drain()
  expect(await ledger()).toEqual({ 'exposure stored': 2, 'exposure rejected invalid_rank_position': 1 })
})

test('after a failed push the dead letters can be sent again', async () => {
  await send(app.server, { events: [wireExposure({ merchant_ref: 'nobody' })] }, { key })
  await drain()
  const broken = { ...pipeline.queue, push: () => Promise.reject(new Error('no disk')) }
  const filter = { reason: 'unknown_merchant' }
  await expect(replayDeadLetters(database.app, broken, filter, RULES)).rejects.toThrow('no disk')
  expect(await replay(filter)).toMatchObject({ matched: 1, replayed: 1 })
  await drain()
  expect(await replay(filter)).toMatchObject({ matched: 1, replayed: 1 })
})

test('a replay that is rejected again changes only its dead letter', async () => {
  await send(app.server, { events: [wireExposure({ merchant_ref: 'nobody' })] }, { key })
  await drain()
  expect(await replay({ reason: 'unknown_merchant' })).toMatchObject({ status: 202, matched: 1, replayed: 1 })
  await drain()
  expect(await ledger()).toEqual({ 'exposure rejected unknown_merchant': 1 })
  const letters = await database.owner`select reason, attempts, replayed_at from dead_letter_events`
  expect(letters).toEqual([{ reason: 'unknown_merchant', attempts: 1, replayed_at: null }])
})

test('a dry run reports what the rules would do with each dead letter now, and changes nothing', async () => {
  await send(
    app.server,
    { events: [wireExposure({ merchant_ref: 'nobody' }), wireExposure({ rank_position: -1 })] },
    { key },
  )
  await drain()
  const before = await database.owner`select * from dead_letter_events order by 1`
  const audited = () =>
    database.owner`select target, details from audit_log where action = 'replayDeadLetters' order by audit_id`
  const auditedBefore = await audited()
  expect(await replay({ reason: 'unknown_merchant', dry_run: true })).toMatchObject({
    ...{ status: 202, matched: 1, replayable: 1, replayed: 0 },
    results: [{ outcome: 'rejected', code: 'unknown_merchant', message: expect.stringContaining('merchant_id') }],
  })
  expect(await replay({ reason: 'invalid_rank_position', dry_run: true })).toMatchObject({
    ...{ matched: 1, replayable: 0, replayed: 0 },
    results: [{ outcome: 'rejected', code: 'invalid_rank_position' }],
  })
  expect(await replay({ reason: 'nothing_of_the_kind', dry_run: true })).toMatchObject({
    status: 202,
    matched: 0,
    replayed: 0,
  })
  expect(await database.owner`select * from dead_letter_events order by 1`).toEqual(before)
  expect((await pipeline.queue.depth()).waitingEnvelopes).toBe(0)
  expect(await audited()).toEqual(auditedBefore)
})

test('a dry run tells events apart as a replay then does: stored, duplicate, missing, no longer kept', async () => {
  const ref = `dry-${randomUUID()}`
  const [good, twice] = [wireExposure({ merchant_ref: ref }), wireExposure({ merchant_ref: ref })]
  const bad = wireExposure({ merchant_ref: ref, placement_key: 'nowhere' })
  const old = wireExposure({ merchant_ref: ref })
  await send(app.server, { events: [good, twice, bad, old] }, { key })
  await drain()
  await addMerchant(ref)
  await send(app.server, { events: [twice] }, { key })
  await drain()
  // As if it had waited longer than raw days are kept.
  await database.owner`update dead_letter_events set body = jsonb_set(body::jsonb, '{timestamp}', '"2001-01-01T00:00:00Z"')::text
    where event_id = ${old.event_id}`
  const before = await figures()
  const dry = await replay({ reason: 'unknown_merchant', dry_run: true })
  expect(Object.fromEntries(dry.results.map((one: Result) => [one.event_id, one.code ?? one.outcome]))).toEqual({
    [good.event_id]: 'stored',
    [twice.event_id]: 'duplicate',
    [bad.event_id]: 'unknown_placement',
    [old.event_id]: 'outside_retention',
  })
  expect(await figures()).toEqual(before)
  expect(await replay({ reason: 'unknown_merchant' })).toMatchObject({ replayed: 4, results: [] })
  await drain()
  expect(await ledger()).toEqual({
    ...{ 'exposure stored': 2, 'exposure duplicate': 1 },
    ...{ 'exposure rejected unknown_placement': 1, 'exposure rejected outside_retention': 1 },
  })
})

test('a conversion in another currency is refused by a dry run and by a replay alike', async () => {
  const server = await makeKey(database, 'server')
  const sale = {
    ...{ conversion_id: randomUUID(), merchant_ref: 'acme', user_id: randomUUID(), status: 'pending' },
    ...{ timestamp: new Date().toISOString(), order_amount: '10', commission_amount: '1', currency: 'USD' },
  }
  await send(app.server, { events: [sale] }, { key: server, path: '/api/conversion/batch' })
  await drain()
  const reason = 'currency_not_supported'
  expect(await replay({ reason, dry_run: true })).toMatchObject({
    ...{ matched: 1, replayable: 0 },
    results: [{ outcome: 'rejected', code: reason }],
  })
  expect(await replay({ reason })).toMatchObject({ matched: 1, replayed: 0 })
})

test('a status in the future is refused by a replay too, and one that has come is stored', async () => {
  const server = await makeKey(database, 'server')
  const sale = (status_at: string) => ({
    ...{ conversion_id: randomUUID(), merchant_ref: 'acme', user_id: randomUUID(), status: 'pending', status_at },
    ...{ timestamp: new Date().toISOString(), order_amount: '10', commission_amount: '1', currency: 'GBP' },
  })
  const events = [sale('2099-01-01T00:00:00Z'), sale('2099-01-02T00:00:00Z')]
  await send(app.server, { events }, { key: server, path: '/api/conversion/batch' })
  await drain()
  // As if its time had come.
  await database.owner`update dead_letter_events set body = jsonb_set(body::jsonb, '{status_at}', to_jsonb(now()))::text
    where event_id = ${events[0]!.conversion_id}`
  expect(await replay({ reason: 'status_at_in_future' })).toMatchObject({ matched: 2, replayable: 1, replayed: 1 })
  await drain()
  expect(await ledger()).toEqual({ 'conversion stored': 1, 'conversion rejected status_at_in_future': 1 })
})

test('dead letters are replayed by id; those without the shape of an event remain', async () => {
  const refs = [`a-${randomUUID()}`, `b-${randomUUID()}`]
  const events = [...refs.map((merchant_ref) => wireExposure({ merchant_ref })), wireExposure({ rank_position: -1 })]
  await send(app.server, { events }, { key })
  await drain()
  for (const ref of refs) await addMerchant(ref)
  const letters = await database.owner<{ id: number; reason: string }[]>`
    select dead_letter_id as id, reason from dead_letter_events order by missing_name`
  const ids = [letters[0]!, letters.find(({ reason }) => reason === 'invalid_rank_position')!].map(({ id }) =>
    String(id),
  )
  expect(await replay({ dead_letter_ids: ids })).toMatchObject({ status: 202, matched: 2, replayable: 1, replayed: 1 })
  await drain()
  expect(await ledger()).toEqual({
    ...{ 'exposure stored': 1, 'exposure rejected unknown_merchant': 1, 'exposure rejected invalid_rank_position': 1 },
  })
})

test('a dead letter has the rejected field, whether the missing row exists now, and whether it can be replayed', async () => {
  const ref = `wanted-${randomUUID()}`
  await send(
    app.server,
    { events: [wireExposure({ merchant_ref: ref }), wireExposure({ rank_position: -1 })] },
    { key },
  )
  await drain()
  const read = async () => {
    const response = await app.server.inject({ url: '/api/ops/dead-letters', headers: { cookie } })
    const rows: Record<string, unknown>[] = response.json().data.rows
    return rows
      .map(({ field, missing_exists, can_replay }) => [field, missing_exists, can_replay])
      .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1))
  }
  expect(await read()).toEqual([
    ['merchant_ref', false, true],
    ['rank_position', null, false],
  ])
  await addMerchant(ref)
  expect((await read())[0]).toEqual(['merchant_ref', true, true])
})

test('a replay needs ids or a reason, and not both', async () => {
  for (const body of [
    {},
    { reason: 'x', dead_letter_ids: ['1'] },
    { dead_letter_ids: [] },
    { dead_letter_ids: ['1; drop'] },
  ])
    expect((await replay(body)).status).toBe(400)
})

test('an event that kills its worker each time becomes a dead letter; the other 39 are stored', async () => {
  const events = Array.from({ length: 40 }, () => wireExposure())
  const poison = events[17]!.event_id
  await send(app.server, { events }, { key })
  const { queue } = pipeline
  for (let batch = await queue.receive(1000); batch !== null; batch = await queue.receive(1000)) {
    if (await isolatePoison({ context: pipeline.process, queue, inbox: queue }, batch)) continue
    const kills = batch.envelopes.some((envelope) => envelope.exposures.some((event) => event.event_id === poison))
    // A worker that dies gives nothing back; only its lease runs out. Here it runs out at once.
    if (kills) await queue.nack(batch.envelopes, { countAttempt: true })
    else await processBatch(pipeline.process, queue, batch)
  }
  await pipeline.drain()
  expect(await ledger()).toEqual({ 'exposure stored': 39, 'exposure rejected worker_died': 1 })
  expect(await database.owner`select event_id from dead_letter_events`).toEqual([{ event_id: poison }])
  expect(await replay({ reason: 'worker_died' })).toMatchObject({ status: 202, matched: 1, replayed: 1 })
  await drain()
  expect(await ledger()).toEqual({ 'exposure stored': 40 })
})

test('a row that PostgreSQL refuses becomes a dead letter at once; the other 999 are stored', async () => {
  // Past validation, as a fault of ours might let it in: no rank of PostgreSQL's integers.
  const exposures = Array.from({ length: 1000 }, (_, i) => queuedExposure(i === 500 ? { rank_position: 2 ** 40 } : {}))
  await pipeline.queue.push([envelope({ exposures })])
  await drain()
  expect(await ledger()).toEqual({ 'exposure stored': 999, 'exposure rejected poison': 1 })
})

/** As it lies in the queue: the time is a number, the user id pseudonymised. Nothing validates it any more. */
function queuedExposure(change: Partial<Exposure>): Exposure {
  return { ...wireExposure(), timestamp: Date.now(), user_id: randomUUID(), ...change }
}
