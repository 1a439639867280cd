import { type listAudit, MOST_COUNTED } from '@bx/contracts/endpoints/auditLog'
import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { z } from 'zod'
import type { Sql } from '../db/client.ts'

const PAGE = 100
const MOST_IN_FILE = 10_000

/** The audit log, newest first, a page at a time. */
export async function readAudit(
  sql: Sql,
  query: z.output<(typeof listAudit)['query']>,
): Promise<Answer<typeof listAudit>> {
  const limit = query.limit ?? (query.format === 'csv' ? MOST_IN_FILE : PAGE)
  const matching = sql`true
      ${query.actor === undefined ? sql`` : sql`and actor = ${query.actor}`}
      ${query.action === undefined ? sql`` : sql`and action = ${query.action}`}
      ${query.outcome === undefined ? sql`` : sql`and (${refused(sql)}) = ${query.outcome === 'refused'}`}`
  const rows = await sql<
    { audit_id: number; at: Date; actor: string; action: string; target: string; refused: boolean; details: unknown }[]
  >`
    select audit_id, at, actor, action, target, ${refused(sql)} as refused, details from audit_log
    where ${matching} ${query.before === undefined ? sql`` : sql`and audit_id < ${query.before}`}
    order by audit_id desc limit ${limit + 1}`
  const [{ total }] = await sql<[{ total: number }]>`
    select count(*) as total from (select from audit_log where ${matching} limit ${MOST_COUNTED + 1}) counted`
  const page = rows.slice(0, limit)
  return {
    data: {
      rows: page.map(({ refused, ...row }) => ({
        ...row,
        audit_id: String(row.audit_id),
        at: row.at.toISOString(),
        outcome: refused ? ('refused' as const) : ('done' as const),
      })),
      total: total > MOST_COUNTED ? null : total,
      next: rows.length > limit ? String(page.at(-1)!.audit_id) : null,
    },
  }
}

const refused = (sql: Sql) => sql`(details ? 'refused' or (action = 'staffLogin' and target = 'refused'))`
