import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { type Stack, startStack } from '../../../../bench/support/stack.ts'
import type { Sql } from '../../../src/db/client.ts'
import { openPool } from '../../../src/db/openPool.ts'
import { slotDays } from '../../../src/facts/slotDays.ts'
import { plain } from '../../../src/facts/topology/plain.ts'
import { failpoint } from '../../../src/lib/failpoint.ts'
import { openRollup, type RollupContext } from '../../../src/rollup/rollupContext.ts'
import { emptyTables } from '../../support/tables.ts'
import { type FaultWorld, fillWorld, readWorld } from './events.ts'
import { type DatabaseFaults, databaseFaults } from './outage.ts'

/** How a role ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** When, milliseconds since the epoch. */
  readonly at: number
}

/** The real roles, each in its own process, on a database with fsync, and the faults that tests inject. */
export interface FaultStack {
  readonly stack: Stack
  readonly world: FaultWorld
  readonly owner: Sql
  /** A folder for the test's recount. */
  readonly rollup: RollupContext
  readonly database: DatabaseFaults
  /** Starts a role; with `dieAt` it kills itself there (`name` or `name:n`). */
  start(name: string, role: 'api' | 'worker', env?: Readonly<Record<string, string>>): Promise<void>
  /** Resolves when the role has ended. */
  ended(name: string): Promise<Ended>
  kill(name: string, signal: NodeJS.Signals): Promise<Ended>
  /** Names of the roles that run. */
  running(): string[]
  /** Seconds from `since` until everything acknowledged before it is rolled up. */
  recovered(since: number): Promise<number>
  /** Resolves when nothing waits any more. */
  drained(): Promise<void>
  /** Frees the claims of dead workers at once, instead of after their lease. */
  expireLeases(): Promise<void>
  /** Empties the tables of events; no work may be in progress. */
  empty(): Promise<void>
  close(): Promise<void>
}

/** Three clusters share the machine's memory while tests run side by side. */
const SETTINGS = { shared_buffers: '128MB' }
const GIVE_UP_MS = 150_000

/** A database that is there already, with its dimensions and rows. */
export interface GivenDatabase {
  readonly folder: string
  readonly pepper: Buffer
}

export async function openFaultStack(given?: GivenDatabase): Promise<FaultStack> {
  const folder = given?.folder ?? mkdtempSync(join(tmpdir(), 'bx-faults-'))
  if (!given) chmodSync(folder, 0o755) // as root, PostgreSQL runs as another user, who needs access
  const pepper = given ? { pepper: given.pepper } : {}
  const stack = await startStack({ dataDir: folder, settings: SETTINGS, ...pepper })
  const database = databaseFaults(folder, stack.postgres, SETTINGS)
  const owner = openPool({ url: stack.databaseUrl, max: 4, name: 'fault tests' })
  const watch = openWatch(stack.databaseUrl)
  const exits = new Map<string, Promise<Ended>>()
  return {
    ...{ stack, database, owner },
    world: given ? await readWorld(owner) : await fillWorld(owner),
    rollup: openRollup(owner, failpoint(null), slotDays(owner, plain)),
    async start(name, role, env = {}) {
      const started = stack.start(name, role, env)
      exits.set(name, endOf(stack, name))
      await started
    },
    ended: (name) => exits.get(name)!,
    kill(name, signal) {
      stack.roles.get(name)!.kill(signal)
      return exits.get(name)!
    },
    running: () => [...stack.roles].filter(([, child]) => isRunning(child)).map(([name]) => name),
    async recovered(since) {
      await watch.until(new Date(since))
      return (Date.now() - since) / 1000
    },
    drained: () => watch.until(null),
    expireLeases: async () => void (await owner`update ingest_inbox set lease_until = now() - interval '1 second'`),
    async empty() {
      await emptyTables(owner)
      await owner`update rollup_state set epoch = epoch + 1` // workers forget what they remember of the rollups
    },
    async close() {
      await Promise.all([owner.end({ timeout: 2 }), watch.close()])
      await stack.stop()
      await database.stop()
      if (!given) rmSync(folder, { recursive: true, force: true })
    },
  }
}

function isRunning(child: { exitCode: number | null; signalCode: NodeJS.Signals | null }): boolean {
  return child.exitCode === null && child.signalCode === null
}

function endOf(stack: Stack, name: string): Promise<Ended> {
  return new Promise((resolve) => {
    stack.roles.get(name)!.once('exit', (code, signal) => resolve({ code, signal, at: Date.now() }))
  })
}

/** Looks at the queue ten times a second, whether or not the database is there. */
function openWatch(url: string) {
  const sql = postgres(url, { max: 1, backoff: () => 0.05, connect_timeout: 2, onnotice: () => {} })
  const isWaiting = async (before: Date | null): Promise<boolean> => {
    const bound = before ?? new Date(8.64e15 / 1000)
    const [row] = await sql<{ waiting: boolean }[]>`
      select exists (select from ingest_inbox where received_at <= ${bound})
        or exists (select from rollup_deltas where received_at <= ${bound}) as waiting`
    return row!.waiting
  }
  return {
    /** Resolves when nothing waits that was acknowledged before `before`, or nothing at all. */
    async until(before: Date | null): Promise<void> {
      const deadline = performance.now() + GIVE_UP_MS
      while (await isWaiting(before).catch(() => true)) {
        if (performance.now() > deadline) throw new Error(`not recovered within ${GIVE_UP_MS / 1000} s`)
        await sleep(100)
      }
    },
    close: () => sql.end({ timeout: 2 }),
  }
}
