import { cancelModelRun, listModelRuns, startModelRun } from '@bx/contracts/endpoints/modelRuns'
import * as modelRuns from '../../ops/modelRuns.ts'
import { findMerchant } from '../../query/findMerchant.ts'
import type { AppDeps } from '../app.ts'
import type { Mounts } from '../mount.ts'

/** Data-driven credit models, computed on request by a worker. */
export function mountModelRuns(mounts: Mounts, { sql }: AppDeps): void {
  const merchantIdOf = async (idOrRef: string | null | undefined) =>
    idOrRef == null ? null : (await findMerchant(sql, idOrRef)).merchant_id
  mounts.mount(startModelRun, async ({ body, staff }) => {
    const request = { model: body.model, merchantId: await merchantIdOf(body.merchant_id), requestedBy: staff!.email }
    return { data: await modelRuns.requestModelRun(sql, { ...request, start: body.start_date, end: body.end_date }) }
  })
  mounts.mount(cancelModelRun, async ({ params, staff }) => ({
    data: await modelRuns.cancelModelRun(sql, params.run_id, staff!),
  }))
  mounts.mount(listModelRuns, async ({ query }) => ({
    data: await modelRuns.listModelRuns(sql, await merchantIdOf(query.merchant_id)),
  }))
}
