import type { SlotMixRow } from '@bx/contracts/endpoints/slotMix'
import type { Tx } from '../../db/client.ts'
import type { Days } from '../../lib/clock.ts'

type Shown = SlotMixRow['packages'][number]

/** Packages listed for a placement. */
const MOST = 5

/** The packages with most impressions in each placement. */
export async function readPackagesShown(
  tx: Tx,
  { start, end, gross }: Days & { readonly gross: boolean },
): Promise<ReadonlyMap<string, Shown[]>> {
  const rows = await tx<(Shown & { placementId: string })[]>`
    select placement_id as "placementId", package_id, package_name, package_type, merchant_name, impressions
    from (
      select placement_id, package_id, sum(impressions)::bigint as impressions,
        row_number() over (partition by placement_id order by sum(impressions) desc, package_id) as place
      from package_placement_daily
      where day between ${start} and ${end} ${gross ? tx`` : tx`and not flagged`} group by 1, 2
    ) shown join merchant_packages using (package_id) join merchant_dim using (merchant_id)
    where place <= ${MOST} order by place`
  const byPlacement = Map.groupBy(rows, ({ placementId }) => placementId)
  return new Map([...byPlacement].map(([id, shown]) => [id, shown.map(({ placementId: _, ...one }) => one)]))
}
