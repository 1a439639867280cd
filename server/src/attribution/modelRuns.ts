import { MOST_OPEN_RUNS, type ModelRun } from '@bx/contracts/endpoints/modelRuns'
import { moneyText } from '@bx/contracts/money'
import { audit } from '../accounts/audit.ts'
import type { Sql, Tx } from '../db/client.ts'
import { ALL_MERCHANTS } from '../facts/sumIds.ts'
import { AppError } from '../lib/errors.ts'
import type { ModelResult } from './computeModel.ts'
import { readModelVersion } from './modelVersion.ts'

interface Row
  extends Pick<
    ModelRun,
    'run_id' | 'model' | 'start' | 'end' | 'requested_by' | 'progress' | 'attempts' | 'cancelled_by' | 'error'
  > {
  readonly result: ModelResult | null
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

/** Where runs are stored, and the currency they are reported in. */
export interface ModelRuns {
  readonly sql: Sql
  readonly currency: string
}

/**
 * Queues a run. The same request is not computed twice: an unfinished run is shared, and so is a finished one if
 * nothing has changed since. Throws too_many_model_runs.
 */
export async function requestModelRun({ sql, currency }: ModelRuns, request: ModelRequest): Promise<ModelRun> {
  return sql.begin(async (tx) => {
    // Requests are serialised: two concurrent ones would each find no equal run, and room for one more.
    await tx`select pg_advisory_xact_lock(hashtext('model_runs'))`
    return runOf((await findEqual(tx, request)) ?? (await addRun(tx, request)), currency)
  })
}

async function findEqual(tx: Tx, { model, merchantId, start, end }: ModelRequest): Promise<Row | undefined> {
  const version = await readModelVersion(tx, model, { start, end })
  const [row] = await tx<Row[]>`
    select ${fields(tx)} from model_runs
    where model = ${model} and merchant_id = ${merchantId ?? ALL_MERCHANTS} and first_day = ${start} and last_day = ${end}
      and (finished_at is null or (result is not null and data_version = ${version}))
    order by finished_at desc nulls first limit 1`
  return row
}

async function addRun(tx: Tx, { model, merchantId, start, end, requestedBy }: ModelRequest): Promise<Row> {
  const [open] = await tx<{ n: number }[]>`
    select count(*) as n from model_runs where finished_at is null and requested_by = ${requestedBy}`
  if (open!.n >= MOST_OPEN_RUNS) throw new AppError('too_many_model_runs', { retryAfter: 30 })
  const [row] = await tx<Row[]>`
    insert into model_runs (model, merchant_id, first_day, last_day, requested_by)
    values (${model}, ${merchantId ?? ALL_MERCHANTS}, ${start}, ${end}, ${requestedBy}) returning ${fields(tx)}`
  const details = { model, merchant_id: merchantId, start, end }
  await audit(tx, { actor: requestedBy, action: 'startModelRun', target: row!.run_id, details })
  return row!
}

/**
 * The worker that computes it notices at its next step. Throws unknown_model_run, not_your_model_run, model_run_over.
 */
export async function cancelModelRun(
  { sql, currency }: ModelRuns,
  runId: string,
  { email, mayCancelAny }: { readonly email: string; readonly mayCancelAny: boolean },
): Promise<ModelRun> {
  return sql.begin(async (tx) => {
    const [run] = await tx<
      Row[]
    >`select ${fields(tx)} from model_runs where run_id::text = ${runId.toLowerCase()} for update`
    if (run === undefined) throw new AppError('unknown_model_run')
    if (run.requested_by !== email && !mayCancelAny) throw new AppError('not_your_model_run')
    if (run.finished_at !== null) throw new AppError('model_run_over')
    const [cancelled] = await tx<Row[]>`
      update model_runs set finished_at = now(), cancelled_by = ${email} where run_id = ${run.run_id} returning ${fields(tx)}`
    await audit(tx, { actor: email, action: 'cancelModelRun', target: run.run_id })
    return runOf(cancelled!, currency)
  })
}

interface RunsOf {
  /** null: runs over all merchants. */
  readonly merchantId: string | null
  /** Only runs of exactly these days. */
  readonly start?: string | undefined
  readonly end?: string | undefined
}

/** The last runs, newest first. */
export async function listModelRuns(
  { sql, currency }: ModelRuns,
  { merchantId, start, end }: RunsOf,
): Promise<ModelRun[]> {
  const rows = await sql<Row[]>`
    select ${fields(sql)} from model_runs
    where merchant_id = ${merchantId ?? ALL_MERCHANTS}
      ${start === undefined ? sql`` : sql`and first_day = ${start}`} ${end === undefined ? sql`` : sql`and last_day = ${end}`}
    order by requested_at desc limit ${SHOWN}`
  return rows.map((row) => runOf(row, currency))
}

function fields(sql: Sql | Tx) {
  return sql`run_id, model, merchant_id, first_day as start, last_day as "end", requested_by, requested_at, alive_at, progress,
    attempts, cancelled_by, finished_at, error, result`
}

function runOf({ merchant_id, requested_at, alive_at, finished_at, ...row }: Row, currency: string): ModelRun {
  return {
    ...row,
    merchant_id: merchant_id === ALL_MERCHANTS ? null : merchant_id,
    requested_at: requested_at.toISOString(),
    finished_at: finished_at?.toISOString() ?? null,
    result: row.result && resultOf(row.result, currency),
    status: finished_at !== null ? endOf(row) : alive_at === null ? 'waiting' : 'running',
  }
}

/** Stored in ten-thousandths, sent in the currency. */
function resultOf({ rows, unattributed, commission, ...result }: ModelResult, currency: string): ModelRun['result'] {
  const withMoney = <T extends { readonly commission: number }>({ commission: own, ...rest }: T) => {
    return { ...rest, total_revenue: moneyText(BigInt(own), currency) }
  }
  return {
    ...{ ...result, rows: rows.map(withMoney), unattributed: withMoney(unattributed) },
    total_revenue: moneyText(BigInt(commission), currency),
  }
}

function endOf({ cancelled_by, result }: Pick<Row, 'cancelled_by' | 'result'>): ModelRun['status'] {
  if (cancelled_by !== null) return 'cancelled'
  return result === null ? 'failed' : 'done'
}
