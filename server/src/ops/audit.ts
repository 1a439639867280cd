import type { Sql, Tx } from '../store/db.ts'

/** Notes who changed what. Part of the change's transaction where there is one. */
export async function audit(
  sql: Sql | Tx,
  entry: { actor: string; action: string; target: string; details?: unknown },
): Promise<void> {
  await sql`insert into audit_log (actor, action, target, details)
    values (${entry.actor}, ${entry.action}, ${entry.target}, ${JSON.stringify(entry.details ?? {})}::text::jsonb)`
}
