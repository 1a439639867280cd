import type { Stage } from '@bx/contracts/packages/plan'
import { plainArray, type Sql, type Tx } from '../../db/client.ts'

/** The history of packages, by time. A booked package is live from its start on, also before a worker writes so. */
export async function readStages(sql: Sql | Tx, ids: readonly string[]): Promise<Map<string, Stage[]>> {
  const rows = await sql<{ id: string; at: Date; isLive: boolean; goal: number | null; start: Date; end: Date }[]>`
    select package_id as id, effective_at as at, status in ('booked', 'live') as "isLive", goal_units as goal,
      start_date as start, end_date as end
    from package_changes where package_id = any(${plainArray(ids)}::uuid[]) order by package_id, version`
  const stages = rows.map(({ at, start, end, ...stage }) => ({
    ...{ ...stage, at: at.getTime(), start: start.getTime(), end: end.getTime() },
  }))
  return Map.groupBy(stages, ({ id }) => id)
}
