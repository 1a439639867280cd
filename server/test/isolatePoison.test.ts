import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createLogger } from '../src/lib/logger.ts'
import { isolatePoison } from '../src/process/isolatePoison.ts'
import { runWorker } from '../src/process/worker.ts'
import { countUnaccounted } from '../src/query/reconciliation.ts'
import type { DeliveredEnvelope, Queue } from '../src/queue/queue.ts'
import { retryEnvelopes } from '../src/queue/retryEnvelopes.ts'
import { makeDims, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { MemoryBroker, memoryQueue } from './support/memoryQueue.ts'
import { envelope, openTestPipeline, pseudonymOf, type TestPipeline } from './support/pipeline.ts'
import { emptyTables } from './support/tables.ts'

// Poison is isolated in process, in the same way for every queue.

let database: TestDatabase
let pipeline: TestPipeline
let broker: MemoryBroker

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 1 })
  await makeDims(database)
})
beforeEach(async () => {
  await emptyTables(database.owner)
  pipeline = openTestPipeline(database)
  broker = new MemoryBroker()
})

const exposures = (n: number) =>
  Array.from({ length: n }, () => ({ ...wireExposure({ user_id: pseudonymOf() }), timestamp: Date.now() }) as never)
const unaccounted = () => database.app.begin((tx) => countUnaccounted(tx, new Date(0)))
const failed = () => database.owner`select events, payload, reason from failed_envelopes where retried_at is null`
const openQueue = (kind: string): Queue => (kind === 'outside' ? memoryQueue(broker) : pipeline.queue)

/** What waits, with the attempts behind each. */
async function receiveAll(queue: Queue): Promise<DeliveredEnvelope[]> {
  const all: DeliveredEnvelope[] = []
  for (let batch = await queue.receive(1000); batch !== null; batch = await queue.receive(1000))
    all.push(...batch.envelopes)
  return all
}

describe.for(['PostgreSQL', 'outside'])('from a queue: %s,', (kind) => {
  test('an envelope that was tried too often is replaced by its halves, with the attempts behind them', async () => {
    const [queue, { queue: inbox, process: context }] = [openQueue(kind), pipeline]
    const large = envelope({ exposures: exposures(4), lost: { stale: 1, overflow: 0 } })
    await queue.push([large])
    for (let i = 0; i < 3; i++) await queue.nack((await queue.receive(1000))!.envelopes, { countAttempt: true })
    await queue.push([envelope({ exposures: exposures(1) })])
    const batch = (await queue.receive(1000))!
    const innocent = (await queue.receive(1000))!
    const both = { envelopes: [...batch.envelopes, ...innocent.envelopes], unreadable: [] }
    expect(await isolatePoison({ context, queue, inbox }, both)).toBe(true)
    expect(await isolatePoison({ context, queue, inbox }, { envelopes: innocent.envelopes, unreadable: [] })).toBe(
      false,
    )
    const parts = [...(await receiveAll(queue)), ...(kind === 'outside' ? await receiveAll(inbox) : [])]
    expect(parts.map((part) => `${part.exposures.length} events, attempt ${part.attempts}`).sort()).toEqual([
      '1 events, attempt 1',
      '2 events, attempt 3',
      '2 events, attempt 3',
    ])
    const ids = parts.flatMap((part) => part.exposures).map(({ event_id }) => event_id)
    expect(ids).toEqual(expect.arrayContaining(large.exposures.map(({ event_id }) => event_id)))
    expect(parts.map(({ lost }) => lost).filter((lost) => lost !== undefined)).toEqual([large.lost])
    expect(await unaccounted()).toBe(0)
  })

  test('an event that is null becomes a dead letter, and what is no envelope is set aside; the rest is stored once', async () => {
    const queue = openQueue(kind)
    await queue.push([envelope({ exposures: exposures(2) }), envelope({ exposures: [...exposures(4), null as never] })])
    await pushBroken(kind)
    const log = await work(queue)
    await pipeline.drain()
    expect(
      await database.owner`select outcome, sum(events)::int as n from ingest_outcomes group by 1 order by 1`,
    ).toEqual([
      { outcome: 'rejected', n: 1 },
      { outcome: 'stored', n: 6 },
    ])
    expect(await database.owner`select reason from dead_letter_events`).toEqual([{ reason: 'worker_died' }])
    expect(await failed()).toMatchObject([
      { events: 3, payload: '{"broken', reason: expect.stringMatching(/^no JSON/) },
    ])
    expect(log.filter((line) => line.includes('envelope_set_aside'))).toHaveLength(1)
    expect(await unaccounted()).toBe(0)
  })
})

test('a worker that dies between the commit and the acknowledgement leaves no second half and no second failed envelope', async () => {
  const [queue, { queue: inbox, process: context }] = [memoryQueue(broker), pipeline]
  await queue.push([envelope({ exposures: exposures(4) })])
  await pushBroken('outside')
  for (let i = 0; i < 3; i++)
    for (const { envelopes, unreadable } of [await queue.receive(1000), await queue.receive(1000)].flatMap(
      (one) => one ?? [],
    ))
      await queue.nack([...envelopes, ...unreadable], { countAttempt: true })
  const dying: Queue = { ...queue, ack: () => Promise.reject(new Error('the worker dies')) }
  for (const handled of [dying, queue])
    for (let batch = await queue.receive(1); batch !== null; batch = await queue.receive(1)) {
      await isolatePoison({ context, queue: handled, inbox }, batch).catch(() => {})
    }
  broker.expire()
  for (let batch = await queue.receive(1); batch !== null; batch = await queue.receive(1))
    expect(await isolatePoison({ context, queue, inbox }, batch)).toBe(true)
  expect(await queue.oldest()).toBeNull()
  expect((await inbox.depth()).waitingEvents).toBe(4)
  expect(await failed()).toHaveLength(1)
  await pipeline.drain()
  expect(await unaccounted()).toBe(0)
  expect(await database.owner`select outcome, sum(events)::int as n from ingest_outcomes group by 1`).toEqual([
    { outcome: 'stored', n: 4 },
  ])
})

test('what was set aside is handled when it is retried, although its id is remembered', async () => {
  const [queue, { queue: inbox, process: context }] = [pipeline.queue, pipeline]
  const whole = envelope({ exposures: exposures(2) })
  await queue.push([whole])
  const { envelopes } = (await queue.receive(1000))!
  const unreadable = [{ ...envelopes[0]!, payload: JSON.stringify(whole), reason: 'a version that cannot read it' }]
  await isolatePoison({ context, queue, inbox }, { envelopes: [], unreadable })
  expect(await database.app.begin((tx) => retryEnvelopes(tx))).toBe(1)
  await pipeline.drain()
  expect(await database.owner`select outcome, events from ingest_outcomes`).toEqual([{ outcome: 'stored', events: 2 }])
  expect(await unaccounted()).toBe(0)
})

/** As a fault of ours might queue it: three events that cannot be read. */
async function pushBroken(kind: string): Promise<void> {
  const { id } = envelope({})
  if (kind === 'outside') broker.add({ id, payload: '{"broken', events: 3, arrived: null })
  else await database.owner`insert into ingest_inbox (id, events, payload) values (${id}, 3, '{"broken')`
}

/** Works until nothing waits in either queue. Returns the log. */
async function work(queue: Queue): Promise<string[]> {
  const [log, stopping] = [[] as string[], new AbortController()]
  const { process: context, queue: inbox } = pipeline
  const logger = createLogger('test', (line) => log.push(line))
  const running = runWorker({ context, queue, inbox, logger, concurrency: 2, waitMs: 5, signal: stopping.signal })
  const waits = async () => [await queue.oldest(), await inbox.oldest()]
  await expect.poll(waits, { timeout: 60_000 }).toEqual([null, null])
  stopping.abort()
  await running
  return log
}
