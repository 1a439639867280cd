import { maskPersonal } from '@bx/contracts/events/personal'
import type { Sql, Tx } from '../db/client.ts'

/**
 * Records who changed what, in the change's transaction if there is one. A target may be any typed text, so personal
 * data in it is masked; addresses of staff accounts are not.
 */
export async function audit(
  sql: Sql | Tx,
  entry: { actor: string; action: string; target: string; details?: unknown },
): Promise<void> {
  const { actor, action, target } = entry
  const masked = maskPersonal(target)
  await sql`
    insert into audit_log (actor, action, target, details) values (${actor}, ${action},
      case when ${masked}::text = ${target}::text or exists (select from staff_users where email = ${target})
        then ${target}::text else ${masked}::text end,
      ${JSON.stringify(entry.details ?? {})}::text::jsonb)`
}
