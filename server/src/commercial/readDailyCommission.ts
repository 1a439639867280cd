import type { Days } from '../query/period.ts'
import type { Tx } from '../store/db.ts'
import { ALL, NONE } from '../store/reachKey.ts'

/** Tracked commission (pending and confirmed) by placement and day of the credited exposure, ten-thousandths. */
export type DailyCommission = (placementId: string, day: string) => number

/** Credited by last touch, so that each sale counts once. */
export async function readDailyCommission(tx: Tx, { start, end }: Days): Promise<DailyCommission> {
  const rows = await tx<{ placementId: string; days: (readonly [string, number])[] }[]>`
    select placement_id as "placementId",
      json_agg(json_build_array(day, pending_commission + confirmed_commission)) as days
    from outcome_daily
    where merchant_id = ${ALL} and model = 'last_touch' and day between ${start} and ${end} and placement_id <> ${NONE}
    group by placement_id`
  const byPlacement = new Map(rows.map(({ placementId, days }) => [placementId, new Map(days)]))
  return (placementId, day) => byPlacement.get(placementId)?.get(day) ?? 0
}

/** Days after an exposure in which a sale is still credited to it: until they are over, its commission can grow. */
export async function readConversionDays(tx: Tx): Promise<number> {
  const [row] = await tx<{ days: number }[]>`
    select (value ->> 'conversion_days')::integer as days from current_settings where name = 'attribution_windows'`
  return row?.days ?? 7
}
