import type { Tx } from '../db/client.ts'
import { addDays, HOUR } from '../lib/clock.ts'
import { startOfDay } from '../lib/localDay.ts'
import type { Period } from './period.ts'

/** Impressions after the cut of the unfinished day, to subtract from the comparison. */
export interface CutCount {
  readonly placementId: string
  readonly day: string
  readonly impressions: number
}

/** The part of a day after the cut. */
interface Rest {
  readonly day: string
  readonly from: Date
  readonly to: Date
}

/** @param placementId every placement if omitted */
export async function readCut(tx: Tx, period: Period, placementId?: string): Promise<CutCount[]> {
  const before = period.before
  if (period.unfinishedDay === null || before === null || before.cutHours === null) return []
  const cutHours = before.cutHours
  const [here, then] = [period.unfinishedDay, before.end].map((day) => {
    const from = new Date(startOfDay(day, period.timeZone).getTime() + cutHours * HOUR)
    return { day, from, to: startOfDay(addDays(day, 1), period.timeZone) }
  }) as [Rest, Rest]
  // By placement, then hour, like the key. By day alone every stored hour would be read.
  return tx<CutCount[]>`
    select placement_id as "placementId", last.day, rest.impressions
    from placement_dim
      cross join (values (${here.day}::date, ${here.from}::timestamptz, ${here.to}::timestamptz),
        (${then.day}::date, ${then.from}::timestamptz, ${then.to}::timestamptz)) as last (day, since, until)
      cross join lateral (
        select sum(impressions)::bigint as impressions from placement_hourly as hourly
        where hourly.placement_id = placement_dim.placement_id and hourly.day = last.day
          and hour >= last.since and hour < last.until
          ${period.gross ? tx`` : tx`and not flagged`}
      ) as rest
    where rest.impressions is not null ${placementId ? tx`and placement_id = ${placementId}` : tx``}`
}
