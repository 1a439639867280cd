import { addDays } from '../../lib/clock.ts'
import { databaseCode } from '../../lib/errors.ts'
import type { Topology } from './topology.ts'

/** How long a partition change may wait for its lock, and so hold up inserts behind it. */
const LOCK_TIMEOUT = '200ms'

export const plain: Topology = {
  name: 'plain',

  async listDays(sql, table) {
    const rows = await sql<{ partition: string }[]>`
      select child.relname as partition from pg_inherits
      join pg_class child on child.oid = inhrelid
      where inhparent = to_regclass(${table})`
    return rows.map((row) => dayOfPartition(row.partition)).sort()
  },

  // `create table .. partition of` takes its strong lock on the parent before it has made the table; this way only
  // the attach locks, weakly. The check lets the attach skip its scan.
  async createDay(sql, table, day) {
    const partition = partitionName(table, day)
    const next = addDays(day, 1)
    const key = table === 'session_slots' ? 'day' : 'event_date'
    const bounds = `${key} >= date '${day}' and ${key} < date '${next}'`
    try {
      await sql.begin(async (tx) => {
        await tx.unsafe(`set local lock_timeout = '${LOCK_TIMEOUT}'`)
        await tx.unsafe(`create table ${partition} (like ${table} including all, constraint bounds check (${bounds}))`)
        await tx.unsafe(`alter table ${table} attach partition ${partition} for values from ('${day}') to ('${next}')`)
        await tx.unsafe(`alter table ${partition} drop constraint bounds`)
      })
    } catch (error) {
      // 42P07, 23505 on pg_class: another process made it a moment ago.
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

function partitionName(table: string, day: string): string {
  return `${table}_${day.replaceAll('-', '')}`
}

function dayOfPartition(partition: string): string {
  const digits = partition.slice(-8)
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
}
