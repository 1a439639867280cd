import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { listMismatches as endpoint } from '@bx/contracts/endpoints/packageMismatches'
import { type MismatchReason, MOST_MISMATCHES } from '@bx/contracts/packages/values'
import type { Sql } from '../../db/client.ts'
import { UNKNOWN_PACKAGE } from '../../facts/sumIds.ts'
import type { Days } from '../../lib/clock.ts'

type Row = Answer<typeof endpoint>['data'][number]

/** Stamps of these days that do not count, newest hour first. */
export async function listMismatches(sql: Sql, { start, end }: Days): Promise<Row[]> {
  const rows = await sql<(Omit<Row, 'hour'> & { readonly hour: Date; readonly reason: MismatchReason })[]>`
    select hour, nullif(h.package_id, ${UNKNOWN_PACKAGE}::uuid) as package_id, package_name, merchant_name,
      merchant_ref, placement_id, verdict as reason,
      sum(impressions)::bigint as impressions
    from package_hourly h left join merchant_packages p using (package_id) left join merchant_dim m using (merchant_id)
    where day between ${start} and ${end} and verdict <> 'counted'
    group by 1, 2, 3, 4, 5, 6, 7 order by 1 desc, impressions desc, 2, 6, 7 limit ${MOST_MISMATCHES}`
  return rows.map((row) => ({ ...row, hour: row.hour.toISOString() }))
}
