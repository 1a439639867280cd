import { fork } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Batch, batchOf, makeBatches, makeExposures, type WireExposure } from './support/events.ts'
import { type FaultStack, openFaultStack } from './support/faultStack.ts'
import { KILLER } from './support/killer.ts'
import { pushUnchecked, queuedExposures } from './support/queueDoor.ts'
import { HEADING } from './support/report.ts'
import { expectIntact, runFault } from './support/runFault.ts'
import { randomOf } from './support/seed.ts'

// One event in a thousand is poison. The 999 others are stored, it becomes a dead letter, and it blocks nothing.

let faults: FaultStack

beforeAll(async () => {
  faults = await openFaultStack()
  await faults.start('api', 'api')
  console.log(HEADING)
})
afterAll(() => faults?.close())
afterEach(async () => {
  if (faults.running().includes('worker')) await faults.kill('worker', 'SIGTERM')
})

test.for([
  ['a text with NUL', { algorithm_version: 'v\u00007' }, 'poison'],
  ['a context with NUL', { context: { market: 'u\u0000k' } }, 'poison'],
  ['a rank beyond 32 bits', { rank_position: 2 ** 40 }, 'poison'],
  ['a unit that is no UUID', { exposure_unit_id: 'not-a-uuid' }, 'worker_died'],
  ['a time beyond all calendars', { timestamp: '+275760-09-13T00:00:00.000Z' }, 'worker_died'],
] as const)(
  '%s that slipped past validation becomes the only dead letter of its thousand',
  async ([what, change, reason]) => {
    await faults.start('worker', 'worker')
    const { batches, poison } = thousandWith(change)
    const line = await runFault(faults, {
      ...{ fault: `${what}, past validation`, seed: 1, batches: makeBatches(faults.world, 2000, 50, randomOf(2)) },
      async strike(ledger) {
        const events = (JSON.parse(batches[0]!.body) as { events: WireExposure[] }).events
        await pushUnchecked(faults, ledger, queuedExposures(faults.stack.pepper, events))
        return Date.now()
      },
    })
    expectIntact(line, { deadLetters: 1 })
    expect(await deadLetters()).toEqual([{ eventId: poison, reason }])
  },
)

test('an event that kills its worker each time becomes the only dead letter of its thousand', async () => {
  const { batches, poison } = thousandWith({ algorithm_version: KILLER })
  const others = makeBatches(faults.world, 1000, 50, randomOf(3))
  let deaths = 0
  const line = await runFault(faults, {
    ...{ fault: 'an event that kills its worker', seed: 1, batches: [...batches, ...others], send: { rate: 1500 } },
    async strike() {
      const at = Date.now()
      deaths = await runUntilEmpty()
      return at
    },
  })
  console.log(`  the worker died ${deaths} times`)
  expectIntact(line, { deadLetters: 1 })
  expect(await deadLetters()).toEqual([{ eventId: poison, reason: 'worker_died' }])
  expect(deaths).toBeLessThanOrEqual(3 + Math.ceil(Math.log2(1000)) + 2)
})

/** One batch of a thousand, with an event of this kind somewhere in it. */
function thousandWith(change: Partial<WireExposure>): { batches: Batch[]; poison: string } {
  const events = makeExposures(faults.world, 1000, randomOf(1))
  events[617] = { ...events[617]!, ...change } as WireExposure
  return { batches: [batchOf(events)], poison: events[617].event_id }
}

async function deadLetters() {
  const rows = await faults.owner`select event_id as "eventId", reason from dead_letter_events`
  return rows.map((row) => ({ ...row }))
}

/** Restarts the crashing worker until nothing waits; its claims are freed at once. Returns the number of crashes. */
async function runUntilEmpty(): Promise<number> {
  let isEmpty = false
  const emptied = sleep(1500)
    .then(() => faults.drained())
    .then(() => {
      isEmpty = true
    })
  for (let deaths = 0; ; deaths++) {
    const env = { ...process.env, DATABASE_URL: faults.stack.databaseUrl, APP_DATABASE_URL: faults.stack.appUrl }
    const worker = fork(join(import.meta.dirname, 'support/killerWorker.ts'), { env })
    const died = new Promise((resolve) => worker.once('exit', resolve))
    await Promise.race([died, emptied])
    if (isEmpty) {
      worker.kill('SIGKILL')
      return deaths
    }
    await faults.expireLeases()
  }
}
