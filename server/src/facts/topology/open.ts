import type { Sql } from '../../db/client.ts'
import { plain } from './plain.ts'
import type { Topology } from './topology.ts'

/** Detects the topology of the database; extensions that this release does not support are refused by name. */
export async function detectTopology(sql: Sql): Promise<Topology> {
  const [server] = await sql<{ version: number }[]>`select current_setting('server_version_num')::int as version`
  if (server!.version < 150_000)
    throw new Error(`PostgreSQL 15 or newer is required; this is ${server!.version / 10_000}.`)
  return plain
}
