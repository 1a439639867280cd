import { addDays } from '../../lib/clock.ts'
import { databaseCode } from '../../lib/errors.ts'
import { DAY_TABLES, type DayTable } from '../factTables.ts'
import { tableBody } from '../tableBody.ts'
import type { Topology } from './topology.ts'

/** How long a partition change may wait for its lock, and so block inserts behind it. */
const LOCK_TIMEOUT = '200ms'

export const plain: Topology = {
  name: 'plain',

  keyOf: (table) => table.key,

  async createTable(tx, table) {
    await tx.unsafe(
      `create table ${table.name} ${tableBody(table, plain.keyOf(table))} partition by range (${table.day})`,
    )
    for (const { name, definition } of table.indexes)
      await tx.unsafe(`create index ${name} on ${table.name} ${definition}`)
  },

  async listDays(sql, table) {
    const rows = await sql<{ partition: string }[]>`
      select child.relname as partition from pg_inherits
      join pg_class child on child.oid = inhrelid
      where inhparent = to_regclass(${table})`
    return rows.map((row) => dayOfPartition(row.partition)).sort()
  },

  async daysWithRoom(sql, table, days) {
    const existing = new Set(await plain.listDays(sql, table))
    return new Set(days.filter((day) => existing.has(day)))
  },

  // `create table .. partition of` takes a strong lock on the parent before it creates the table. This way only the
  // attach locks, weakly. The check lets the attach skip its scan.
  async createDay(sql, table, day) {
    const partition = partitionName(table, day)
    const next = addDays(day, 1)
    const key = DAY_TABLES[table].day
    const bounds = `${key} >= date '${day}' and ${key} < date '${next}'`
    try {
      await sql.begin(async (tx) => {
        await tx.unsafe(`set local lock_timeout = '${LOCK_TIMEOUT}'`)
        await tx.unsafe(`create table ${partition} (like ${table} including all, constraint bounds check (${bounds}))`)
        await tx.unsafe(`alter table ${table} attach partition ${partition} for values from ('${day}') to ('${next}')`)
        await tx.unsafe(`alter table ${partition} drop constraint bounds`)
      })
    } catch (error) {
      // 42P07, 23505 on pg_class: another process has just created it.
      if (!['42P07', '23505'].includes(databaseCode(error) ?? '')) throw error
    }
  },

  async dropDay(sql, table, day) {
    await sql.begin(async (tx) => {
      await tx.unsafe(`set local lock_timeout = '${LOCK_TIMEOUT}'`)
      await tx.unsafe(`drop table if exists ${partitionName(table, day)}`)
    })
  },
}

function partitionName(table: DayTable, day: string): string {
  return `${table}_${day.replaceAll('-', '')}`
}

function dayOfPartition(partition: string): string {
  const digits = partition.slice(-8)
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
}
