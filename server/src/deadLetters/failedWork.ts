import type { Answer, Body } from '@bx/contracts/endpoints/endpoint'
import type { listFailedWork, retryFailedWork } from '@bx/contracts/endpoints/failedWork'
import { audit } from '../accounts/audit.ts'
import { retryAttributions } from '../attribution/retryAttributions.ts'
import type { Sql, Tx } from '../db/client.ts'
import { retryEnvelopes } from '../queue/retryEnvelopes.ts'
import { retryDeltas } from '../rollup/retryDeltas.ts'

// Work that the loops set aside: listed here, and retried after a fix.

type FailedWork = Answer<typeof listFailedWork>['data']['rows'][number]
export type FailedLoop = FailedWork['loop']

interface Row extends Omit<FailedWork, 'received_at' | 'failed_at'> {
  readonly received_at: Date
  readonly failed_at: Date
}

const AT_MOST = 500

/** The latest of each loop, and how many there are in all. */
export async function readFailedWork(sql: Sql): Promise<Answer<typeof listFailedWork>['data']> {
  const [{ total }] = await sql<[{ total: number }]>`
    select (select count(*) from failed_envelopes where retried_at is null)
      + (select count(*) from failed_deltas where retried_at is null)
      + (select count(*) from failed_attributions where retried_at is null) as total`
  const rows = await sql<Row[]>`
    (select 'process' as loop, failed_id::text, 'envelope' as item, events, null::text[] as days, '{}'::text[] as repaired_days,
      reason, failures, received_at, failed_at
    from failed_envelopes where retried_at is null order by failed_at desc limit ${AT_MOST})
    union all
    (select 'rollup', failed_id::text, 'delta', events, days::text[], repaired_days::text[], reason, failures, received_at, failed_at
    from failed_deltas where retried_at is null order by failed_at desc limit ${AT_MOST})
    union all
    (select 'attribution', failed_id::text,
      case when cardinality(users) > 0 then 'exposures of user ' || left(users[1]::text, 8) || '… and merchant ' || merchants[1] else item end,
      null, null, '{}', reason, failures, asked_at, failed_at
    from failed_attributions where retried_at is null order by failed_at desc limit ${AT_MOST})`
  const latestFirst = rows.toSorted((a, b) => b.failed_at.getTime() - a.failed_at.getTime())
  return {
    total,
    rows: latestFirst.map((row) => {
      return { ...row, received_at: row.received_at.toISOString(), failed_at: row.failed_at.toISOString() }
    }),
  }
}

/** Retries what was set aside, and records who requested it. */
export function retryFailed(
  sql: Sql,
  actor: string,
  { loop, failed_ids: ids }: Body<typeof retryFailedWork>,
): Promise<Answer<typeof retryFailedWork>['data']> {
  return sql.begin(async (tx) => {
    const result = await RETRIES[loop](tx, ids)
    await audit(tx, {
      actor,
      action: 'retryFailedWork',
      target: loop,
      details: { failed_ids: ids ?? 'all', ...result },
    })
    return result
  })
}

const RETRIES: Readonly<
  Record<FailedLoop, (tx: Tx, ids?: readonly string[]) => Promise<{ retried: number; failed: number }>>
> = {
  process: async (tx, ids) => ({ retried: await retryEnvelopes(tx, ids), failed: 0 }),
  rollup: retryDeltas,
  attribution: async (tx, ids) => ({ retried: await retryAttributions(tx, ids), failed: 0 }),
}
