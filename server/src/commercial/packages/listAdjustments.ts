import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { listAdjustments as endpoint } from '@bx/contracts/endpoints/packageAdjustments'
import type { Sql } from '../../db/client.ts'
import { addDays, type Days } from '../../lib/clock.ts'
import { startOfDay } from '../../lib/localDay.ts'
import type { Reporting } from './packageTerms.ts'
import { adjustmentColumns, adjustmentOf, type StoredAdjustment } from './readAdjustments.ts'

type Row = Answer<typeof endpoint>['data'][number]
type Of = Pick<Row, 'package_id' | 'package_name' | 'merchant_id' | 'merchant_name' | 'merchant_ref'>

const MOST = 10_000

/** Adjustments of all packages that were approved on these local days, newest first. */
export async function listAdjustments(
  sql: Sql,
  { start, end }: Days,
  { timeZone, currency }: Reporting,
): Promise<Row[]> {
  const rows = await sql<(StoredAdjustment & Of)[]>`
    select ${adjustmentColumns(sql)}, p.package_id, p.package_name, m.merchant_id, merchant_name, merchant_ref
    from package_adjustments a join merchant_packages p using (package_id) join merchant_dim m using (merchant_id)
      left join merchant_packages g on g.package_id = a.makegood_package_id
    where approved_at >= ${startOfDay(start, timeZone)} and approved_at < ${startOfDay(addDays(end, 1), timeZone)}
    order by approved_at desc, adjustment_id limit ${MOST}`
  return rows.map((row) => adjustmentOf(row, currency))
}
