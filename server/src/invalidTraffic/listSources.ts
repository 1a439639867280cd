import type { Sql } from '../db/client.ts'

export interface SourceRow {
  readonly source: number
  readonly exposures: number
  readonly flagged: number
  readonly users: number
  readonly merchants: number
  readonly lastAt: Date
}

const LARGEST = 20

/** The sources with the most exposures in a span of UTC days. */
export function listSources(sql: Sql, from: string, to: string): Promise<readonly SourceRow[]> {
  return sql<SourceRow[]>`
    select source_hash as source, count(*) as exposures, count(*) filter (where ivt_reason is not null) as flagged,
      count(distinct user_id) as users, count(distinct merchant_id) as merchants, max("timestamp") as "lastAt"
    from exposure_events where source_hash is not null and event_date between ${from} and ${to}
    group by 1 order by 2 desc, 1 limit ${LARGEST}`
}
