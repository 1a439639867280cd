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
  return tx<CutCount[]>`
    select placement_id as "placementId", day, sum(impressions)::bigint as impressions from placement_hourly
    where day in (${period.unfinishedDay}, ${before.end})
      and hour >= (day::timestamp at time zone ${period.timeZone}) + ${before.cutHours} * interval '1 hour'
      ${period.gross ? tx`` : tx`and not flagged`}
      ${placementId ? tx`and placement_id = ${placementId}` : tx``}
    group by placement_id, day`
}
