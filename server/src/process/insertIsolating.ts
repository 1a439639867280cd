import { maskPersonal } from '@bx/contracts/events/personal'
import type { Tx } from '../db/client.ts'
import { databaseCode, isDataError, isMissingPartition } from '../lib/errors.ts'
import type { Refusing } from './validate.ts'

/** Stores rows and returns those that were new. */
export type Append<R> = (tx: Tx, rows: readonly R[]) => Promise<ReadonlySet<R>>

/**
 * Stores all of `rows` that PostgreSQL accepts: a batch that fails with a data error is halved, each half behind a
 * savepoint, until the poison row is alone (about 2 log2(n) tries for one among n).
 * @param poisoned receives the rows that were refused
 */
export async function insertIsolating<R extends { readonly item: Refusing['item'] }>(
  tx: Tx,
  rows: readonly R[],
  append: Append<R>,
  poisoned: Refusing[],
): Promise<ReadonlySet<R>> {
  if (rows.length === 0) return new Set()
  try {
    return await tx.savepoint((inner) => append(inner, rows))
  } catch (error) {
    if (!isDataError(error) || isMissingPartition(error)) throw error
    if (rows.length === 1) {
      // PostgreSQL quotes the refused value.
      const reason = error instanceof Error ? maskPersonal(error.message.replace(/"[^"]*"/g, '"…"')) : ''
      const message = `the database refused it: ${reason} (${databaseCode(error)})`
      poisoned.push({ item: rows[0]!.item, refusal: { code: 'poison', message } })
      return new Set()
    }
    const middle = Math.ceil(rows.length / 2)
    const first = await insertIsolating(tx, rows.slice(0, middle), append, poisoned)
    const second = await insertIsolating(tx, rows.slice(middle), append, poisoned)
    return new Set([...first, ...second])
  }
}
