import type { Sql, Tx } from './client.ts'

/** Tables that all answers depend on: names, categories, slots, settings. */
export type ChangedTable = 'merchant_dim' | 'placement_dim' | 'settings'

/**
 * Call in the transaction of the change: invalidates cached answers. Rows are only inserted, so writers do not wait.
 */
export async function recordChange(tx: Sql | Tx, table: ChangedTable): Promise<void> {
  await tx`insert into dimension_changes (table_name) values (${table})`
}
