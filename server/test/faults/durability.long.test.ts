import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Stack, startStack } from '../../../bench/support/stack.ts'
import type { Sql } from '../../src/db/client.ts'
import { openPool } from '../../src/db/openPool.ts'
import { plain } from '../../src/facts/topology/plain.ts'
import { failpoint } from '../../src/lib/failpoint.ts'
import { openProcess } from '../../src/process/openProcess.ts'
import { MemoryBroker, memoryQueue } from '../support/memoryQueue.ts'
import { emptyTables } from '../support/tables.ts'
import { type FaultWorld, fillWorld, makeExposures } from './support/events.ts'
import * as mutants from './support/mutants.ts'
import { type DatabaseFaults, databaseFaults } from './support/outage.ts'
import { envelopeOf, queuedExposures } from './support/queueDoor.ts'
import { randomOf } from './support/seed.ts'

// PostgreSQL is killed right after an external queue has released a batch. Only the commit writes the batch to disk, because the
// WAL writer sleeps.

const SETTINGS = { shared_buffers: '64MB', wal_writer_delay: '10s' }
const EVENTS = 50
let folder: string
let stack: Stack
let server: DatabaseFaults
let world: FaultWorld

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bx-durability-'))
  chmodSync(folder, 0o755) // as root, PostgreSQL runs as another user, who needs access
  stack = await startStack({ dataDir: folder, settings: SETTINGS })
  server = databaseFaults(folder, stack.postgres, SETTINGS)
  world = await fillWorld(stack.sql)
})
afterAll(async () => {
  await stack?.stop()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a batch that an external queue has released survives a kill of PostgreSQL', async () => {
  for (let round = 0; round < 3; round++) expect(await storeAndDie(mutants.sound)).toBe(EVENTS)
})

test('the suite catches a commit that does not wait for the disk before such a queue releases it', async () => {
  const stored: number[] = []
  for (let round = 0; round < 5 && !stored.includes(0); round++)
    stored.push(await storeAndDie(mutants.ignoresDurability))
  expect(stored).toContain(0)
})

/** Stores one batch, kills PostgreSQL at once, and handles what the queue still has. Returns how many events are stored. */
async function storeAndDie(mutant: mutants.Break): Promise<number> {
  const exposures = makeExposures(world, EVENTS, randomOf(1))
  const broker = memoryQueue(new MemoryBroker())
  await withPools(async (owner, app) => {
    await emptyTables(owner)
    await broker.push([envelopeOf(queuedExposures(stack.pepper, exposures))])
    await processNext(mutant(mutants.soundPipeline(broker), owner), app)
    await killServer()
  })
  return withPools(async (owner, app) => {
    await processNext(mutant(mutants.soundPipeline(broker), owner), app)
    const [row] = await owner<{ n: number }[]>`select count(*)::int as n from exposure_events`
    return row!.n
  })
}

async function processNext({ queue, process }: mutants.Pipeline, sql: Sql): Promise<void> {
  const batch = await queue.receive(1000)
  if (batch === null) return
  const context = openProcess({ sql, topology: plain, timeZone: 'UTC', rawDays: 0, failpoint: failpoint(null) })
  await process(context, queue, batch)
}

/** Connections of one life of the server. */
async function withPools<T>(work: (owner: Sql, app: Sql) => Promise<T>): Promise<T> {
  const owner = openPool({ url: stack.databaseUrl, max: 4, name: 'durability owner' })
  const app = openPool({ url: stack.appUrl, max: 4, name: 'durability app' })
  try {
    return await work(owner, app)
  } finally {
    await Promise.all([owner.end({ timeout: 1 }), app.end({ timeout: 1 })])
  }
}

/** Resolves when it takes connections again. */
async function killServer(): Promise<void> {
  const before = server.pid
  server.kill()
  const deadline = performance.now() + 60_000
  while (server.pid === before || !(await withPools((owner) => owner`select 1`).then(Boolean, () => false))) {
    if (performance.now() > deadline) throw new Error('PostgreSQL did not come back')
    await sleep(50)
  }
}
