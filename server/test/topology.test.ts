import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, expect, inject, test } from 'vitest'
import type { Sql } from '../src/db/client.ts'
import { dumpSchema } from '../src/db/dumpSchema.ts'
import { OWNER } from '../src/db/logins.ts'
import { migrate, readMigrations } from '../src/db/migrate.ts'
import { openPool } from '../src/db/openPool.ts'
import { createFacts, hasFacts } from '../src/facts/createFacts.ts'
import { DAY_TABLES } from '../src/facts/factTables.ts'
import { createDays } from '../src/facts/partitions.ts'
import { prepareSchema } from '../src/facts/prepareSchema.ts'
import { UNATTRIBUTED } from '../src/facts/sumIds.ts'
import { tableBody } from '../src/facts/tableBody.ts'
import { plain } from '../src/facts/topology/plain.ts'
import type { Topology } from '../src/facts/topology/topology.ts'
import { utcDate } from '../src/lib/clock.ts'
import { withDatabase } from './support/cluster.ts'

const ZERO = '00000000-0000-0000-0000-000000000000'
const NOW = new Date()
const TODAY = utcDate(NOW.getTime())
const opened: { sql: Sql; name: string }[] = []

afterAll(async () => {
  await Promise.all(opened.map(({ sql }) => sql.end({ timeout: 1 })))
  const admin = postgres(inject('superuserUrl'), { max: 1, onnotice: () => {} })
  for (const { name } of opened) await admin.unsafe(`drop database ${name} with (force)`)
  await admin.end({ timeout: 1 })
})

async function emptyDatabase(): Promise<Sql> {
  const name = `topology_${randomUUID().replaceAll('-', '').slice(0, 16)}`
  const admin = postgres(inject('superuserUrl'), { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name} owner ${OWNER}`)
  await admin.end({ timeout: 1 })
  const sql = openPool({ url: withDatabase(inject('ownerUrl'), name), max: 4, name: 'test topology' })
  opened.push({ sql, name })
  return sql
}

function exposure(sql: Sql, id: string, user: string = randomUUID()) {
  return sql`
    insert into exposure_events (timestamp, received_at, hour, day, event_date, exposure_type, event_id, merchant_id,
      exposure_unit_id, placement_id, user_id, session_id, is_clickable, queued, algorithm_version)
    values (${NOW}, ${NOW}, ${NOW}, ${TODAY}, ${TODAY}, 'card', ${id}, ${id}, ${id}, ${id}, ${user}, ${id}, true, false, 'v1')
    on conflict do nothing`
}

test('the landed schema is upgraded with its facts in place, and what was credited to nothing has its own id', async () => {
  const sql = await emptyDatabase()
  await migrate(sql, readMigrations().find(({ name }) => name.endsWith('_names'))!.name)
  const [merchant, event] = [randomUUID(), randomUUID()]
  await sql`insert into merchant_dim (merchant_id, merchant_name, category) values (${merchant}, 'Acme', 'Food')`
  await plain.createDay(sql, 'exposure_events', TODAY)
  await exposure(sql, event)
  for (const whose of [merchant, ZERO]) {
    await sql`insert into click_daily values (${whose}, ${TODAY}, ${ZERO}, 3)`
    await sql`insert into click_daily values (${whose}, ${TODAY}, ${event}, 2)`
    await sql`insert into touch_daily (merchant_id, day, placement_id, previous_day, pending, confirmed, rejected, refunded,
        click_through, pending_commission, confirmed_commission, rejected_commission, refunded_commission)
      values (${whose}, ${TODAY}, ${ZERO}, '-infinity', 1, 0, 0, 0, 0, 0, 0, 0, 0)`
  }

  await prepareSchema(sql)

  expect(await sql`select event_id from exposure_events`).toEqual([{ event_id: event }])
  expect(await plain.listDays(sql, 'exposure_events')).toEqual([TODAY])
  const credited = await sql`
    select merchant_id = ${merchant} as own, placement_id as place, clicks::int from click_daily order by own, clicks`
  expect([...credited]).toEqual(
    [false, true].flatMap((own) => [
      { own, place: event, clicks: 2 },
      { own, place: UNATTRIBUTED, clicks: 3 },
    ]),
  )
  // All placements together keep theirs.
  expect(await sql`select distinct placement_id as place from touch_daily`).toEqual([{ place: ZERO }])
})

test('a column that a release adds reaches tables with rows in them, once', async () => {
  const sql = await emptyDatabase()
  await prepareSchema(sql)
  const before = await dumpSchema(sql)
  await createDays(sql, plain, [TODAY])
  await exposure(sql, randomUUID())
  const [newest] = await sql<{ name: string }[]>`
    select attname as name from pg_attribute where attrelid = 'exposure_events'::regclass and attnum > 0
    order by attnum desc limit 1`
  await sql`alter table exposure_events drop column ${sql(newest!.name)}`
  expect(await hasFacts(sql)).toBe(false)
  await createFacts(sql, plain)
  expect(await hasFacts(sql)).toBe(true)
  expect(await dumpSchema(sql)).toBe(before)
  expect(await sql`select ${sql(newest!.name)} as value from exposure_events`).toEqual([{ value: null }])
  await createFacts(sql, plain)
  expect(await dumpSchema(sql)).toBe(before)
})

test('says which days have room', async () => {
  const sql = await emptyDatabase()
  await prepareSchema(sql)
  await plain.createDay(sql, 'session_slots', '2026-11-22')
  await plain.createDay(sql, 'session_slots', '2026-11-22')
  expect(await plain.daysWithRoom(sql, 'session_slots', ['2026-11-21', '2026-11-22'])).toEqual(new Set(['2026-11-22']))
  await plain.dropDay(sql, 'session_slots', '2026-11-22')
  expect(await plain.daysWithRoom(sql, 'session_slots', ['2026-11-21', '2026-11-22'])).toEqual(new Set())
})

/** A topology that spreads rows over servers by a column needs it in every key. */
const spread: Topology = {
  ...plain,
  keyOf: ({ key, distributedBy }) => [...new Set([...key, ...(distributedBy === null ? [] : [distributedBy])])],
  async createTable(tx, table) {
    await tx.unsafe(
      `create table ${table.name} ${tableBody(table, spread.keyOf(table))} partition by range (${table.day})`,
    )
  },
}

test('with the keys of a topology that spreads rows, an exposure sent twice is stored once', async () => {
  const sql = await emptyDatabase()
  await migrate(sql)
  await createFacts(sql, spread)
  const keys = await sql<{ table: string; key: string }[]>`
    select conrelid::regclass::text as table, pg_get_constraintdef(oid) as key from pg_constraint
    where contype = 'p' and conrelid = any(${Object.keys(DAY_TABLES)}::regclass[]) order by 1`
  expect([...keys]).toEqual([
    { table: 'click_events', key: 'PRIMARY KEY (click_id, event_date, user_id)' },
    { table: 'exposure_events', key: 'PRIMARY KEY (event_id, event_date, user_id)' },
    { table: 'processed_envelopes', key: 'PRIMARY KEY (envelope_id, day)' },
    { table: 'render_events', key: 'PRIMARY KEY (render_id, source, event_date)' },
    { table: 'session_slots', key: 'PRIMARY KEY (session_id, placement_id, day)' },
  ])
  await createDays(sql, spread, [TODAY])
  const [event, user] = [randomUUID(), randomUUID()]
  for (const _ of [1, 2]) await exposure(sql, event, user)
  expect(await sql`select count(*)::int as n from exposure_events`).toEqual([{ n: 1 }])
})

test.each(Object.values(DAY_TABLES))('$name has its day, and what it is spread by, in every row', (table) => {
  const required = table.columns.filter(({ isNullable }) => !isNullable).map(({ name }) => name)
  expect(table.key).toContain(table.day)
  expect(required).toEqual(expect.arrayContaining([...table.key]))
  if (table.distributedBy !== null) expect(required).toContain(table.distributedBy)
})

test('no dimension has a trigger, because a table copied to every server can have none', async () => {
  const sql = await emptyDatabase()
  await prepareSchema(sql)
  const triggers = await sql`
    select tgrelid::regclass::text as table, tgname from pg_trigger where not tgisinternal and tgrelid <> 'audit_log'::regclass`
  expect([...triggers]).toEqual([])
})

// Functions do the work of the former triggers; no other code may write.
test.each([
  ['merchant_dim', /\b(insert into|update|delete from) merchant_dim\b/, 'server/src/catalogue/'],
  ['placement_dim', /\b(insert into|update|delete from) placement_(dim|slots)\b/, 'server/src/catalogue/'],
  ['settings', /\b(insert into|update|delete from) settings\b/, 'server/src/settings/setting.ts'],
])('only its own functions write %s', (_, statement, allowed) => {
  const writers = ['server/src', 'scripts', 'bench']
    .flatMap(sources)
    .filter((file) => statement.test(readFileSync(join(ROOT, file), 'utf8')))
  expect(writers.filter((file) => !file.startsWith(allowed) && !EXEMPT.has(file))).toEqual([])
})

const ROOT = join(import.meta.dirname, '../..')
/** The mark of a demo precedes every setting; the order of a demo's placements is no figure. */
const EXEMPT = new Set(['server/src/db/purpose.ts', 'scripts/demo/prepareDemo.ts'])

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => join(folder, file))
}
