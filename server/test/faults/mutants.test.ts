import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Sql } from '../../src/db/client.ts'
import { plain } from '../../src/facts/topology/plain.ts'
import { openProcess } from '../../src/process/openProcess.ts'
import { postgresQueue } from '../../src/queue/postgres.ts'
import { openTestRollup } from '../support/chaos.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { MemoryBroker, memoryQueue } from '../support/memoryQueue.ts'
import { emptyTables } from '../support/tables.ts'
import { type FaultWorld, fillWorld, makeExposures } from './support/events.ts'
import { Ledger } from './support/ledger.ts'
import * as mutants from './support/mutants.ts'
import { envelopeOf, queuedExposures } from './support/queueDoor.ts'
import { randomOf } from './support/seed.ts'
import { type Verdict, verify } from './support/verify.ts'

// Negative controls: the same ledger and verifier, with pipelines that are broken on purpose. They run in one process; a crash
// discards the memory, and the claim is taken again.

let database: TestDatabase
let world: FaultWorld
const caught: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  world = await fillWorld(database.owner)
})
beforeEach(() => emptyTables(database.owner))
afterAll(() => console.log(`mutants caught ${caught.length}${caught.map((name) => `\n  ${name}`).join('')}`))

/** Each mistake, and the queues with which it can be made. */
const LOSING = [
  ['a dedupe mark set before the insert', mutants.marksBeforeInsert, ['PostgreSQL', 'outside']],
  ['an acknowledgement before fsync', mutants.acknowledgesBeforeFsync, ['PostgreSQL', 'outside']],
  ['a removal from the queue before the commit', mutants.acksBeforeCommit, ['PostgreSQL', 'outside']],
  ['envelopes remembered outside their transaction', mutants.remembersBeforeCommit, ['PostgreSQL', 'outside']],
  ['a nack that loses', mutants.nackLoses, ['PostgreSQL', 'outside']],
  ['a durability that is ignored', mutants.ignoresDurability, ['outside']],
] as const

/** Three envelopes of 100 exposures, one refused one and three that the device lost. */
const EACH_ONCE = { stored: 300, rejected: 3, lost_on_device: 9 }

describe.for(['PostgreSQL', 'outside'] as const)('a queue: %s', (kind) => {
  test('the sound pipeline passes the suite with the same crashes', async () => {
    const { verdict, outcomes } = await crashThrough(mutants.sound, kind)
    expect(verdict).toMatchObject({
      lost: 0,
      countedTwice: 0,
      notCounted: 0,
      outcomesWrong: 0,
      wrongCells: 0,
      acknowledged: 300,
      stored: 300,
    })
    expect(outcomes).toEqual(EACH_ONCE)
  })

  test.for(LOSING.filter(([, , kinds]) => (kinds as readonly string[]).includes(kind)))(
    'the suite catches %s',
    async ([name, mutant]) => {
      const { verdict } = await crashThrough(mutant, kind)
      expect(verdict.lost).toBeGreaterThan(0)
      caught.push(`${name} (${kind}): ${verdict.lost} of ${verdict.acknowledged} lost`)
    },
  )
})

test('the suite catches envelopes that are not remembered: a redelivery counts duplicates, refusals and losses again', async () => {
  const { outcomes } = await crashThrough(mutants.forgetsEnvelopes, 'outside')
  expect(outcomes.stored).toBe(300)
  expect(outcomes.duplicate).toBeGreaterThan(0)
  expect(outcomes.rejected).toBeGreaterThan(EACH_ONCE.rejected)
  expect(outcomes.lost_on_device).toBeGreaterThan(EACH_ONCE.lost_on_device)
  caught.push(`envelopes that are not remembered (outside): ${outcomes.duplicate} duplicates`)
})

test('the suite catches deltas that are deleted after the commit of their rollup', async () => {
  const { verdict } = await crashThrough(mutants.deletesDeltasAfterCommit, 'PostgreSQL')
  expect(verdict.countedTwice).toBeGreaterThan(0)
  expect(verdict.wrongCells).toBeGreaterThan(0)
})

interface Outcome {
  readonly verdict: Verdict
  /** Events by outcome. */
  readonly outcomes: Readonly<Record<string, number>>
}

/** Three batches of a hundred, a crash after an acknowledgement and crashes around each commit; then the usual verdict. */
async function crashThrough(mutant: mutants.Break, kind: 'PostgreSQL' | 'outside'): Promise<Outcome> {
  const { app, owner } = database
  const ledger = await Ledger.open()
  const broker = new MemoryBroker()
  const real = kind === 'outside' ? memoryQueue(broker) : postgresQueue({ ingest: app, worker: app })
  const pipeline = mutant(mutants.soundPipeline(real), owner)
  const expire = async () => {
    broker.expire()
    await owner`update ingest_inbox set lease_until = null, lease_token = null`
  }
  try {
    for (let i = 0; i < 3; i++) {
      const exposures = queuedExposures(Buffer.alloc(32, 7), makeExposures(world, 100, randomOf(i)))
      await pipeline.queue.push([{ ...envelopeOf(exposures), refused: [REFUSED], lost: { stale: 2, overflow: 1 } }])
      await ledger.append(exposures.map((event) => event.event_id))
      if (i === 1) pipeline.crashApi()
      await processWithCrashes(pipeline, expire)
    }
    const rollup = openTestRollup(database)
    while ((await pipeline.rollup(rollup).catch(restarted)) !== 0) await sleep(1)
    return {
      verdict: await verify(owner, openTestRollup(database), ledger.read()),
      outcomes: await readOutcomes(owner),
    }
  } finally {
    await real.close()
    await ledger.close()
  }
}

const REFUSED = { kind: 'exposure', code: 'invalid', message: 'no', eventId: null, body: '{}' } as const

/** Handles what waits; its first delivery dies before its commit, the next one after it, before its acknowledgement. */
async function processWithCrashes(pipeline: mutants.Pipeline, expire: () => Promise<void>): Promise<void> {
  const crashes = ['before-commit', 'after-commit']
  const context = openProcess({
    ...{ sql: database.app, topology: plain, timeZone: 'UTC', rawDays: 0 },
    failpoint(name) {
      if (name !== crashes[0]) return
      crashes.shift()
      throw new mutants.Crash(name)
    },
  })
  const { queue } = pipeline
  for (let batch = await queue.receive(1000); batch !== null; batch = await queue.receive(1000)) {
    const done = await pipeline.process(context, queue, batch).catch(restarted)
    if (done === null) await queue.nack(batch.envelopes, { countAttempt: true })
    await expire()
  }
}

async function readOutcomes(owner: Sql): Promise<Outcome['outcomes']> {
  const rows = await owner<{ outcome: string; events: number }[]>`
    select outcome, sum(events)::bigint as events from ingest_outcomes group by outcome`
  return Object.fromEntries(rows.map(({ outcome, events }) => [outcome, events]))
}

function restarted(error: unknown): null {
  if (!(error instanceof mutants.Crash)) throw error
  return null
}
