import type { Tx } from '../db/client.ts'
import type { Period } from './period.ts'

// Impressions in each placement on each day of a period and of the one it is compared with.

export interface PlacementDay {
  readonly placementId: string
  readonly day: string
  readonly impressions: number
  readonly viewable: number
  readonly notViewable: number
  readonly sampled: number
  readonly weight: number
  readonly merchants: Buffer
}

type PlacementDayValues = readonly [
  day: string,
  impressions: number,
  viewable: number,
  notViewable: number,
  sampled: number,
  weight: number,
  merchants: string,
]

/** One row a placement: hundreds of small rows cost the driver more than their content. */
export async function readPlacementDays(tx: Tx, period: Period): Promise<PlacementDay[]> {
  const before = period.before ?? period
  const rows = await tx<{ placementId: string; days: PlacementDayValues[] }[]>`
    select placement_id as "placementId", json_agg(json_build_array(day, impressions, viewable, not_viewable, sampled,
      weight, encode(merchants, 'base64'))) as days
    from placement_daily
    where (day between ${period.start} and ${period.end} or day between ${before.start} and ${before.end})
      ${period.gross ? tx`` : tx`and not flagged`}
    group by placement_id`
  return rows.flatMap(({ placementId, days }) =>
    days.map(([day, impressions, viewable, notViewable, sampled, weight, bits]) => {
      const merchants = Buffer.from(bits, 'base64')
      return { placementId, day, impressions, viewable, notViewable, sampled, weight, merchants }
    }),
  )
}
