import type { Tx } from '../store/db.ts'
import type { Period } from './period.ts'

/** Impressions after the hour at which the unfinished day is compared: taken off both periods' last days. */
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
      ${placementId ? tx`and placement_id = ${placementId}` : tx``}
      ${period.gross ? tx`` : tx`and not flagged`}
    group by placement_id, day`
}

/** Impressions of both periods up to the cut. */
export function upToCut(
  counts: { readonly here: number; readonly before: number },
  cut: readonly CutCount[],
  period: Period,
): { impressions: number; impressions_before: number } {
  const cutOn = (day: string) => cut.reduce((sum, row) => (row.day === day ? sum + row.impressions : sum), 0)
  return {
    impressions: counts.here - cutOn(period.unfinishedDay ?? period.end),
    impressions_before: counts.before - cutOn(period.before?.end ?? ''),
  }
}
