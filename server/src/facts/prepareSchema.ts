import type { Sql } from '../db/client.ts'
import { type MigrateOptions, migrate } from '../db/migrate.ts'
import { createFacts } from './createFacts.ts'
import { detectTopology } from './topology/open.ts'

/**
 * Brings a database to the schema of this release: dimensions and rollups by migrations, then the fact tables in the form
 * of its topology. Returns the migrations that ran.
 */
export async function prepareSchema(owner: Sql, options: MigrateOptions = {}): Promise<string[]> {
  const ran = await migrate(owner, undefined, options)
  await createFacts(owner, await detectTopology(owner))
  return ran
}
