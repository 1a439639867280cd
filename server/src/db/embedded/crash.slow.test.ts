import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type EmbeddedOptions, type EmbeddedPostgres, startEmbeddedPostgres } from './startEmbeddedPostgres.ts'

const isLinux = process.platform === 'linux'

let folder: string
let dataDir: string // one cluster for all tests: initdb takes 0.7-1.4 s, a start 35 ms
let started: EmbeddedPostgres[]
let children: ChildProcess[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bx-embedded-'))
  await chmod(folder, 0o755) // started as root, postgres runs as another user
  dataDir = join(folder, 'pg')
  await (await startEmbeddedPostgres({ dataDir, durable: false })).stop()
})

beforeEach(() => {
  started = []
  children = []
})

afterEach(async () => {
  await Promise.all(children.map(end))
  await Promise.all(started.map((pg) => pg.stop()))
  if (children.length > 0) await (await startEmbeddedPostgres({ dataDir, durable: false })).stop() // stops leftovers
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('a postgres killed with kill -9 comes back on its port, also under a long query, and pools reconnect', async () => {
  const reasons: string[] = []
  const pg = await start({ onExit: (reason) => reasons.push(reason) })
  const sql = postgres(pg.url, { max: 2, onnotice: () => {} })
  await sql`create table brand as select 'acme' as name`
  const longQuery = sql`select count(*) from generate_series(1, 1e12)`.catch((error: Error) => error)
  await until(async () => (await sql`select pid from pg_stat_activity where query like 'select count(*)%'`).length > 0)
  const killed = pg.pid

  process.kill(killed, 'SIGKILL')

  expect(await longQuery).toBeInstanceOf(Error)
  await until(() => sql`select 1`.then(() => true).catch(() => false))
  await sql.end({ timeout: 1 }) // postgres.js 3.4.9 may wait for ever for a connection that broke while it was opening
  expect(pg.pid).not.toBe(killed)
  expect(reasons[0]).toBe(`postgres (pid ${killed}) was killed by SIGKILL; it restarts in 100 ms`)
})

test('stop() right after a crash ends the revival too', async () => {
  const pg = await start()
  process.kill(pg.pid, 'SIGKILL')
  await sleep(110) // the restart begins after 100 ms

  await pg.stop()

  await sleep(300)
  await expect(query(pg.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
})

test('kill -9 of the parent leaves no postgres, and the next start works', async () => {
  const { parent, pid, url } = await startParent()

  parent.kill('SIGKILL')

  await until(async () => !(await isAlive(pid)), 2_000)
  expect((await start()).url).toBe(url)
})

test.runIf(isLinux)('a postgres whose parent and guard were killed is stopped by the next start', async () => {
  const { parent, pid, url } = await startParent()
  await query(url, `create table left_over as select 'acme' as name`)
  for (const guard of await guardsOf(pid)) process.kill(guard, 'SIGKILL')
  parent.kill('SIGKILL')
  await sleep(300)
  expect(await isAlive(pid)).toBe(true)

  const next = await start()

  expect(await isAlive(pid)).toBe(false)
  expect(await query(next.url, 'select name from left_over')).toEqual([{ name: 'acme' }])
})

test('a postgres whose parent is alive is not touched: the second start is refused and names the parent', async () => {
  const { parent, url } = await startParent()

  await expect(start()).rejects.toThrow(`${dataDir} is in use: process ${parent.pid} runs PostgreSQL`)
  expect(await query(url, 'select 1 as alive')).toEqual([{ alive: 1 }])
})

test('a pid file that names the process of another user is ignored, and that process is not touched', async () => {
  await (await start()).stop()
  const stranger = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 10_000)'])
  children.push(stranger)
  await writeFile(join(dataDir, 'postmaster.pid'), `${stranger.pid}\n${dataDir}\n1700000000\n5432\n\n\n\nready\n`)
  await chmod(join(dataDir, 'postmaster.pid'), 0o644)

  await start()

  expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
})

test('a start that follows one killed amid initdb cleans up and works', async () => {
  const half = join(folder, 'half')
  const child = spawnParent(half)
  await until(async () => (await readdir(folder)).some((name) => name.startsWith('half.init-')))
  await sleep(200)
  await end(child)

  await start({ dataDir: half })

  expect((await readdir(folder)).filter((name) => name.startsWith('half'))).toEqual(['half'])
})

async function start(options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPostgres> {
  const pg = await startEmbeddedPostgres({ dataDir, durable: false, ...options })
  started.push(pg)
  return pg
}

/** Another Node process that starts postgres and then waits. */
async function startParent(): Promise<{ parent: ChildProcess; pid: number; url: string }> {
  const parent = spawnParent(dataDir)
  const line = await new Promise<Buffer>((resolve, reject) => {
    parent.stdout?.once('data', resolve)
    parent.once('exit', () => reject(new Error('the parent ended before postgres was up')))
  })
  return { parent, ...JSON.parse(line.toString()) }
}

function spawnParent(place: string): ChildProcess {
  const module = new URL('./startEmbeddedPostgres.ts', import.meta.url).href
  const script = `const { startEmbeddedPostgres } = await import('${module}')
    const { pid, url } = await startEmbeddedPostgres({ dataDir: process.argv[1], durable: false })
    console.log(JSON.stringify({ pid, url }))`
  const args = ['--input-type=module', '-e', script, place]
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(parent)
  return parent
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** The guard is a shell whose command line is postgres' own, before `exec`. */
async function guardsOf(postmaster: number): Promise<number[]> {
  const session = async (pid: string) =>
    (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).split(') ')[1]?.split(' ')[3]
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== postmaster)
  const same = await Promise.all(pids.map(async (pid) => (await session(pid)) === String(postmaster)))
  return pids.filter((_, index) => same[index]).map(Number)
}

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1 })
  return sql.unsafe(statement).finally(() => sql.end({ timeout: 1 }))
}

async function until(condition: () => boolean | Promise<boolean>, withinMs = 4_000): Promise<void> {
  for (const deadline = Date.now() + withinMs; !(await condition()); await sleep(20)) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${condition}`)
  }
}

/** A zombie (ended, but not yet collected by init) counts as gone. */
async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  return !/^State:\s*Z/m.test(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''))
}
