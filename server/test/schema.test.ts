import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Sql } from '../src/db/client.ts'
import { dumpSchema } from '../src/db/dumpSchema.ts'
import { OWNER } from '../src/db/logins.ts'
import { type Migration, migrate, readMigrations } from '../src/db/migrate.ts'
import { openPool } from '../src/db/openPool.ts'
import { dropExpiredPartitions, ensurePartitions, FACT_TABLES } from '../src/facts/partitions.ts'
import { prepareSchema } from '../src/facts/prepareSchema.ts'
import { plain } from '../src/facts/topology/plain.ts'
import { uuidv7 } from '../src/lib/ids.ts'
import { createLogger } from '../src/lib/logger.ts'
import { countUnaccounted } from '../src/query/reconciliation.ts'
import { profile } from './faults/support/seed.ts'
import { withDatabase } from './support/cluster.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { APP_GRANTS } from './support/grants.ts'
import { envelope, openTestPipeline, pseudonymOf } from './support/pipeline.ts'

const DAY = 86_400_000
/** One day for the whole file, which may run past midnight. */
const NOW = Date.now()
const names = readMigrations().map(({ name }) => name)
const opened: { sql: Sql; name: string }[] = []
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase({ now: NOW, rawDays: 2 })
})

afterAll(async () => {
  await Promise.all(opened.map(({ sql }) => sql.end({ timeout: 1 })))
  const admin = postgres(inject('superuserUrl'), { max: 1, onnotice: () => {} })
  for (const { name } of opened) await admin.unsafe(`drop database ${name} with (force)`)
  await admin.end({ timeout: 1 })
})

/** A database without any table. */
async function emptyDatabase(options: { statementTimeoutMs?: number } = {}): Promise<Sql> {
  const name = `schema_${randomUUID().replaceAll('-', '').slice(0, 16)}`
  const admin = postgres(inject('superuserUrl'), { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name} owner ${OWNER}`)
  await admin.end({ timeout: 1 })
  const sql = openPool({ url: withDatabase(inject('ownerUrl'), name), max: 4, name: 'test schema', ...options })
  opened.push({ sql, name })
  return sql
}

function migrationOf(name: string, text: string): Migration {
  return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
}

/** One row in each existing table that needs no missing one. */
async function fill(sql: Sql): Promise<Record<string, number>> {
  const today = new Date().toISOString().slice(0, 10)
  const merchant = randomUUID()
  const there = async (table: string) => (await sql`select to_regclass(${table}) is not null as is`)[0]!.is
  await sql`insert into merchant_dim (merchant_id, merchant_name) values (${merchant}, 'Acme')`
  await sql`insert into settings (name, version, value, changed_by) values ('currency', 1, '"GBP"', 'system')`
  if (await there('exposure_events')) {
    await plain.createDay(sql, 'exposure_events', today)
    await sql`insert into exposure_events (timestamp, received_at, hour, day, event_date, exposure_type, event_id, merchant_id,
        exposure_unit_id, placement_id, user_id, session_id, is_clickable, queued, algorithm_version)
      select now(), now(), now(), ${today}, ${today}, 'card', u, u, u, u, u, u, true, false, 'v1' from gen_random_uuid() u`
  }
  if (await there('ingest_inbox')) await sql`insert into ingest_inbox (events, payload) values (1, '{}')`
  if (await there('slot_daily')) await sql`insert into slot_daily values (${merchant}, ${today}, 1, 2, 2)`
  return countRows(sql)
}

async function countRows(sql: Sql): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of ['merchant_dim', 'settings', 'exposure_events', 'ingest_inbox', 'slot_daily']) {
    const [row] = await sql`select to_regclass(${table}) is not null as is`
    if (row!.is) counts[table] = (await sql<{ n: number }[]>`select count(*) as n from ${sql(table)}`)[0]!.n
  }
  return counts
}

describe('migrating', () => {
  let fresh: Promise<string> | undefined
  // Migrations are append-only: in the short profile the newest ones are tried, and every fourth of those before.
  const olds = names.slice(0, -1)
  const tried = profile === 'long' ? olds : olds.filter((_, i) => i % 4 === 0 || i >= olds.length - 6)

  test.each(tried)('from %s, with data in it, ends in the schema of a fresh database', async (name) => {
    const sql = await emptyDatabase()
    await migrate(sql, name)
    const before = await fill(sql)
    expect(await prepareSchema(sql)).toEqual(names.filter((other) => other > name))
    fresh ??= dumpSchema(database.owner)
    expect(await dumpSchema(sql)).toBe(await fresh)
    expect(await countRows(sql)).toMatchObject(before)
  })

  test('gives each sale its number wherever it was known by its id, without loss', async () => {
    const sql = await emptyDatabase()
    await migrate(
      sql,
      names.find((name) => name < '0021' && name >= '0020'),
    )
    const merchant = randomUUID()
    const touch = randomUUID()
    await sql`insert into conversion_events (conversion_id, merchant_id, user_id, "timestamp", day, order_amount,
        commission_amount, currency, status, status_at, received_at)
      select id, ${merchant}, gen_random_uuid(), now(), current_date, 10, amount, 'GBP', 'confirmed', now(), now()
      from (values ('a', 1), ('b', 2)) as t (id, amount)`
    await sql`insert into conversion_changes select conversion_id, s::conversion_status, now(), 10, 1, now()
      from conversion_events, unnest(array['pending', 'confirmed']) s`
    await sql`insert into attributed_conversions (conversion_id, merchant_id, converted_at, day, status, commission, through, windows_version)
      select conversion_id, merchant_id, "timestamp", day, status, 10000, 'view', 1 from conversion_events`
    await sql`insert into attribution_touches select conversion_id, 1, ${touch}, now(), current_date, ${touch}, null, false, true
      from conversion_events where conversion_id = 'b'`
    await sql`insert into attribution_todo (conversions) values ('{a,b}'), ('{b}')`
    await sql`insert into failed_attributions (item, conversions, asked_at, reason) values ('sale b', '{b}', now(), 'test')`
    await migrate(sql)
    const [row] = await sql`
      with numbered as (select conversion_id as id, conversion_no as no from conversion_events)
      select (select array_agg(id order by id) from numbered join attributed_conversions on no = conversion_no) as counted,
        (select array_agg(id) from numbered join attribution_touches on no = conversion_no) as touched,
        (select array_agg((select string_agg(id, ',' order by id) from numbered where no = any(conversions)) order by queue_id)
          from attribution_queue) as todo,
        (select array_agg(item || ': ' || id) from failed_attributions join numbered on conversions = array[no]) as failed,
        (select count(*) from conversion_changes where merchant_id = ${merchant}) as changes,
        (select count(*) from conversion_history) as history`
    expect(row).toEqual({
      ...{
        counted: ['a', 'b'],
        touched: ['b'],
        todo: ['a,b', 'b', 'a,b'],
        failed: [`sale b of merchant ${merchant}: b`],
      },
      ...{ changes: 4, history: 4 },
    })
  })

  test('gives sales that were not attributed a reason, counted, and asks for those that name a click again', async () => {
    const sql = await emptyDatabase()
    const evidence = names.findIndex((name) => name.endsWith('_attribution_evidence'))
    await migrate(sql, names[evidence - 1])
    const merchant = randomUUID()
    await sql`insert into conversion_events (conversion_id, merchant_id, user_id, click_id, "timestamp", day, order_amount,
        commission_amount, currency, status, status_at, received_at)
      select id, ${merchant}, gen_random_uuid(), click::uuid, now(), current_date, 10, 1, 'GBP', status, now(), now()
      from (values ('view', null, 'pending'::conversion_status), ('none', null, 'confirmed'), ('named', gen_random_uuid()::text, 'pending'),
        ('no sale', null, 'rejected')) as t (id, click, status)`
    await sql`insert into attributed_conversions (conversion_no, merchant_id, converted_at, day, status, commission, through, windows_version)
      select conversion_no, merchant_id, "timestamp", day, status, 10000, case when conversion_id = 'view' then 'view' end, 1
      from conversion_events`
    await migrate(sql, names[evidence])
    const rows = await sql`
      select merchant_id = ${merchant} as own, reason, conversions::int, commission::int from unattributed_daily order by own`
    const counted = { reason: 'no_exposure', conversions: 2, commission: 20_000 }
    expect([...rows]).toEqual([
      { own: false, ...counted },
      { own: true, ...counted },
    ])
    const asked = await sql`
      select conversion_id as id from attribution_todo, unnest(conversions) no join conversion_events on conversion_no = no`
    expect([...asked]).toEqual([{ id: 'named' }])
  })

  test('keeps packages as contracts: price, units, placements, state and its beginning', async () => {
    const sql = await emptyDatabase()
    const contracts = names.findIndex((name) => name.endsWith('_package_contracts'))
    await migrate(sql, names[contracts - 1])
    const [merchant, placement] = [randomUUID(), randomUUID()]
    await sql`insert into merchant_dim (merchant_id, merchant_name) values (${merchant}, 'Acme')`
    await sql`insert into settings (name, version, value, changed_by) values ('currency', 1, '"KWD"', 'system')`
    await sql`insert into merchant_packages (merchant_id, package_name, package_type, guaranteed_impressions, guaranteed_clicks, price,
        start_date, end_date, eligible_placements, status, created_at)
      values (${merchant}, 'a', 'CPI', 600000, null, 5100000, '2026-01-01', '2026-02-01', ${[placement, placement]}, 'live', '2026-01-05'),
        (${merchant}, 'b', 'CPC', null, 3, 1000, '2026-01-01', '2026-02-01', '{}', 'held', '2025-12-01'),
        (${merchant}, 'c', 'CPA', null, null, 0, '2026-01-01', '2026-02-01', '{}', 'draft', '2025-12-01')`
    await migrate(sql)
    const rows = await sql`
      select package_name as name, price::int, unit_price::int as unit, p.goal_units::int as goal, billing_basis as basis,
        credit_model as credit, hold_expires_at > now() as held, p.version,
        (select array_agg(placement_id) from package_placements s where s.package_id = p.package_id) as placements,
        c.status, c.effective_at as since
      from merchant_packages p join package_changes c using (package_id) order by 1`
    // 5,100 dinars of three decimals; 8.50 for 1,000.
    expect(rows).toMatchObject([
      {
        ...{
          name: 'a',
          price: 51_000_000,
          unit: 85_000,
          goal: 600_000,
          basis: 'in_view',
          credit: null,
          held: null,
          version: 1,
        },
        ...{ placements: [placement], status: 'live', since: new Date('2026-01-01') },
      },
      {
        ...{
          name: 'b',
          price: 10_000,
          unit: 3333,
          goal: 3,
          basis: 'click',
          held: true,
          placements: null,
          status: 'held',
        },
        since: new Date('2025-12-01'),
      },
      { name: 'c', price: 0, unit: 0, goal: null, basis: 'conversion', credit: 'decisive_touch', status: 'draft' },
    ])
  })

  test('twice changes nothing, and by two at once runs each file once', async () => {
    const sql = await emptyDatabase()
    const ran = await Promise.all([migrate(sql), migrate(sql)])
    expect(ran.flat().sort()).toEqual(names)
    expect(await migrate(sql)).toEqual([])
  })

  test('refuses a file that was changed after it ran, by name, and runs nothing', async () => {
    const sql = await emptyDatabase()
    await migrate(sql, names[1])
    await sql`update schema_migrations set checksum = 'other' where name = ${names[1]!}`
    await expect(migrate(sql)).rejects.toThrow(names[1]!)
    expect((await sql`select name from schema_migrations order by 1`).map(({ name }) => name)).toEqual(
      names.slice(0, 2),
    )
  })

  test('takes as long as it needs, also while another start waits for it, and does not change the timeout', async () => {
    const sql = await emptyDatabase({ statementTimeoutMs: 300 })
    const log: string[] = []
    const slow = [migrationOf('0001_slow', 'create table slow (n int); select pg_sleep(0.8)')]
    const options = { migrations: slow, logger: createLogger('test', (line) => log.push(line)) }
    const ran = await Promise.all([migrate(sql, undefined, options), migrate(sql, undefined, options)])
    expect(ran.flat()).toEqual(['0001_slow'])
    expect(log.join()).toMatch(/migration_waits.*\(test schema, [a-z ]+, for \d s\)/)
    await expect(sql`select pg_sleep(1)`).rejects.toMatchObject({ code: '57014' })
  })

  test('waits for a lock only briefly but repeatedly, names its holder, and does not block others', async () => {
    const sql = await emptyDatabase()
    await sql`create table busy (n int)`
    const log: string[] = []
    const options = {
      ...{ migrations: [migrationOf('0001_busy', 'alter table busy add m int')], lockTimeoutMs: 500 },
      logger: createLogger('test', (line) => log.push(line)),
    }
    const reading = await sql.reserve()
    await reading.unsafe('begin; select * from busy')
    await expect(migrate(sql, undefined, { ...options, tries: 2 })).rejects.toThrow(
      /^Migration 0001_busy failed: .*It waits for process \d+ \(test schema, idle in transaction, for \d s\)\. End that/,
    )
    expect(log.filter((line) => line.includes('migration_waits'))).toHaveLength(2)
    const migrating = migrate(sql, undefined, options)
    await expect
      .poll(() => log.filter((line) => line.includes('migration_waits')).length, { timeout: 30_000 })
      .toBeGreaterThanOrEqual(3)
    // Would wait for the commit below, that is for ever, behind a migration that queues for the lock.
    await sql`select * from busy`
    await reading.unsafe('commit')
    reading.release()
    expect(await migrating).toEqual(['0001_busy'])
  })

  test('counts as received what the previous version has processed, and what it left waiting', async () => {
    const sql = await emptyDatabase()
    const arrives = names.findIndex((name) => name.endsWith('_rate_looks_and_received'))
    await migrate(sql, names[arrives - 1])
    const hour = '2026-11-22T10:00:00Z'
    const queued = { ...envelope({ receivedAt: Date.parse(hour) + 60_000 }), exposures: [{}, {}], clicks: [{}] }
    const refused = [{ kind: 'exposure' }]
    const replay = { ...queued, replays: [{ deadLetterId: '1', reason: 'x' }] }
    for (const payload of [JSON.stringify({ ...queued, refused }), JSON.stringify(replay), '{}', 'not JSON'])
      await sql`insert into ingest_inbox (events, payload) values (4, ${payload})`
    const outcome = (name: string, events: number) => [hour, 'test-key', 'exposure', name, '', events]
    const outcomes = [outcome('stored', 5), outcome('duplicate', 2), outcome('lost_on_device', 9)]
    await sql`insert into rollup_deltas (received_at, events, payload) values (${hour}, 5, ${JSON.stringify({ outcomes })})`
    await sql`insert into ingest_outcomes values (${hour}, 'test-key', 'exposure', 'stored', '', 100)`
    await migrate(sql)
    const waiting = await sql`select kind, sum(events)::int as events from waiting_events group by kind order by kind`
    expect(waiting).toEqual([
      { kind: 'click', events: 1 },
      { kind: 'exposure', events: 10 },
    ])
    const received =
      await sql`select hour, kind, sum(events)::int as events from received_events group by 1, 2 order by 2`
    expect(received).toEqual([
      { hour: new Date(hour), kind: 'click', events: 1 },
      { hour: new Date(hour), kind: 'exposure', events: 110 },
    ])
    expect(await sql.begin((tx) => countUnaccounted(tx, new Date(0)))).toBe(0)
  })

  test('has numbered its files without a gap', () => {
    expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, i) => i + 1))
  })
})

describe('the schema', () => {
  test('is the one in server/schema.sql', async ({ skip }) => {
    const [server] = await database.owner<
      { version: number }[]
    >`select current_setting('server_version_num')::int as version`
    skip(server!.version < 180_000, 'older servers print views in other words')
    expect(await dumpSchema(database.owner)).toBe(readFileSync(new URL('../schema.sql', import.meta.url), 'utf8'))
  })

  test('explains every table, view and column', async () => {
    const silent = await database.owner<{ name: string }[]>`
      select c.relname || coalesce('.' || a.attname, '') as name
      from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and not c.relispartition
        and (obj_description(c.oid, 'pg_class') is null or col_description(c.oid, a.attnum) is null) order by 1`
    expect(silent.map(({ name }) => name)).toEqual([])
  })

  test('indexes every foreign key’s target and names nothing twice', async () => {
    const twice = await database.owner`
      select indrelid::regclass::text as table, indkey::text as columns from pg_index
      where indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace and not relispartition)
      group by indrelid, indkey, indpred::text, indclass::text having count(*) > 1`
    expect(twice).toEqual([])
  })
})

describe('the logins', () => {
  const statements = [
    'drop table exposure_events',
    'truncate exposure_events',
    'create table x (n int)',
    "update audit_log set actor = 'x'",
    'delete from audit_log',
    'truncate audit_log',
    "insert into audit_log (actor, action, target, at) values ('x', 'x', 'x', '2020-01-01')",
    "insert into audit_log (actor, action, target, hash) values ('x', 'x', 'x', 'x')",
    "update audit_head set hash = ''",
    'alter table audit_log disable trigger all',
    'set session_replication_role = replica',
    "update settings set value = '1'",
    'delete from schema_migrations',
    'delete from exposure_events',
    'set role bx_owner',
    'create role x',
  ]

  test('are no superusers, own nothing, and belong to no role that does', async () => {
    const rows = await database.owner`
      select rolname as name, rolsuper or rolcreatedb or rolcreaterole or rolbypassrls or rolreplication as powerful,
        has_schema_privilege(rolname, 'public', 'create') as creates,
        (select count(*) from pg_class where relowner = pg_roles.oid) as owns,
        (select count(*) from pg_auth_members where member = pg_roles.oid) as roles
      from pg_roles where rolname in ('bx_app', 'bx_merchant') order by 1`
    const nothing = { powerful: false, creates: false, owns: 0, roles: 0 }
    expect(rows).toEqual(['bx_app', 'bx_merchant'].map((name) => ({ name, ...nothing })))
    const [owner] = await database.owner`select rolsuper, rolbypassrls from pg_roles where rolname = session_user`
    expect(owner).toEqual({ rolsuper: false, rolbypassrls: false })
  })

  test.each(statements)('bx_app may not: %s, before or after `set role none`', async (statement) => {
    await expect(database.app.unsafe(statement)).rejects.toMatchObject({ code: '42501' })
    const connection = await database.app.reserve()
    await connection`set role none`
    await expect(connection.unsafe(statement)).rejects.toMatchObject({ code: '42501' })
    expect(await connection`select session_user::text as me`).toEqual([{ me: 'bx_app' }])
    connection.release()
  })

  test('bx_app may do with each table what is listed, and nothing else', async () => {
    const schema = readFileSync(new URL('../schema.sql', import.meta.url), 'utf8')
    const tables = [...schema.matchAll(/^create (?:table|view) (\w+)/gm)].map(([, name]) => name!)
    const granted = new Map(
      [...schema.matchAll(/^grant (.+) on (\w+) to bx_app;/gm)].map(([, what, on]) => [on!, what!]),
    )
    const grants = Object.fromEntries(tables.map((name) => [name, granted.get(name) ?? null]))
    expect(grants).toEqual(APP_GRANTS)
    expect([...schema.matchAll(/^grant .* to (?!bx_app;).*/gm)].map(String)).toEqual([])
  })

  test('later objects and partitions have no grants by default', async () => {
    expect(await database.owner`select * from pg_default_acl where defaclnamespace = 'public'::regnamespace`).toEqual(
      [],
    )
    const partitions = await database.owner`
      select relname from pg_class where relispartition and relkind = 'r'
        and (has_table_privilege('bx_app', oid, 'select, insert, update, delete')
          or has_table_privilege('bx_merchant', oid, 'select, insert, update, delete'))`
    expect(partitions).toEqual([])
  })

  test('bx_merchant may connect, and read nothing', async () => {
    const merchant = openPool({ url: database.merchantUrl, max: 1, name: 'test merchant' })
    for (const table of Object.keys(APP_GRANTS))
      await expect(merchant.unsafe(`select * from ${table}`)).rejects.toMatchObject({ code: '42501' })
    await merchant.end({ timeout: 1 })
  })

  test('read views with their own rights, not with those of the owner', async () => {
    const rows = await database.owner`
      select relname from pg_class where relkind = 'v' and relnamespace = 'public'::regnamespace
        and not coalesce('security_invoker=on' = any(reloptions), false)`
    expect(rows).toEqual([])
  })
})

describe('partitions', () => {
  test('are made and dropped under a long read without holding up inserts for more than a second', async () => {
    const { app, owner } = database
    await owner`insert into merchant_dim (merchant_ref, merchant_name) values ('acme', 'Acme')`
    await owner`insert into placement_dim (placement_key, placement_name) values ('home', 'Home')`
    let isReading = true
    let alone = true
    const inserts = insertWhile(() => alone)
    await sleep(500)
    alone = false
    // On a busy machine an insert is slow without any lock.
    const usual = await inserts
    const hasRead = Promise.withResolvers<void>()
    const reading = app.begin(async (tx) => {
      await tx`select count(*) from exposure_events`
      hasRead.resolve()
      await sleep(2500 + 3 * usual)
      isReading = false
    })
    await hasRead.promise
    const maintenance = (async () => {
      await ensurePartitions(owner, plain, NOW + 2 * DAY, 2)
      return dropExpiredPartitions(owner, plain, NOW, 1)
    })()
    const worst = await insertWhile(() => isReading)
    await reading
    expect(await maintenance).toHaveLength(1)
    expect(worst).toBeLessThan(1000 + 2 * usual)
    for (const table of FACT_TABLES) expect((await plain.listDays(owner, table)).length).toBe(2 + 3 + 2)
  })

  /** Longest time one stored batch took, milliseconds. */
  async function insertWhile(goesOn: () => boolean): Promise<number> {
    const pipeline = openTestPipeline(database)
    let worst = 0
    while (goesOn()) {
      const event = {
        ...{ event_id: uuidv7(), merchant_ref: 'acme', placement_key: 'home', exposure_unit_id: randomUUID() },
        ...{ exposure_type: 'card' as const, user_id: pseudonymOf(), timestamp: Date.now(), session_id: randomUUID() },
        ...{ is_clickable: true, algorithm_version: 'v1' },
      }
      const began = performance.now()
      await pipeline.run([{ exposures: [event] }])
      worst = Math.max(worst, performance.now() - began)
    }
    return worst
  }
})
