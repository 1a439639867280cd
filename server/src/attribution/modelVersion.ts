import type { Sql, Tx } from '../db/client.ts'
import { readDataVersion } from '../facts/dayVersions.ts'

/**
 * The state of everything that a data-driven model reads. Shapley reads the sales of the days. Markov also reads
 * exposures of the days, and excludes people who bought on any day.
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
