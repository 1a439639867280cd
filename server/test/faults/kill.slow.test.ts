import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FaultStack, openFaultStack } from './support/faultStack.ts'
import { HEADING } from './support/report.ts'
import { expectIntact, runFault } from './support/runFault.ts'
import { between, randomOf, SEEDS } from './support/seed.ts'

// Roles are killed under load. No acknowledged event may be lost or counted twice.

let faults: FaultStack

beforeAll(async () => {
  faults = await openFaultStack()
  await faults.start('api', 'api')
  console.log(HEADING)
})
afterAll(() => faults?.close())

const WORKER_STEPS = [
  ['a worker is killed after it read a batch', 'after-read'],
  ['a worker is killed between two inserts of a batch', 'mid-append'],
  ['a worker is killed before it commits a batch', 'before-commit'],
  ['a worker is killed after the commit of a batch', 'after-commit'],
  ['the worker is killed in the middle of a rollup', 'mid-rollup'],
] as const

describe.for(SEEDS)('seed %i', (seed) => {
  test.for(WORKER_STEPS)('nothing is lost or counted twice when %s', async ([what, step]) => {
    const random = randomOf(seed)
    // 5,000 events are at least 5 batches of 1,000, however slow the machine, and at this rate more than 3 rollups.
    await faults.start('doomed', 'worker', {
      FAILPOINT: `${step}:${between(random, 2, step === 'mid-rollup' ? 3 : 5)}`,
    })
    const line = await runFault(faults, {
      ...{ fault: what, seed, send: { rate: 1500 } },
      async strike() {
        const { at, signal } = await faults.ended('doomed')
        expect(signal).toBe('SIGKILL')
        // One of them waits until the claims of the dead run out, as in production; the others need not.
        if (step !== 'after-read') await faults.expireLeases()
        await faults.start('worker', 'worker')
        return at
      },
    })
    expectIntact(line)
    expect((await faults.kill('worker', 'SIGTERM')).code).toBe(0)
  })

  test('nothing is lost or counted twice when the API is killed in the middle of a request', async () => {
    await faults.kill('api', 'SIGTERM')
    await faults.start('api', 'api', { FAILPOINT: `mid-request:${between(randomOf(seed), 5, 60)}` })
    await faults.start('worker', 'worker')
    const line = await runFault(faults, {
      ...{ fault: 'the API is killed in the middle of a request', seed },
      async strike() {
        const { at, signal } = await faults.ended('api')
        expect(signal).toBe('SIGKILL')
        await faults.start('api', 'api')
        return at
      },
    })
    expectIntact(line)
    expect(line.retries).toBeGreaterThan(0)
    await faults.kill('worker', 'SIGTERM')
  })
})
