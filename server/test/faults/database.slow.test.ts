import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeBatches } from './support/events.ts'
import { type FaultStack, openFaultStack } from './support/faultStack.ts'
import { type FaultLine, HEADING } from './support/report.ts'
import { expectIntact, runFault } from './support/runFault.ts'
import { profile, randomOf, SEEDS } from './support/seed.ts'
import { type Supervised, superviseRoles } from './support/supervised.ts'

// PostgreSQL is killed, stopped or paused under load. Only the supervisor of `npm start` helps the roles.

let faults: FaultStack
let roles: Supervised
const AWAY_MS = profile === 'long' ? 60_000 : 4_000

beforeAll(async () => {
  faults = await openFaultStack()
  roles = await superviseRoles(faults)
  console.log(HEADING)
})
afterAll(async () => {
  await roles?.stop()
  await faults?.close()
})
afterEach(() => {
  const restarts = roles.restarts()
  if (restarts.length > 0) console.log(`  restarted by the supervisor: ${restarts.join('; ')}`)
})

describe.for(SEEDS)('seed %i', (seed) => {
  test('nothing is lost or counted twice when PostgreSQL is killed under load', async () => {
    const line = await runFault(faults, {
      ...{ fault: 'PostgreSQL is killed under load', seed },
      async strike() {
        await sleep(500 + 30 * seed)
        faults.database.kill()
        return Date.now()
      },
    })
    expectHonest(line)
  })

  test('nothing is lost or counted twice when one backend of PostgreSQL is killed under load', async () => {
    const line = await runFault(faults, {
      ...{ fault: 'one PostgreSQL backend is killed under load', seed },
      async strike() {
        await sleep(500 + 30 * seed)
        faults.database.killBackend(await backendOf('bx worker'))
        return Date.now()
      },
    })
    expectHonest(line)
  })
})

test(`nothing is lost or counted twice when the database is away for ${AWAY_MS / 1000} s`, {
  timeout: 200_000,
}, async () => {
  const line = await runFault(faults, {
    ...{ fault: `the database is away for ${AWAY_MS / 1000} s`, seed: 1, ...longLoad(AWAY_MS) },
    async strike() {
      await sleep(700)
      const at = Date.now()
      await faults.database.away(AWAY_MS)
      return at
    },
  })
  expectHonest(line)
  expect(line.answers['503']).toBeGreaterThan(0)
})

test('nothing is lost or counted twice when the database is paused for 7 s, longer than a lease', async () => {
  const line = await runFault(faults, {
    ...{ fault: 'the database is frozen for 7 s', seed: 1, ...longLoad(7000) },
    async strike() {
      await sleep(700)
      const at = Date.now()
      await faults.database.freeze(7000)
      return at
    },
  })
  expectHonest(line)
})

/** A load that goes on a little longer than a fault of `ms`. */
function longLoad(ms: number) {
  const seconds = ms / 1000 + 2
  return { batches: makeBatches(faults.world, 1000 * seconds, 50, randomOf(1)), send: { rate: 1000 } }
}

async function backendOf(name: string): Promise<number> {
  const [row] = await faults.owner<{ pid: number }[]>`
    select pid from pg_stat_activity where application_name = ${name} order by state_change desc limit 1`
  return row!.pid
}

/** Intact; and senders got 202, 503 or no answer, but never another 5xx. */
function expectHonest(line: FaultLine): void {
  expectIntact(line)
  expect(
    Object.keys(line.answers).filter((answer) => /^\d+$/.test(answer) && !['202', '503'].includes(answer)),
  ).toEqual([])
}
