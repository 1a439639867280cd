import type { Sql, Tx } from '../../db/client.ts'
import type { FactTable } from '../factTable.ts'
import type { DayTable } from '../factTables.ts'

/**
 * Owns the tables that are kept by the day, and holds all differences between plain PostgreSQL and its extensions.
 * Everything else is one schema and one SQL; callers never ask for the topology, and know no partition names.
 */
export interface Topology {
  readonly name: 'plain' | 'timescale' | 'citus'
  /** Columns of the primary key. */
  keyOf(table: FactTable): readonly string[]
  /** Creates one table without any day, with its indexes. Call in the transaction that adds comments and grants. */
  createTable(tx: Tx, table: FactTable): Promise<void>
  /** Days (UTC, or reporting days for session_slots) that have room, ascending. */
  listDays(sql: Sql | Tx, table: DayTable): Promise<string[]>
  /** Those of the days that have room. */
  daysWithRoom(sql: Sql | Tx, table: DayTable, days: readonly string[]): Promise<ReadonlySet<string>>
  /** Makes room for one day. Fails with 55P03 if it would stall others. */
  createDay(sql: Sql, table: DayTable, day: string): Promise<void>
  /** Drops one day with its rows. Fails with 55P03 if it would stall others. */
  dropDay(sql: Sql, table: DayTable, day: string): Promise<void>
}
