import type { Sql } from '../db/client.ts'
import type { Topology } from '../facts/topology/topology.ts'
import { addDays, utcDate } from '../lib/clock.ts'

/** Days a row keeps the hash of its source, regardless of RAW_DAYS. */
const SOURCE_DAYS = 30
/** Rows of one statement. */
const AT_ONCE = 50_000

/** Clears source_hash of older rows. Only installations that keep raw rows longer have any. */
export async function forgetSources(sql: Sql, topology: Topology, now: number): Promise<number> {
  const oldest = addDays(utcDate(now), -SOURCE_DAYS)
  let forgotten = 0
  for (const table of ['exposure_events', 'click_events'] as const) {
    const days = (await topology.listDays(sql, table)).filter((day) => day < oldest)
    for (const day of days) {
      for (let rows = AT_ONCE; rows === AT_ONCE; forgotten += rows) rows = await forgetSome(sql, table, day)
    }
  }
  return forgotten
}

async function forgetSome(sql: Sql, table: 'exposure_events' | 'click_events', day: string): Promise<number> {
  const id = table === 'exposure_events' ? 'event_id' : 'click_id'
  const emptied = await sql`
    update ${sql(table)} e set source_hash = null
    from (select ${sql(id)} as id from ${sql(table)}
      where event_date = ${day} and source_hash is not null limit ${AT_ONCE}) part
    where e.${sql(id)} = part.id and e.event_date = ${day}`
  return emptied.count
}
