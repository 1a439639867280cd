import { readDataVersion } from '../store/dayVersions.ts'
import type { Sql, Tx } from '../store/db.ts'

/**
 * The state of everything that a data-driven model reads. Shapley reads the sales of the days. Markov reads exposures of
 * the days too, and leaves out people who bought on any day.
 */
export async function readModelVersion(
  tx: Sql | Tx,
  model: 'markov' | 'shapley',
  days: { readonly start: string; readonly end: string },
): Promise<string> {
  if (model === 'shapley') return readDataVersion(tx, days, 'attribution')
  const anyDay = { start: '-infinity', end: 'infinity' }
  return `${await readDataVersion(tx, days, 'rollup')} ${await readDataVersion(tx, anyDay, 'attribution')}`
}
