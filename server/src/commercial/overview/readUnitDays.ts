import { plainArray, type Tx } from '../../db/client.ts'
import { localNow } from '../../lib/localDay.ts'
import type { PackageRow } from '../packages/packageRow.ts'
import { readCredits, wholeConversions } from '../packages/readDelivery.ts'

/** Units that each package delivered on each local day, on its billing basis; conversions on the day of the sale. */
export async function readUnitDays(
  tx: Tx,
  packages: readonly PackageRow[],
  timeZone: string,
): Promise<(id: string) => ReadonlyMap<string, number>> {
  const ids = plainArray(packages.map((one) => one.package_id))
  const [impressions, clicks, credits] = await Promise.all([
    tx<Unit[]>`
      select package_id as id, day::text as day,
        sum(case billing_basis when 'viewable' then viewable else impressions end)::bigint as units
      from package_daily join merchant_packages using (package_id)
      where package_id = any(${ids}::uuid[]) and verdict = 'counted' and not flagged
        and billing_basis in ('in_view', 'viewable') group by 1, 2`,
    tx<Unit[]>`
      select package_id as id, clicked_day::text as day, count(*) as units
      from click_ledger join merchant_packages using (package_id)
      where package_id = any(${ids}::uuid[]) and not flagged and repeats is null and billing_basis = 'click'
      group by 1, 2`,
    readCredits(tx, packages),
  ])
  const days = Map.groupBy([...impressions, ...clicks], ({ id }) => id)
  return (id) => {
    const sold = credits.get(id)
    if (sold !== undefined) return conversionDays(sold, timeZone)
    return new Map((days.get(id) ?? []).map(({ day, units }) => [day, units]))
  }
}

interface Unit {
  readonly id: string
  readonly day: string
  readonly units: number
}

/** Whole conversions of each day: those of all days until then, without those of the days before. */
function conversionDays(
  sold: readonly { readonly at: number; readonly credit: number }[],
  timeZone: string,
): Map<string, number> {
  let [credit, before] = [0, 0]
  const days = new Map<string, number>()
  for (const one of sold.toSorted((a, b) => a.at - b.at)) {
    credit += one.credit
    const { day } = localNow(one.at, timeZone)
    const whole = wholeConversions(credit)
    days.set(day, (days.get(day) ?? 0) + whole - before)
    before = whole
  }
  return days
}
