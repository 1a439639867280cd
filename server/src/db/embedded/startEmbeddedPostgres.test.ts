import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { prepareSchema } from '../../facts/prepareSchema.ts'
import { dumpSchema } from '../dumpSchema.ts'
import { migrate } from '../migrate.ts'
import { openPool } from '../openPool.ts'
import { type EmbeddedOptions, type EmbeddedPostgres, startEmbeddedPostgres } from './startEmbeddedPostgres.ts'

const isRoot = process.getuid?.() === 0

let folder: string
let dataDir: string // one cluster for all tests: initdb takes 0.7-1.4 s, a start 35 ms
let started: EmbeddedPostgres[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bx-embedded-'))
  await chmod(folder, 0o755) // started as root, postgres runs as another user
  dataDir = join(folder, 'pg')
  await (await startEmbeddedPostgres({ dataDir, durable: false })).stop()
})

beforeEach(() => {
  started = []
})

afterEach(async () => {
  await Promise.all(started.map((pg) => pg.stop()))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('data, password and port survive a restart', async () => {
  const first = await start()
  await query(first.url, `create table kept as select 'acme' as name`)
  await first.stop()

  const second = await start()

  expect(second.url).toBe(first.url)
  expect(await query(second.url, 'select name from kept')).toEqual([{ name: 'acme' }])
})

test('a folder of a release in which the superuser owned everything is handed to the owner, data and grants with it', async () => {
  const old = await start({ dataDir: join(folder, 'old') })
  // Like a folder of those releases: everything belongs to the superuser, the only login.
  await query(
    old.superuserUrl,
    `drop owned by bx_owner; alter database brand_exposure owner to owner; drop role bx_owner;
     alter role bx_app nologin; alter role bx_merchant nologin`,
  )
  const superuser = openPool({ url: old.superuserUrl, max: 1, name: 'old release' })
  await migrate(superuser, '0013_merchant_days')
  await superuser`insert into merchant_dim (merchant_name) values ('Acme')`
  await superuser`insert into audit_log (actor, action, target) values ('eve', 'x', 'x'), ('eve', 'y', 'y')`
  await superuser.end()
  await old.stop()
  for (const name of ['bx_owner', 'bx_app', 'bx_merchant']) await rm(join(folder, 'old', `${name}.password`))

  const upgraded = await start({ dataDir: join(folder, 'old') })

  const owner = openPool({ url: upgraded.url, max: 1, name: 'upgraded' })
  await prepareSchema(owner)
  expect(await dumpSchema(owner)).toBe(await readFile(join(import.meta.dirname, '../../../schema.sql'), 'utf8'))
  const foreign = await owner`
    select relname from pg_class where relnamespace = 'public'::regnamespace and relowner <> 'bx_owner'::regrole`
  expect(foreign).toEqual([])
  expect(await owner`select usesuper from pg_user where usename = current_user`).toEqual([{ usesuper: false }])
  await owner.end()
  expect(await query(upgraded.appUrl, 'select merchant_name from merchant_dim')).toEqual([{ merchant_name: 'Acme' }])
  expect(await query(upgraded.appUrl, 'select chain_no::int, target from audit_log order by 1')).toEqual([
    { chain_no: 1, target: 'x' },
    { chain_no: 2, target: 'y' },
  ])
  const files = await Promise.all(
    ['bx_owner', 'bx_app', 'bx_merchant'].map((name) => stat(join(folder, 'old', `${name}.password`))),
  )
  expect(files.map(({ mode }) => mode & 0o777)).toEqual([0o600, 0o600, 0o600])
})

test('when another program has taken the port, a restart uses another one', async () => {
  const first = await start()
  await first.stop()
  const stranger = createServer().listen(first.port, '127.0.0.1')
  await once(stranger, 'listening')

  const second = await start()

  stranger.close()
  expect(second.port).not.toBe(first.port)
  expect(await query(second.url, 'select 1 as answer')).toEqual([{ answer: 1 }])
})

test('a fresh cluster has checksums, UTF-8 sorted by code point, UTC, a closed password file and no half-made rest', async () => {
  const pg = await start({ dataDir: join(folder, 'fresh') })

  const [facts] = await query(
    pg.url,
    `select current_setting('data_checksums') as checksums, current_setting('timezone') as zone, upper('é') as upper,
       'Z' < 'a' as by_code_point, (select datlocprovider::text || datlocale from pg_database
       where datname = 'brand_exposure') as locale`,
  )
  expect(facts).toEqual({ checksums: 'on', zone: 'UTC', upper: 'É', by_code_point: true, locale: 'bC.UTF-8' })
  expect((await stat(join(folder, 'fresh', 'owner.password'))).mode & 0o777).toBe(0o600)
  expect((await readdir(folder)).filter((name) => name.startsWith('fresh'))).toEqual(['fresh'])
  await expect(query(pg.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow('password')
})

test('durable settings keep every commit, and the caller may override a setting', async () => {
  const pg = await start({ durable: true, settings: { shared_buffers: '64MB' } })

  const [settings] = await query(
    pg.url,
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
       current_setting('full_page_writes') as pages, current_setting('shared_buffers') as buffers`,
  )
  expect(settings).toEqual({ fsync: 'on', commit: 'on', pages: 'on', buffers: '64MB' })
})

test('a folder with other files is refused and stays as it was', async () => {
  const papers = join(folder, 'papers')
  await mkdir(papers)
  await writeFile(join(papers, 'thesis.txt'), 'years of work')

  await expect(start({ dataDir: papers })).rejects.toThrow(`${papers} holds files but no PostgreSQL cluster`)
  expect(await readdir(papers)).toEqual(['thesis.txt'])
})

test('a setting that postgres refuses is reported in its own words', async () => {
  await expect(start({ settings: { shared_buffers: 'plenty' } })).rejects.toThrow(
    /did not start .*\n.*invalid value for parameter "shared_buffers"/,
  )
})

test.runIf(isRoot)('as root, postgres runs as another user', async () => {
  const pg = await start()

  expect((await stat(`/proc/${pg.pid}`)).uid).not.toBe(0)
})

test.runIf(isRoot)('as root, a cluster that root copied here is handed over', async () => {
  await (await start()).stop()
  execFileSync('chown', ['-R', 'root:root', dataDir])

  await start()
})

test.runIf(isRoot)('as root, a folder that user cannot enter is named', async () => {
  const closed = join(folder, 'closed')
  await mkdir(closed, { mode: 0o700 })

  await expect(start({ dataDir: join(closed, 'pg') })).rejects.toThrow(`who cannot enter ${closed}.`)
})

async function start(options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPostgres> {
  const pg = await startEmbeddedPostgres({ dataDir, durable: false, ...options })
  started.push(pg)
  return pg
}

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1 })
  return sql.unsafe(statement).finally(() => sql.end({ timeout: 1 }))
}
