import type { Sql } from '../db/client.ts'
import { SAMPLE_RATE } from './registry.ts'

/** As long as an event may wait on a device, plus an hour for the page to open. */
const LATELY = '25 hours'

/** The sample rates that recently opened pages may use. */
export async function readLateSampleRates(sql: Sql): Promise<number[]> {
  const rows = await sql<{ value: unknown }[]>`
    select value from (
      select value, lead(changed_at) over (order by version) as until from settings where name = ${SAMPLE_RATE.name}
    ) versions where until is null or until > now() - interval '${sql.unsafe(LATELY)}'`
  return rows.flatMap(({ value }) => SAMPLE_RATE.schema.safeParse(value).data ?? [])
}
