import type { Sql } from './client.ts'

/** Refuses a database whose settings do not guarantee that "acknowledged" means "on disk". */
export async function assertDurable(sql: Sql): Promise<void> {
  const rows = await sql<{ name: string; setting: string }[]>`
    select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')`
  const unsafe = rows.filter((row) => row.setting === 'off').map((row) => `${row.name}=off`)
  if (unsafe.length === 0) return
  throw new Error(`The database may lose acknowledged events: ${unsafe.join(', ')}. Turn it on, or use another server.`)
}
