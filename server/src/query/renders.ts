import type { Tx } from '../db/client.ts'
import type { Days } from '../lib/clock.ts'
import { sumOf } from '../lib/sum.ts'

/**
 * Slots of the renders of one placement and day, as reported by the app's server if it reports on that day, else by the
 * SDK.
 */
export interface RenderDay {
  readonly placementId: string
  readonly day: string
  readonly available: number
  readonly filled: number
}

type RenderDayValues = readonly [day: string, available: number, filled: number]

/** @param placementId every placement if omitted */
export async function readRenderDays(tx: Tx, ranges: readonly Days[], placementId?: string): Promise<RenderDay[]> {
  const [a, b] = [ranges[0]!, ranges[1] ?? ranges[0]!]
  // One row a placement: hundreds of small rows cost the driver more than their content.
  const rows = await tx<{ placementId: string; days: RenderDayValues[] }[]>`
    select placement_id as "placementId", json_agg(json_build_array(day, slots_available, slots_filled)) as days
    from (
      select distinct on (placement_id, day) placement_id, day, slots_available, slots_filled
      from render_daily
      where (day between ${a.start} and ${a.end} or day between ${b.start} and ${b.end})
        ${placementId ? tx`and placement_id = ${placementId}` : tx``}
      order by placement_id, day, (source = 'server') desc
    ) chosen
    group by placement_id`
  return rows.flatMap(({ placementId, days }) =>
    days.map(([day, available, filled]) => ({ placementId, day, available, filled })),
  )
}

export function sumRenders(days: readonly RenderDay[]): { available: number; filled: number } {
  return { available: sumOf(days, (row) => row.available), filled: sumOf(days, (row) => row.filled) }
}
