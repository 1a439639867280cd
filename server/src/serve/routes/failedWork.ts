import { listFailedWork, retryFailedWork } from '@bx/contracts/endpoints/failedWork'
import { failedWorkTable } from '@bx/contracts/tables/operationsTables'
import { readFailedWork, retryFailed } from '../../deadLetters/failedWork.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Mounts } from '../mount.ts'

/** Work that the loops set aside. */
export function mountFailedWork(mounts: Mounts, { sql }: AppDeps): void {
  mounts.mount(listFailedWork, async () => ({ data: await readFailedWork(sql) }), { csv: failedWorkTable })
  mounts.mount(retryFailedWork, async ({ body, principal }) => ({
    data: await retryFailed(sql, principal.email, body),
  }))
}
