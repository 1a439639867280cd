import type { Tx } from '../store/db.ts'
import type { Days } from './period.ts'

export interface RenderDay {
  readonly placementId: string
  readonly source: 'sdk' | 'server'
  readonly available: number
  readonly filled: number
}

export function readRenderDays(tx: Tx, days: Days, placementId?: string): Promise<RenderDay[]> {
  return tx<RenderDay[]>`
    select placement_id as "placementId", source, sum(slots_available)::bigint as available, sum(slots_filled)::bigint as filled
    from render_daily where day between ${days.start} and ${days.end}
      ${placementId ? tx`and placement_id = ${placementId}` : tx``}
    group by placement_id, source`
}

/** Both the SDK and the app's server may report a render: the server's reports count where there are any, else the SDK's. */
export function sumRenders(rows: readonly RenderDay[]): { available: number; filled: number } {
  let [available, filled] = [0, 0]
  for (const ofPlacement of Map.groupBy(rows, (row) => row.placementId).values()) {
    const chosen = ofPlacement.find((row) => row.source === 'server') ?? ofPlacement[0]!
    available += chosen.available
    filled += chosen.filled
  }
  return { available, filled }
}
