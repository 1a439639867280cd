import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dropExpiredPartitions, ensurePartitions, UNDATED } from '../src/facts/partitions.ts'
import { plain } from '../src/facts/topology/plain.ts'
import { readWatermark } from '../src/facts/watermark.ts'
import { addDays, utcDate } from '../src/lib/clock.ts'
import { uuidv7 } from '../src/lib/ids.ts'
import { silentLogger } from '../src/lib/logger.ts'
import { processBatch } from '../src/process/processBatch.ts'
import { countUnaccounted } from '../src/query/reconciliation.ts'
import { readSnapshot } from '../src/query/snapshot.ts'
import type { Batch, Envelope } from '../src/queue/queue.ts'
import { reportQueue, reportQueueUntil } from '../src/queue/reportQueue.ts'
import { rollUpDeltas } from '../src/rollup/rollUpDeltas.ts'
import { makeDims, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { MemoryBroker, memoryQueue } from './support/memoryQueue.ts'
import { envelope, openTestPipeline, pseudonymOf, type TestPipeline } from './support/pipeline.ts'
import { emptyTables } from './support/tables.ts'

// A queue outside the database delivers again what was stored and not acknowledged: nothing of it counts twice.

const DAY = 86_400_000
let database: TestDatabase
let pipeline: TestPipeline
let broker: MemoryBroker

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 1 })
  await makeDims(database)
})
beforeEach(async () => {
  await emptyTables(database.owner)
  await database.owner`delete from live_events`
  await ensurePartitions(database.owner, plain, Date.now(), 1)
  pipeline = openTestPipeline(database)
  broker = new MemoryBroker()
})

const exposure = () => ({ ...wireExposure({ user_id: pseudonymOf() }), timestamp: Date.now() }) as never
const remembered = () =>
  database.owner<{ day: string; id: string }[]>`select day, envelope_id as id from processed_envelopes order by 2`

/** Everything that an envelope can hold: new and known events, unknown names, refusals, losses. */
function mixed(): Envelope {
  const twice = exposure() as object
  const unknown = { ...(exposure() as object), merchant_ref: 'nobody' }
  const refused = { kind: 'exposure' as const, code: 'invalid', message: 'no', eventId: null, body: '{}' }
  return envelope({
    exposures: [exposure(), twice, twice, unknown] as never,
    refused: [refused],
    lost: { stale: 3, overflow: 2 },
  })
}

async function deliver(
  times: number,
  handle = (batch: Batch) => processBatch(pipeline.process, memoryQueue(broker), batch),
) {
  for (let i = 0; i < times; i++) {
    const batch = await memoryQueue(broker).receive(1000)
    if (batch === null) return
    const kept = new Map([...broker.messages].map(([ref, message]) => [ref, { ...message, lease: null }]))
    await handle(batch)
    // The acknowledgement was lost with the worker.
    if (i < times - 1) for (const [ref, message] of kept) broker.messages.set(ref, message)
  }
}

async function figures() {
  await pipeline.drain()
  await pipeline.process.live.write(database.app, Date.now() + 60_000)
  const [outcomes, received, letters, stored, live] = await Promise.all([
    database.owner`select outcome, reason, sum(events)::int as n from ingest_outcomes group by 1, 2 order by 1, 2`,
    database.owner`select sum(events)::int as n from received_events`,
    database.owner`select reason from dead_letter_events order by 1`,
    database.owner`select count(*)::int as n from exposure_events`,
    database.owner`select jsonb_array_length(events) as n from live_events`,
  ])
  expect(await database.app.begin((tx) => countUnaccounted(tx, new Date(0)))).toBe(0)
  return { outcomes, received, letters, stored, live }
}

describe('an envelope that is delivered again', () => {
  test('counts no event, duplicate, loss, dead letter or receipt twice, and shows no event twice', async () => {
    const wanted = {
      outcomes: [
        { outcome: 'duplicate', reason: '', n: 1 },
        { outcome: 'rejected', reason: 'invalid', n: 1 },
        { outcome: 'rejected', reason: 'unknown_merchant', n: 1 },
        { outcome: 'stored', reason: '', n: 2 },
        { outcome: 'lost_on_device', reason: 'overflow', n: 2 },
        { outcome: 'lost_on_device', reason: 'stale', n: 3 },
      ],
      received: [{ n: 5 }],
      letters: [{ reason: 'invalid' }, { reason: 'unknown_merchant' }],
      stored: [{ n: 2 }],
      live: [{ n: 5 }],
    }
    const queue = memoryQueue(broker)
    const sent = mixed()
    await queue.push([sent])
    await deliver(3)
    const found = await figures()
    expect({ ...found, outcomes: sorted(found.outcomes) }).toEqual({ ...wanted, outcomes: sorted(wanted.outcomes) })
    expect(await queue.oldest()).toBeNull()
    expect(await remembered()).toEqual([{ day: utcDate(Date.now()), id: sent.id }])
  })

  test('together with new ones is acknowledged, and the new ones are stored', async () => {
    const queue = memoryQueue(broker)
    const [old, fresh] = [mixed(), envelope({ exposures: [exposure()] })]
    await queue.push([old])
    await deliver(1)
    await queue.push([old, fresh])
    const batch = (await queue.receive(1000))!
    expect(batch.envelopes).toHaveLength(2)
    expect(await processBatch(pipeline.process, queue, batch)).toBe(1)
    expect(await queue.oldest()).toBeNull()
    expect((await figures()).stored).toEqual([{ n: 3 }])
  })

  test('to two workers at once is stored by one of them', async () => {
    const queue = memoryQueue(broker)
    await queue.push(Array.from({ length: 20 }, mixed))
    const one = (await queue.receive(1e6))!
    broker.expire()
    const other = (await queue.receive(1e6))!
    expect(other.envelopes).toHaveLength(20)
    await Promise.all([one, other].map((batch) => processBatch(openTestPipeline(database).process, queue, batch)))
    const { stored, received } = await figures()
    expect([stored, received]).toEqual([[{ n: 40 }], [{ n: 100 }]])
  })

  test('is known also when its day has no partition, and when that partition is made in between', async () => {
    const queue = memoryQueue(broker)
    const late = { ...mixed(), id: uuidv7(Date.now() - 30 * DAY) }
    const early = { ...mixed(), id: uuidv7(Date.now() + 4 * DAY) }
    await queue.push([late, early, { ...mixed(), id: 'ffffffff-ffff-7fff-bfff-ffffffffffff' }])
    await deliver(2)
    expect((await remembered()).map(({ day }) => day)).toEqual([UNDATED, UNDATED, UNDATED])
    await ensurePartitions(database.owner, plain, Date.now() + 4 * DAY, 1)
    pipeline = openTestPipeline(database)
    await queue.push([early])
    await deliver(1)
    const { stored, received } = await figures()
    expect([stored, received]).toEqual([[{ n: 6 }], [{ n: 15 }]])
  })

  test('is known to a worker that has not seen the partition of its day yet', async () => {
    const queue = memoryQueue(broker)
    const early = { ...mixed(), id: uuidv7(Date.now() + 5 * DAY) }
    await pipeline.process.processed.look([early.id])
    await ensurePartitions(database.owner, plain, Date.now() + 5 * DAY, 1)
    await queue.push([early])
    await deliver(1, async (batch) => processBatch(openTestPipeline(database).process, memoryQueue(broker), batch))
    expect((await remembered()).map(({ day }) => day)).toEqual([addDays(utcDate(Date.now()), 5)])
    await queue.push([early])
    await deliver(1) // with the days that were looked up before
    expect((await figures()).stored).toEqual([{ n: 2 }])
  })

  test('is forgotten after a week, with its partition or without', async () => {
    const { owner } = database
    const old = addDays(utcDate(Date.now()), -8)
    await plain.createDay(owner, 'processed_envelopes', old)
    await owner`insert into processed_envelopes (day, envelope_id, processed_at) values (${old}, ${uuidv7()}, now()),
      (${UNDATED}, ${uuidv7()}, now() - interval '9 days'), (${UNDATED}, ${uuidv7()}, now())`
    await dropExpiredPartitions(owner, plain, Date.now(), 1)
    expect((await remembered()).map(({ day }) => day)).toEqual([UNDATED])
    const days = await plain.listDays(owner, 'processed_envelopes')
    expect(days).toContain(UNDATED)
    expect(days).not.toContain(old)
    expect(days).toContain(addDays(utcDate(Date.now()), 3))
  })
})

describe('complete_to, with a queue outside the database,', () => {
  const bound = async () => (await readWatermark(database.app)).completeTo.getTime()

  test('does not pass what waits or is in hand, and goes on when it is stored and acknowledged', async () => {
    const queue = memoryQueue(broker)
    await reportQueue(database.app, queue)
    const acknowledged = Date.now()
    await queue.push([envelope({ exposures: [exposure(), exposure()] })])
    expect(await bound()).toBeLessThanOrEqual(acknowledged)
    await reportQueue(database.app, queue)
    expect((await readWatermark(database.app)).waiting).toBe(2)
    const batch = (await queue.receive(1000))!
    await reportQueue(database.app, queue)
    expect(await bound()).toBeLessThanOrEqual(batch.envelopes[0]!.queuedAt.getTime())
    await processBatch(pipeline.process, queue, batch)
    expect(await bound()).toBeLessThanOrEqual(batch.envelopes[0]!.queuedAt.getTime())
    while ((await rollUpDeltas(pipeline.rollup)) !== 0);
    await reportQueue(database.app, queue)
    expect(await bound()).toBeGreaterThan(acknowledged)
  })

  test('is kept by every snapshot while events stream in: what was acknowledged before it is counted', async () => {
    const queue = memoryQueue(broker)
    const stopping = new AbortController()
    const acknowledged: number[] = []
    let isSending = true
    await reportQueue(database.app, queue)
    const reporting = reportQueueUntil(database.app, queue, silentLogger, stopping.signal)
    const sending = (async () => {
      for (let i = 0; i < 150; i++) {
        await queue.push([envelope({ exposures: [exposure()] })])
        acknowledged.push(Date.now())
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      isSending = false
    })()
    const handling = (async () => {
      while (isSending || (await queue.oldest()) !== null) {
        const batch = await queue.receive(3)
        if (batch !== null) await processBatch(pipeline.process, queue, batch)
        await rollUpDeltas(pipeline.rollup)
        await reportQueue(database.app, queue)
      }
    })()
    let [looks, counted] = [0, 0]
    while (isSending) {
      const { completeTo, impressions } = await readSnapshot(database.app, async (tx) => {
        const [watermark, [row]] = await Promise.all([
          readWatermark(tx),
          tx<{ n: number }[]>`select coalesce(sum(impressions), 0)::int as n from placement_daily
            where placement_id in (select placement_id from placement_dim)`,
        ])
        return { completeTo: watermark.completeTo.getTime(), impressions: row!.n }
      })
      const before = acknowledged.filter((at) => at < completeTo).length
      expect(impressions).toBeGreaterThanOrEqual(before)
      looks++
      counted = Math.max(counted, before)
    }
    await Promise.all([sending, handling])
    stopping.abort()
    await reporting
    expect(looks).toBeGreaterThan(5)
    expect(counted).toBeGreaterThan(0)
  })
})

function sorted<R>(rows: readonly R[]): R[] {
  return [...rows].map((row) => ({ ...row })).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
