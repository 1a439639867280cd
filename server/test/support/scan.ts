import type { Sql } from '../../src/db/client.ts'

/** Every table of the database one of whose rows, written as text, contains one of these (case aside). */
export async function tablesContaining(owner: Sql, needles: readonly string[]): Promise<string[]> {
  const tables = await owner<{ name: string }[]>`
    select relname as name from pg_class where relkind in ('r', 'p') and not relispartition
      and relnamespace = 'public'::regnamespace order by relname`
  const patterns = needles.map((needle) => `%${needle.toLowerCase()}%`)
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await owner`select 1 from ${owner(name)} t where lower(t::text) like any(${patterns}) limit 1`
    if (rows.length > 0) found.push(name)
  }
  return found
}
