import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWriteKey } from '../../server/src/accounts/keys.ts'
import { saveStaff } from '../../server/src/accounts/saveStaff.ts'
import type { Sql } from '../../server/src/db/client.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/src/db/embedded/startEmbeddedPostgres.ts'
import { openPool } from '../../server/src/db/openPool.ts'
import { freePort } from '../../server/src/lib/freePort.ts'
import { pepperOf } from '../../server/src/lib/ids.ts'
import { childEnvironment } from '../../server/src/run/childEnvironment.ts'
import { prepareDatabase } from '../../server/src/run/prepare.ts'

const MAIN = join(import.meta.dirname, '../../server/src/main.ts')

/** The real product, each role in its own process, on a database with fsync. */
export interface Stack {
  readonly url: string
  /** Login of the owner. */
  readonly databaseUrl: string
  readonly appUrl: string
  readonly sql: Sql
  readonly keys: { readonly browser: string; readonly server: string; readonly import: string }
  readonly staff: { readonly email: string; readonly password: string }
  readonly pepper: Buffer
  readonly postgres: EmbeddedPostgres
  readonly roles: Map<string, ChildProcess>
  start(name: string, role: 'api' | 'worker', env?: Readonly<Record<string, string>>): Promise<void>
  /** CPU seconds so far: per role, and of all PostgreSQL processes. */
  cpu(): Record<string, number>
  stop(): Promise<void>
}

export interface StackOptions {
  /** Kept between runs if given; else a temporary folder. */
  readonly dataDir?: string
  readonly timeZone?: string
  readonly settings?: Readonly<Record<string, string>>
  readonly pepper?: Buffer
}

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const folder = options.dataDir ?? mkdtempSync(join(tmpdir(), 'bx-stack-'))
  if (options.dataDir === undefined) chmodSync(folder, 0o755)
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, 'pg'),
    durable: true,
    settings: options.settings ?? {},
  })
  const pepper = options.pepper ?? randomBytes(32)
  await prepareDatabase({
    databaseUrl: postgres.url,
    appUrl: postgres.appUrl,
    purpose: 'installation',
    pepper: pepperOf(pepper),
    timeZone: options.timeZone ?? 'UTC',
    currency: 'GBP',
    rawDays: 30,
    maxAmount: 1_000_000,
  })
  const sql = openPool({ url: postgres.url, max: 4, name: 'bench', statementTimeoutMs: 0 })
  const key = async (kind: 'browser' | 'server' | 'import') =>
    (await createWriteKey(sql, 'bench', { name: kind, kind })).key
  const keys = { browser: await key('browser'), server: await key('server'), import: await key('import') }
  const staff = { email: 'bench@example.com', password: randomUUID() }
  await saveStaff(sql, 'bench', { ...staff, name: 'Bench', role: 'admin' })
  const port = await freePort('127.0.0.1')
  const roles = new Map<string, ChildProcess>()
  const secrets = { ownerUrl: postgres.url, appUrl: postgres.appUrl, pepper }
  return {
    url: `http://127.0.0.1:${port}`,
    databaseUrl: postgres.url,
    appUrl: postgres.appUrl,
    sql,
    keys,
    staff,
    pepper,
    postgres,
    roles,
    start: (name, role, env = {}) =>
      new Promise((resolve, reject) => {
        const child = fork(MAIN, [], {
          stdio: ['ignore', process.env.BENCH_VERBOSE ? 'inherit' : 'ignore', 'inherit', 'ipc'],
          env: {
            ...childEnvironment(role, process.env, secrets),
            PORT: String(port),
            // The benchmark measures the machine, not the quota of a key.
            QUOTA_KEY_EVENTS: '100000000',
            ...env,
          },
        })
        roles.set(name, child)
        child
          .once('message', () => resolve())
          .once('exit', (code, signal) => reject(new Error(`${name} ended: ${code ?? signal}`)))
      }),
    cpu: () => ({
      ...Object.fromEntries([...roles].map(([name, child]) => [name, cpuSeconds(child.pid!)])),
      postgres: cpuOfTree(postgres.pid),
    }),
    async stop() {
      const ended = [...roles.values()].map(
        (child) =>
          new Promise((resolve) =>
            child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(0),
          ),
      )
      for (const child of roles.values()) child.kill('SIGTERM')
      await Promise.all(ended)
      await sql.end({ timeout: 2 })
      await postgres.stop()
      if (options.dataDir === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

const TICKS_PER_SECOND = 100

function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null // ended in the meantime
  }
}

function cpuSeconds(pid: number): number {
  const stat = statOf(pid)
  return stat === null ? 0 : (Number(stat[11]) + Number(stat[12])) / TICKS_PER_SECOND
}

/** The postmaster, its children, and children that have ended. */
function cpuOfTree(root: number): number {
  const stat = statOf(root)
  let sum = cpuSeconds(root) + (stat === null ? 0 : (Number(stat[13]) + Number(stat[14])) / TICKS_PER_SECOND)
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name) && statOf(Number(name))?.[1] === String(root)) sum += cpuSeconds(Number(name))
  }
  return sum
}
