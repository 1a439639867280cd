import type { Answer } from '@bx/contracts/endpoints/endpoint'
import * as endpoints from '@bx/contracts/endpoints/packageAdjustments'
import type { CsvTable } from '@bx/contracts/tables/csvTable'
import { listAdjustments } from '../../commercial/packages/listAdjustments.ts'
import { creditPackage, extendPackage, makegoodPackage } from '../../commercial/packages/makeGood.ts'
import { withPackage } from '../../commercial/packages/withPackage.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Call, Mounts } from '../mount.ts'
import { answerPackage, askedOf } from './packageCalls.ts'

/** What makes good for packages that ended short. */
export function mountPackageAdjustments(mounts: Mounts, deps: AppDeps): void {
  const { sql, organisation: reporting } = deps
  mounts.mount(endpoints.makegoodPackage, async (call) => {
    const asked = askedOf(deps, call, 'makegood')
    await withPackage(sql, asked, (tx, row, step) => makegoodPackage(tx, row, call.body, step))
    return answerPackage(deps, call)
  })
  mounts.mount(endpoints.creditPackage, async (call) => {
    const asked = askedOf(deps, call, 'credit')
    await withPackage(sql, asked, (tx, row, step) => creditPackage(tx, row, call.body, step))
    return answerPackage(deps, call)
  })
  mounts.mount(endpoints.extendPackage, async (call) => {
    const asked = askedOf(deps, call, 'extend')
    await withPackage(sql, asked, (tx, row, step) => extendPackage(tx, row, call.body, step))
    return answerPackage(deps, call)
  })
  mounts.mount(
    endpoints.listAdjustments,
    async ({ query: { start_date: start, end_date: end } }) => ({
      data: await listAdjustments(sql, { start, end }, reporting),
      meta: { currency: reporting.currency, time_zone: reporting.timeZone },
    }),
    { csv: adjustmentsCsv },
  )
}

const COLUMNS = [
  ...(['approved_at', 'kind', 'package_id', 'package_name', 'merchant_id', 'merchant_ref', 'merchant_name'] as const),
  ...(['units', 'short_units', 'amount', 'makegood_package_id', 'end_before', 'end_after'] as const),
  ...(['reason', 'approved_by'] as const),
] as const

function adjustmentsCsv(
  { data, meta }: Answer<typeof endpoints.listAdjustments>,
  { query }: Call<typeof endpoints.listAdjustments>,
): CsvTable {
  return {
    name: `package_adjustments_${query.start_date}_${query.end_date}`,
    columns: [...COLUMNS, 'currency'],
    rows: data.map((row) => [...COLUMNS.map((column) => row[column]), meta.currency]),
  }
}
