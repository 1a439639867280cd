import { listAudit } from '@bx/contracts/endpoints/auditLog'
import {
  createWriteKey,
  listMerchantKeys,
  listWriteKeys,
  revokeWriteKey,
  updateWriteKey,
} from '@bx/contracts/endpoints/writeKeys'
import { AppError } from '../../lib/errors.ts'
import * as accounts from '../../ops/accounts.ts'
import { changeWriteKey } from '../../ops/changeWriteKey.ts'
import { readAudit } from '../../ops/readAudit.ts'
import { listKeys, listKeysOfMerchants } from '../../ops/writeKeys.ts'
import type { AppDeps } from '../app.ts'
import type { Mounts } from '../mount.ts'

/** Keys and the audit log. */
export function mountSettings(mounts: Mounts, { sql }: AppDeps): void {
  mounts.mount(listWriteKeys, () => listKeys(sql))
  mounts.mount(createWriteKey, async ({ body, staff }) => {
    const made = await accounts.createWriteKey(sql, staff!.email, body)
    return { data: { key_id: made.keyId, write_key: made.key } }
  })
  mounts.mount(updateWriteKey, async ({ params, body, staff }) => {
    await changeWriteKey(sql, staff!.email, params.key_id, body)
    return { data: { updated: true as const } }
  })
  mounts.mount(revokeWriteKey, async ({ params, staff }) => {
    if (!(await accounts.revokeWriteKey(sql, staff!.email, params.key_id))) throw new AppError('unknown_key')
    return { data: { revoked: true as const } }
  })
  mounts.mount(listMerchantKeys, () => listKeysOfMerchants(sql))
  mounts.mount(listAudit, ({ query }) => readAudit(sql, query), {
    csv: ({ data }) => ({
      name: 'audit',
      columns: ['audit_id', 'at', 'actor', 'action', 'target', 'outcome', 'details'],
      rows: data.rows.map((row) => [
        ...[row.audit_id, row.at, row.actor, row.action, row.target, row.outcome],
        JSON.stringify(row.details),
      ]),
    }),
  })
}
