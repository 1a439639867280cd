import { listAudit } from '@bx/contracts/endpoints/auditLog'
import {
  createWriteKey,
  listMerchantKeys,
  listWriteKeys,
  revokeWriteKey,
  updateWriteKey,
} from '@bx/contracts/endpoints/writeKeys'
import { changeWriteKey } from '../../accounts/changeWriteKey.ts'
import * as accounts from '../../accounts/keys.ts'
import { listKeys, listKeysOfMerchants } from '../../accounts/listKeys.ts'
import { readAudit } from '../../accounts/readAudit.ts'
import { AppError } from '../../lib/errors.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Mounts } from '../mount.ts'

/** Keys and the audit log. */
export function mountSettings(mounts: Mounts, { sql }: AppDeps): void {
  mounts.mount(listWriteKeys, () => listKeys(sql))
  mounts.mount(createWriteKey, async ({ body, principal }) => {
    const made = await accounts.createWriteKey(sql, principal.email, body)
    return { data: { key_id: made.keyId, write_key: made.key } }
  })
  mounts.mount(updateWriteKey, async ({ params, body, principal }) => {
    await changeWriteKey(sql, principal.email, params.key_id, body)
    return { data: { updated: true as const } }
  })
  mounts.mount(revokeWriteKey, async ({ params, principal }) => {
    if (!(await accounts.revokeWriteKey(sql, principal.email, params.key_id))) throw new AppError('unknown_key')
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
