import type { Tx } from '../../db/client.ts'
import type { PackageRow } from '../packages/packageRow.ts'

/**
 * Units that a package delivered on each day. Conversions are on the day of the sale, and whole ones only: a package that is
 * billed by shared credit has its total in its delivery.
 */
export async function readDeliveredDays(tx: Tx, row: PackageRow, timeZone: string): Promise<Map<string, number>> {
  const id = row.package_id
  const rows = await {
    in_view: () => tx<Day[]>`
      select day::text as day, sum(impressions)::bigint as units from package_daily
      where package_id = ${id} and verdict = 'counted' and not flagged group by 1`,
    viewable: () => tx<Day[]>`
      select day::text as day, sum(viewable)::bigint as units from package_daily
      where package_id = ${id} and verdict = 'counted' and not flagged group by 1`,
    click: () => tx<Day[]>`
      select (clicked_at at time zone ${timeZone})::date::text as day, count(*) as units from click_ledger
      where package_id = ${id} and repeats is null and not flagged group by 1`,
    conversion: () => tx<Day[]>`
      select (converted_at at time zone ${timeZone})::date::text as day, count(distinct conversion_no) as units
      from attributed_conversions join attribution_touches t using (conversion_no)
      where t.package_id = ${id} and status in ('pending', 'confirmed')
        and (${row.billed_status}::text = 'pending' or status = 'confirmed') group by 1`,
  }[row.billing_basis]()
  return new Map(rows.map(({ day, units }) => [day, units]))
}

interface Day {
  readonly day: string
  readonly units: number
}
