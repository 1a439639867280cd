import { MOST_OPEN_RUNS, type ModelRun } from '@bx/contracts/endpoints/modelRuns'
import type { StaffMember } from '@bx/contracts/endpoints/staff'
import { readModelVersion } from '../attribution/modelVersion.ts'
import { AppError } from '../lib/errors.ts'
import type { Sql, Tx } from '../store/db.ts'
import { ALL } from '../store/reachKey.ts'
import { audit } from './audit.ts'

interface Row
  extends Pick<
    ModelRun,
    | 'run_id'
    | 'model'
    | 'start'
    | 'end'
    | 'requested_by'
    | 'progress'
    | 'attempts'
    | 'cancelled_by'
    | 'error'
    | 'result'
  > {
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

/**
 * A run that waits. The same question is not computed twice: a run that is not over is shared, and so is one that
 * finished when nothing has changed since. Throws too_many_model_runs.
 */
export async function requestModelRun(sql: Sql, request: ModelRequest): Promise<ModelRun> {
  return sql.begin(async (tx) => {
    // Requests one after the other: two at once would each find no equal run, and room for one more.
    await tx`select pg_advisory_xact_lock(hashtext('model_runs'))`
    return (await findEqual(tx, request)) ?? (await addRun(tx, request))
  })
}

async function findEqual(tx: Tx, { model, merchantId, start, end }: ModelRequest): Promise<ModelRun | null> {
  const version = await readModelVersion(tx, model, { start, end })
  const [row] = await tx<Row[]>`
    select ${fields(tx)} from model_runs
    where model = ${model} and merchant_id = ${merchantId ?? ALL} and first_day = ${start} and last_day = ${end}
      and (finished_at is null or (result is not null and data_version = ${version}))
    order by finished_at desc nulls first limit 1`
  return row ? runOf(row) : null
}

async function addRun(tx: Tx, { model, merchantId, start, end, requestedBy }: ModelRequest): Promise<ModelRun> {
  const [open] = await tx<{ n: number }[]>`
    select count(*) as n from model_runs where finished_at is null and requested_by = ${requestedBy}`
  if (open!.n >= MOST_OPEN_RUNS) throw new AppError('too_many_model_runs', { retryAfter: 30 })
  const [row] = await tx<Row[]>`
    insert into model_runs (model, merchant_id, first_day, last_day, requested_by)
    values (${model}, ${merchantId ?? ALL}, ${start}, ${end}, ${requestedBy}) returning ${fields(tx)}`
  const run = runOf(row!)
  const details = { model, merchant_id: run.merchant_id, start, end }
  await audit(tx, { actor: requestedBy, action: 'startModelRun', target: run.run_id, details })
  return run
}

/** The worker that computes it finds out at its next step. Throws unknown_model_run, not_your_model_run, model_run_over. */
export async function cancelModelRun(sql: Sql, runId: string, { email, role }: StaffMember): Promise<ModelRun> {
  return sql.begin(async (tx) => {
    const [run] = await tx<
      Row[]
    >`select ${fields(tx)} from model_runs where run_id::text = ${runId.toLowerCase()} for update`
    if (run === undefined) throw new AppError('unknown_model_run')
    if (run.requested_by !== email && role !== 'admin') throw new AppError('not_your_model_run')
    if (run.finished_at !== null) throw new AppError('model_run_over')
    const [cancelled] = await tx<Row[]>`
      update model_runs set finished_at = now(), cancelled_by = ${email} where run_id = ${run.run_id} returning ${fields(tx)}`
    await audit(tx, { actor: email, action: 'cancelModelRun', target: run.run_id })
    return runOf(cancelled!)
  })
}

/** @param merchantId null: runs over all merchants */
export async function listModelRuns(sql: Sql, merchantId: string | null): Promise<ModelRun[]> {
  const rows = await sql<Row[]>`
    select ${fields(sql)} from model_runs where merchant_id = ${merchantId ?? ALL} order by requested_at desc limit ${SHOWN}`
  return rows.map(runOf)
}

function fields(sql: Sql | Tx) {
  return sql`run_id, model, merchant_id, first_day as start, last_day as "end", requested_by, requested_at, alive_at, progress,
    attempts, cancelled_by, finished_at, error, result`
}

function runOf({ merchant_id, requested_at, alive_at, finished_at, ...row }: Row): ModelRun {
  return {
    ...row,
    merchant_id: merchant_id === ALL ? null : merchant_id,
    requested_at: requested_at.toISOString(),
    finished_at: finished_at?.toISOString() ?? null,
    status: finished_at !== null ? endOf(row) : alive_at === null ? 'waiting' : 'running',
  }
}

function endOf({ cancelled_by, result }: Pick<Row, 'cancelled_by' | 'result'>): ModelRun['status'] {
  if (cancelled_by !== null) return 'cancelled'
  return result === null ? 'failed' : 'done'
}
