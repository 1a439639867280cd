import { cancelModelRun, listModelRuns, startModelRun } from '@bx/contracts/endpoints/modelRuns'
import * as modelRuns from '../../attribution/modelRuns.ts'
import { findMerchant } from '../../query/findMerchant.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Mounts } from '../mount.ts'

/** Data-driven credit models, computed on request by a worker. */
export function mountModelRuns(mounts: Mounts, { sql, organisation }: AppDeps): void {
  const runs = { sql, currency: organisation.currency }
  const merchantIdOf = async (idOrRef: string | null | undefined) =>
    idOrRef == null ? null : (await findMerchant(sql, idOrRef)).merchant_id
  mounts.mount(startModelRun, async ({ body, principal }) => {
    const request = {
      model: body.model,
      merchantId: await merchantIdOf(body.merchant_id),
      requestedBy: principal.email,
    }
    return { data: await modelRuns.requestModelRun(runs, { ...request, start: body.start_date, end: body.end_date }) }
  })
  mounts.mount(cancelModelRun, async ({ params, principal }) => ({
    data: await modelRuns.cancelModelRun(runs, params.run_id, {
      email: principal.email,
      mayCancelAny: principal.permissions.has('cancel_any_model_run'),
    }),
  }))
  mounts.mount(listModelRuns, async ({ query }) => ({
    data: await modelRuns.listModelRuns(runs, {
      merchantId: await merchantIdOf(query.merchant_id),
      ...{ start: query.start_date, end: query.end_date },
    }),
  }))
}
