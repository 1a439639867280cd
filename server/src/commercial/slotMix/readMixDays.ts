import { addMix, type Mix, NO_IMPRESSIONS } from '@bx/contracts/metrics/paidShare'
import type { Tx } from '../../db/client.ts'
import type { Days } from '../../lib/clock.ts'

/** The impressions of one placement and day. */
export interface MixDay {
  readonly placementId: string
  readonly day: string
  readonly mix: Mix
}

type Values = readonly [day: string, impressions: number, cpi: number, cpc: number, cpa: number]

/**
 * All impressions, minus those whose stamp counts: what is left is organic. Both sides are rollups of the same rows, so late
 * events, repeats, flags and corrected stamps change them together.
 */
export async function readMixDays(
  tx: Tx,
  { start, end, gross }: Days & { readonly gross: boolean },
): Promise<MixDay[]> {
  const net = gross ? tx`` : tx`and not flagged`
  const rows = await tx<{ placementId: string; days: Values[] }[]>`
    select placement_id as "placementId", json_agg(json_build_array(day, impressions, coalesce(cpi, 0), coalesce(cpc, 0),
      coalesce(cpa, 0))) as days
    from (
      select placement_id, day, sum(impressions)::bigint as impressions from placement_daily
      where day between ${start} and ${end} ${net} group by 1, 2
    ) shown left join (
      select placement_id, day, sum(impressions) filter (where package_type = 'CPI')::bigint as cpi,
        sum(impressions) filter (where package_type = 'CPC')::bigint as cpc,
        sum(impressions) filter (where package_type = 'CPA')::bigint as cpa
      from package_placement_daily join merchant_packages using (package_id)
      where day between ${start} and ${end} ${net} group by 1, 2
    ) paid using (placement_id, day)
    group by 1`
  return rows.flatMap(({ placementId, days }) =>
    days.map(([day, impressions, cpi, cpc, cpa]) => {
      return { placementId, day, mix: { organic: impressions - cpi - cpc - cpa, cpi, cpc, cpa } }
    }),
  )
}

export function addMixes(mixes: readonly Mix[]): Mix {
  return mixes.reduce(addMix, NO_IMPRESSIONS)
}
