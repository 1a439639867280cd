import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FaultStack, openFaultStack } from './support/faultStack.ts'
import { HEADING } from './support/report.ts'
import { expectIntact, runFault } from './support/runFault.ts'
import { SEEDS } from './support/seed.ts'

// Roles get SIGTERM, or are paused and resumed, under load.

let faults: FaultStack

beforeAll(async () => {
  faults = await openFaultStack()
  console.log(HEADING)
})
afterAll(() => faults?.close())

test.for(
  SEEDS.flatMap(
    (seed) =>
      [
        ['worker', seed],
        ['api', seed],
      ] as const,
  ),
)('on SIGTERM under load the %s drains, exits 0 within 10 s, and nothing is lost (seed %i)', async ([role, seed]) => {
  await faults.start('api', 'api')
  await faults.start('worker', 'worker')
  const line = await runFault(faults, {
    ...{ fault: `SIGTERM of the ${role} under load`, seed },
    async strike() {
      await sleep(700 + 20 * seed)
      const struckAt = Date.now()
      const { code, at } = await faults.kill(role, 'SIGTERM')
      expect(code).toBe(0)
      expect(at - struckAt).toBeLessThan(10_000)
      await faults.start(role, role)
      return struckAt
    },
  })
  expectIntact(line)
  for (const name of faults.running()) expect((await faults.kill(name, 'SIGTERM')).code).toBe(0)
})

test.for(SEEDS.map((seed) => [seed, seed % 2 === 0 ? 20 : 8] as const))(
  'a worker that is frozen (seed %i, %i s) until others took its batches wakes up and counts nothing twice',
  async ([seed, seconds]) => {
    await faults.start('api', 'api')
    await faults.start('sleeper', 'worker')
    const line = await runFault(faults, {
      ...{ fault: `a worker is frozen for ${seconds} s, then wakes up`, seed },
      async strike() {
        await stopAtWork('sleeper')
        const struckAt = Date.now()
        await faults.start('worker', 'worker')
        await sleep(seconds * 1000) // a lease is 6 s; PostgreSQL ends an idle transaction after 15 s
        faults.stack.roles.get('sleeper')!.kill('SIGCONT')
        return struckAt
      },
    })
    expectIntact(line)
    for (const name of faults.running()) expect((await faults.kill(name, 'SIGTERM')).code).toBe(0)
  },
)

/** Pauses the only worker in the middle of a transaction; if it was in none, resumes it and tries again. */
async function stopAtWork(name: string): Promise<void> {
  const worker = faults.stack.roles.get(name)!
  for (;;) {
    await sleep(100 + Math.random() * 50)
    worker.kill('SIGSTOP')
    await sleep(50)
    const [row] = await faults.owner<{ isBusy: boolean }[]>`
      select exists (select from pg_stat_activity where application_name = 'bx worker' and state = 'idle in transaction'
        and now() - state_change > interval '20 ms') as "isBusy"`
    if (row!.isBusy) return
    worker.kill('SIGCONT')
  }
}
