import type { Tx } from '../../db/client.ts'
import { HOUR } from '../../lib/clock.ts'
import { RECENT_HOURS } from './readPaced.ts'

/** Net impressions that a placement showed in an hour of the last 72, all brands together; by time. */
export interface RecentHour {
  /** Start of the hour, ms. */
  readonly at: number
  readonly impressions: number
}

export async function readRecentTraffic(tx: Tx, now: number): Promise<(placementId: string) => readonly RecentHour[]> {
  const since = new Date(now - RECENT_HOURS * HOUR)
  const rows = await tx<{ id: string; hours: [at: number, impressions: number][] }[]>`
    select placement_id as id, json_agg(json_build_array((extract(epoch from hour) * 1000)::float8, impressions) order by hour) as hours
    from placement_hourly where hour >= ${since} and hour < ${new Date(now)}
      and day >= (${since}::timestamptz - interval '1 day')::date and not flagged group by 1`
  const byPlacement = new Map(
    rows.map(({ id, hours }) => [id, hours.map(([at, impressions]) => ({ at, impressions }))]),
  )
  return (placementId) => byPlacement.get(placementId) ?? []
}
