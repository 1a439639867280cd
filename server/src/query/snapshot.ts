import type { Sql, Tx } from '../db/client.ts'

// One answer reads one snapshot, so that figures, totals and watermark match.

/** Runs the queries of one answer in a read-only snapshot. They are sent together and answered in order. */
export async function readSnapshot<T>(sql: Sql, read: (tx: Tx) => Promise<T>): Promise<T> {
  return (await sql.begin('isolation level repeatable read read only', read)) as T
}
