import { listFailedWork, retryFailedWork } from '@bx/contracts/endpoints/failedWork'
import { readFailedWork, retryFailed } from '../../deadLetters/failedWork.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Mounts } from '../mount.ts'

/** Work that the loops set aside. */
export function mountFailedWork(mounts: Mounts, { sql }: AppDeps): void {
  mounts.mount(listFailedWork, async () => ({ data: { rows: await readFailedWork(sql) } }), {
    csv: ({ data }) => ({
      name: 'failed-work',
      columns: ['loop', 'failed_id', 'item', 'events', 'reason', 'failures', 'received_at', 'failed_at'],
      rows: data.rows.map((row) => [
        row.loop,
        row.failed_id,
        row.item,
        row.events,
        row.reason,
        row.failures,
        row.received_at,
        row.failed_at,
      ]),
    }),
  })
  mounts.mount(retryFailedWork, async ({ body, principal }) => ({
    data: await retryFailed(sql, principal.email, body),
  }))
}
