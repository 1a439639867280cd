import type { Sql } from '../db/client.ts'
import { audit } from './audit.ts'

/** Disables the accounts and revokes the keys that `npm start` created. Returns how many of each there were. */
export async function removeDemoAccess(sql: Sql, actor: string): Promise<{ accounts: number; keys: number }> {
  return sql.begin(async (tx) => {
    const accounts = await tx<{ target: string }[]>`
      update staff_users set disabled_at = now() where disabled_at is null
        and (email = 'demo@example.com' or email in (select target from audit_log where actor = 'demo'))
      returning email as target`
    await tx`delete from staff_sessions where email = any(${accounts.map(({ target }) => target)})`
    const writeKeys = await tx<{ target: string }[]>`
      update write_keys set revoked_at = now() where revoked_at is null
        and key_id in (select target from audit_log where actor = 'demo') returning key_id as target`
    const merchantKeys = await tx<{ target: string }[]>`
      update merchant_api_keys set revoked_at = now() where revoked_at is null
        and key_id in (select target from audit_log where actor = 'demo') returning key_id as target`
    const keys = [...writeKeys, ...merchantKeys]
    for (const { target } of [...accounts, ...keys]) await audit(tx, { actor, action: 'removeDemoAccess', target })
    return { accounts: accounts.length, keys: keys.length }
  })
}
