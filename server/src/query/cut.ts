import type { Tx } from '../store/db.ts'
import type { Period } from './period.ts'

/** Impressions after the cut of the unfinished day: taken off what is compared. */
export interface CutCount {
  readonly placementId: string
  readonly day: string
  readonly impressions: number
}

/** @param placementId every placement when left out */
export async function readCut(tx: Tx, period: Period, placementId?: string): Promise<CutCount[]> {
  const before = period.before
  if (period.unfinishedDay === null || before === null || before.cutHours === null) return []
  // By placement, then hour: the order of the key. By day alone every hour that is kept would be read.
  return tx<CutCount[]>`
    select placement_id as "placementId", last.day, rest.impressions
    from placement_dim
      cross join (values (${period.unfinishedDay}::date), (${before.end}::date)) as last (day)
      cross join lateral (
        select sum(impressions)::bigint as impressions from placement_hourly as hourly
        where hourly.placement_id = placement_dim.placement_id and hourly.day = last.day
          and hour >= (last.day::timestamp at time zone ${period.timeZone}) + ${before.cutHours} * interval '1 hour'
          and hour < ((last.day + 1)::timestamp at time zone ${period.timeZone})
          ${period.gross ? tx`` : tx`and not flagged`}
      ) as rest
    where rest.impressions is not null ${placementId ? tx`and placement_id = ${placementId}` : tx``}`
}
