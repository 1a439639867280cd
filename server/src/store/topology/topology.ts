import type { Sql } from '../db.ts'

/**
 * What differs between plain PostgreSQL and its extensions. Everything else is one schema and one SQL; callers never
 * ask which topology they run on.
 */
export interface Topology {
  readonly name: 'plain' | 'timescale' | 'citus'
  /** Days (UTC, or reporting days for session_slots) that have a partition, ascending. */
  listDays(sql: Sql, table: string): Promise<string[]>
  /** Creates the partition of one day. Gives up with 55P03 when it would stall others. */
  createDay(sql: Sql, table: string, day: string): Promise<void>
  /** Drops the partition of one day, rows and all. Gives up with 55P03 when it would stall others. */
  dropDay(sql: Sql, table: string, day: string): Promise<void>
}
