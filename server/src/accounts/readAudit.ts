import type { listAudit } from '@bx/contracts/endpoints/auditLog'
import type { Answer, Query } from '@bx/contracts/endpoints/endpoint'
import type { Sql } from '../db/client.ts'

/** The audit log, newest first, a page at a time. */
export async function readAudit(
  sql: Sql,
  query: Query<typeof listAudit> & { limit: number },
): Promise<Answer<typeof listAudit>> {
  const rows = await sql<
    { audit_id: number; at: Date; actor: string; action: string; target: string; refused: boolean; details: unknown }[]
  >`
    select audit_id, at, actor, action, target, ${refused(sql)} as refused, details from audit_log
    where true
      ${query.actor === undefined ? sql`` : sql`and actor = ${query.actor}`}
      ${query.action === undefined ? sql`` : sql`and action = ${query.action}`}
      ${query.outcome === undefined ? sql`` : sql`and (${refused(sql)}) = ${query.outcome === 'refused'}`}
      ${query.before === undefined ? sql`` : sql`and audit_id < ${query.before}`}
    order by audit_id desc limit ${query.limit + 1}`
  const page = rows.slice(0, query.limit)
  return {
    data: {
      rows: page.map(({ refused, ...row }) => ({
        ...row,
        audit_id: String(row.audit_id),
        at: row.at.toISOString(),
        outcome: refused ? ('refused' as const) : ('done' as const),
      })),
      next: rows.length > query.limit ? String(page.at(-1)!.audit_id) : null,
    },
  }
}

const refused = (sql: Sql) => sql`(details ? 'refused' or (action = 'staffLogin' and target = 'refused'))`
