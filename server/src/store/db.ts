import postgres from 'postgres'
import { guardTransactions } from './guardTransactions.ts'

// Connections to PostgreSQL. Ingest and dashboards use separate pools, so that slow questions never hold up a 202.

export type Sql = postgres.Sql<{ bigint: number; day: string }>
export type Tx = postgres.TransactionSql<{ bigint: number; day: string }>

/** A part of a statement. */
export type Fragment = postgres.Fragment

export interface PoolOptions {
  readonly url: string
  readonly max: number
  /** Shown in pg_stat_activity. */
  readonly name: string
  /** Longest statement, milliseconds. */
  readonly statementTimeoutMs?: number
}

export function openPool(options: PoolOptions): Sql {
  const sql = postgres(options.url, {
    max: options.max,
    // Connections are opened when needed and closed after a quiet minute.
    idle_timeout: 60,
    max_lifetime: 30 * 60,
    connect_timeout: 10,
    onnotice: () => {},
    connection: {
      application_name: options.name,
      TimeZone: 'UTC',
      statement_timeout: options.statementTimeoutMs ?? 60_000,
      // A worker that hangs between statements must not hold its locks for ever.
      idle_in_transaction_session_timeout: 15_000,
    },
    types: {
      // Counts come back as numbers: 2^53 is far above anything counted here.
      bigint: { to: 20, from: [20], serialize: (x: number) => String(x), parse: (x: string) => Number(x) },
      // A day stays the text '2026-11-22': a Date would shift it by the machine's zone.
      day: { to: 1082, from: [1082], serialize: (x: string) => x, parse: (x: string) => x },
    },
  })
  return guardTransactions(sql as unknown as Sql)
}

/**
 * A PostgreSQL array literal. Built as text because that is several times cheaper than the driver's own
 * encoding of arrays (1000 rows x 20 columns per statement). Only for values without quotes or backslashes:
 * UUIDs, numbers, booleans, times.
 */
export function plainArray(values: readonly (string | number | boolean | null)[]): string {
  let text = '{'
  for (let i = 0; i < values.length; i++) {
    if (i > 0) text += ','
    text += values[i] ?? 'NULL'
  }
  return `${text}}`
}

/** A PostgreSQL array literal of any text: quoted, with quotes and backslashes escaped. */
export function textArray(values: readonly (string | null)[]): string {
  let text = '{'
  for (let i = 0; i < values.length; i++) {
    if (i > 0) text += ','
    const value = values[i]
    text += value == null ? 'NULL' : `"${value.replace(/["\\]/g, '\\$&')}"`
  }
  return `${text}}`
}
