import type { ModelRun } from '@bx/contracts/endpoints/modelRuns'
import type { Sql, Tx } from '../store/db.ts'
import { ALL } from '../store/reachKey.ts'

interface Row
  extends Pick<ModelRun, 'run_id' | 'model' | 'start' | 'end' | 'requested_by' | 'progress' | 'error' | 'result'> {
  readonly merchant_id: string
  readonly requested_at: Date
  readonly alive_at: Date | null
  readonly finished_at: Date | null
}

const SHOWN = 20

export interface ModelRequest {
  readonly model: ModelRun['model']
  /** null: all merchants. */
  readonly merchantId: string | null
  readonly start: string
  readonly end: string
  readonly requestedBy: string
}

/** A run that waits; the same question already waiting or running is not asked twice. */
export async function requestModelRun(sql: Sql | Tx, request: ModelRequest): Promise<ModelRun> {
  const { model, merchantId, start, end, requestedBy } = request
  const whose = merchantId ?? ALL
  const [row] = await sql<Row[]>`
    with open as (
      select run_id from model_runs where finished_at is null and model = ${model} and merchant_id = ${whose}
        and first_day = ${start} and last_day = ${end} limit 1
    ), made as (
      insert into model_runs (model, merchant_id, first_day, last_day, requested_by)
      select ${model}, ${whose}, ${start}, ${end}, ${requestedBy} where not exists (select from open)
      returning *
    )
    select ${fields(sql)} from made union all select ${fields(sql)} from model_runs where run_id in (select run_id from open)`
  return runOf(row!)
}

/** @param merchantId null: runs over all merchants */
export async function listModelRuns(sql: Sql, merchantId: string | null): Promise<ModelRun[]> {
  const rows = await sql<Row[]>`
    select ${fields(sql)} from model_runs where merchant_id = ${merchantId ?? ALL} order by requested_at desc limit ${SHOWN}`
  return rows.map(runOf)
}

function fields(sql: Sql | Tx) {
  return sql`run_id, model, merchant_id, first_day as start, last_day as "end", requested_by, requested_at, alive_at, progress,
    finished_at, error, result`
}

function runOf({ merchant_id, requested_at, alive_at, finished_at, ...row }: Row): ModelRun {
  const ended = row.error === null ? 'done' : 'failed'
  return {
    ...row,
    merchant_id: merchant_id === ALL ? null : merchant_id,
    requested_at: requested_at.toISOString(),
    finished_at: finished_at?.toISOString() ?? null,
    status: finished_at !== null ? ended : alive_at === null ? 'waiting' : 'running',
  }
}
