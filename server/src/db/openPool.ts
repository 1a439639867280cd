import postgres from 'postgres'
import type { Sql } from './client.ts'
import { guardTransactions } from './guardTransactions.ts'
export interface PoolOptions {
  readonly url: string
  readonly max: number
  /** Shown in pg_stat_activity. */
  readonly name: string
  /** Longest statement, milliseconds. */
  readonly statementTimeoutMs?: number
}

/** Longest delay between two connection attempts, seconds. */
const LONGEST_WAIT_S = 1

/** Seconds before the next connection attempt. */
function reconnectAfter(tries: number): number {
  return (0.5 + Math.random() / 2) * Math.min(LONGEST_WAIT_S, 0.05 * 2 ** tries)
}

export function openPool(options: PoolOptions): Sql {
  const sql = postgres(options.url, {
    max: options.max,
    // Connections are opened when needed and closed after an idle minute.
    idle_timeout: 60,
    max_lifetime: 30 * 60,
    connect_timeout: 10,
    // The driver's own delays grow to 20 s, which would prolong an outage of the database by that much.
    backoff: reconnectAfter,
    onnotice: () => {},
    connection: {
      application_name: options.name,
      TimeZone: 'UTC',
      statement_timeout: options.statementTimeoutMs ?? 60_000,
      // A worker that hangs between statements must not hold its locks for ever.
      idle_in_transaction_session_timeout: 15_000,
    },
    types: {
      // Counts are returned as numbers: 2^53 is far above any count here.
      bigint: { to: 20, from: [20], serialize: (x: number) => String(x), parse: (x: string) => Number(x) },
      // A day stays the text '2026-11-22': a Date would shift it by the machine's zone.
      day: { to: 1082, from: [1082], serialize: (x: string) => x, parse: (x: string) => x },
    },
  })
  return guardTransactions(sql as unknown as Sql)
}
