import type { Sql } from '../../server/src/db/client.ts'
import type { WireExposure } from '../../world/src/wire.ts'

interface Sold {
  readonly package_id: string
  readonly merchant_id: string
  /** Empty: every placement. */
  readonly placements: readonly string[]
  readonly start: Date
  readonly end: Date
}

/** The package that an exposure of the demo's history is stamped with; undefined: organic. */
export async function readStamps(sql: Sql): Promise<(exposure: WireExposure) => string | undefined> {
  const packages = await sql<Sold[]>`
    select package_id, merchant_id, start_date as start, end_date as "end",
      array(select placement_id from package_placements s where s.package_id = p.package_id and valid_until is null) as placements
    from merchant_packages p where status in ('booked', 'live', 'paused', 'ended', 'closed') order by start_date, package_id`
  const byMerchant = Map.groupBy(packages, ({ merchant_id }) => merchant_id)
  return ({ merchant_id, placement_id, timestamp }) => {
    const at = Date.parse(timestamp)
    const sold = byMerchant
      .get(merchant_id)
      ?.find(
        ({ start, end, placements }) =>
          at >= start.getTime() && at < end.getTime() && (placements.length === 0 || placements.includes(placement_id)),
      )
    return sold?.package_id
  }
}
