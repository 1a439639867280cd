import type postgres from 'postgres'

// Connections to PostgreSQL. Ingest and dashboards use separate pools, so that slow queries never delay a 202.

export type Sql = postgres.Sql<{ bigint: number; day: string }>
export type Tx = postgres.TransactionSql<{ bigint: number; day: string }>

/** A part of a statement. */
export type Fragment = postgres.Fragment

/**
 * A PostgreSQL array literal. Built as text, because that is several times cheaper than the driver's own encoding of
 * arrays (1000 rows x 20 columns per statement). Only for values without quotes or backslashes: UUIDs, numbers,
 * booleans, times.
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
