import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openProcess } from '../../src/process/openProcess.ts'
import { postgresQueue } from '../../src/queue/postgres.ts'
import type { Claim } from '../../src/queue/queue.ts'
import { plain } from '../../src/store/topology/plain.ts'
import { openTestFold } from '../support/chaos.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { emptyTables } from '../support/tables.ts'
import { type FaultWorld, fillWorld, makeExposures } from './support/events.ts'
import { Ledger } from './support/ledger.ts'
import * as mutants from './support/mutants.ts'
import { envelopeOf, queuedExposures } from './support/queueDoor.ts'
import { randomOf } from './support/seed.ts'
import { type Verdict, verify } from './support/verify.ts'

// Negative controls: the same ledger and the same verifier, over pipelines that are broken on purpose. In one process;
// a crash throws away what is in memory and leaves the claim to be taken again.

let database: TestDatabase
let world: FaultWorld
const caught: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  world = await fillWorld(database.owner)
})
beforeEach(() => emptyTables(database.owner))
afterAll(() => console.log(`mutants caught ${caught.length}/3${caught.map((name) => `\n  ${name}`).join('')}`))

test('the sound pipeline passes the suite with the same crashes', async () => {
  const verdict = await crashThrough(mutants.sound)
  expect(verdict).toMatchObject({
    lost: 0,
    countedTwice: 0,
    notCounted: 0,
    wrongCells: 0,
    acknowledged: 300,
    stored: 300,
  })
})

test.for([
  ['a dedupe mark set before the insert', mutants.marksBeforeInsert],
  ['an acknowledgement before fsync', mutants.acknowledgesBeforeFsync],
  ['a removal from the queue before the commit', mutants.removesBeforeCommit],
] as const)('the suite catches %s', async ([name, mutant]) => {
  const verdict = await crashThrough(mutant)
  expect(verdict.lost).toBeGreaterThan(0)
  caught.push(`${name}: ${verdict.lost} of ${verdict.acknowledged} lost`)
})

test('the suite catches deltas that are deleted after the commit of their fold', async () => {
  const verdict = await crashThrough(mutants.deletesDeltasAfterCommit)
  expect(verdict.countedTwice).toBeGreaterThan(0)
  expect(verdict.wrongCells).toBeGreaterThan(0)
})

/** Three batches of a hundred, a crash after an acknowledgement and one before each commit; then the usual verdict. */
async function crashThrough(mutant: mutants.Break): Promise<Verdict> {
  const { app, owner } = database
  const ledger = await Ledger.open()
  const real = postgresQueue({ ingest: app, worker: app })
  const pipeline = mutant(mutants.soundPipeline(real), owner)
  try {
    for (let i = 0; i < 3; i++) {
      const exposures = queuedExposures(Buffer.alloc(32, 7), makeExposures(world, 100, randomOf(i)))
      await pipeline.queue.push([envelopeOf(exposures)])
      await ledger.append(exposures.map((event) => event.event_id))
      if (i === 1) pipeline.crashApi()
      await processWithCrash(pipeline)
    }
    const fold = openTestFold(database)
    while ((await pipeline.fold(fold).catch(restarted)) !== 0) await sleep(1)
    return await verify(owner, openTestFold(database), ledger.read())
  } finally {
    await real.close()
    await ledger.close()
  }
}

/** Handles what waits; the first claim dies before its commit and is taken again. */
async function processWithCrash(pipeline: mutants.Pipeline): Promise<void> {
  let isDoomed = true
  const context = openProcess({
    ...{ sql: database.app, topology: plain, timeZone: 'UTC', rawDays: 0 },
    failpoint(name) {
      if (name !== 'before-commit' || !isDoomed) return
      isDoomed = false
      throw new mutants.Crash(name)
    },
  })
  let claim: Claim | null = await pipeline.queue.take(1000)
  while (claim !== null) {
    await pipeline.process(context, claim).catch(restarted)
    await database.owner`update ingest_inbox set lease_until = null, lease_token = null`
    claim = await pipeline.queue.take(1000)
  }
}

function restarted(error: unknown): null {
  if (!(error instanceof mutants.Crash)) throw error
  return null
}
