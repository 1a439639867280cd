import { MOST_ATTEMPTS } from '@bx/contracts/endpoints/modelRuns'
import type { Sql } from '../db/client.ts'
import type { ModelQuestion } from './computeModel.ts'
import { readModelVersion } from './modelVersion.ts'
import { runThread, type ThreadLimits } from './runThread.ts'

// Runs data-driven models, one at a time per worker, each in a thread. If a worker dies, the next one takes over its
// run. A failed run waits behind the others; after the third failure it is set aside with its reason.

export interface ModelRunner {
  readonly sql: Sql
  /** The thread opens its own connection. */
  readonly databaseUrl: string
  /** Aborts when the worker stops: the run is put back. */
  readonly signal: AbortSignal
  readonly limits?: ThreadLimits
}

interface Run extends ModelQuestion {
  readonly runId: string
  /** Proves that this worker still owns the run. */
  readonly attempt: number
}

const LIMITS: ThreadLimits = { timeMs: 10 * 60_000, memoryMb: 512 }
const [HEARTBEAT_MS, DEAD_AFTER] = [2000, '60 seconds']
const DIED = 'The worker stopped while computing it.'
/** Highest progress before the result is there. */
const MOST_PROGRESS = 0.95

/** Claims and computes the run that has waited longest. Returns whether there was one. */
export async function runNextModel(runner: ModelRunner): Promise<boolean> {
  const run = await take(runner.sql)
  if (run === null) return false
  const { sql, signal } = runner
  try {
    const version = await readModelVersion(sql, run.model, run)
    const result = await compute(runner, run)
    await sql`
      update model_runs set result = ${JSON.stringify(result)}::text::jsonb, progress = 1, finished_at = now(), error = null,
        data_version = ${version}
      where ${isOurs(sql, run)}`
  } catch (error) {
    if (error instanceof Cancelled) return true
    if (signal.aborted) await giveBack(sql, run)
    else await fail(sql, run, error instanceof Error ? error.message : String(error))
  }
  return true
}

/** Runs that failed before wait behind the others. */
async function take(sql: Sql): Promise<Run | null> {
  await sql`
    update model_runs set finished_at = now(), error = ${DIED}
    where finished_at is null and attempts >= ${MOST_ATTEMPTS} and alive_at < now() - interval '${sql.unsafe(DEAD_AFTER)}'`
  const [run] = await sql<Run[]>`
    update model_runs set alive_at = now(), attempts = attempts + 1, progress = 0,
      error = case when alive_at is null then error else ${DIED} end
    where run_id = (
      select run_id from model_runs
      where finished_at is null and attempts < ${MOST_ATTEMPTS}
        and (alive_at is null or alive_at < now() - interval '${sql.unsafe(DEAD_AFTER)}')
      order by attempts, requested_at limit 1 for update skip locked)
    returning run_id as "runId", attempts as attempt, model, merchant_id as "merchantId", first_day as start,
      last_day as "end"`
  return run ?? null
}

class Cancelled extends Error {
  override name = 'Cancelled'
}

/** Sends heartbeats, and stops when the run was cancelled or taken over. */
async function compute({ sql, databaseUrl, signal, limits = LIMITS }: ModelRunner, run: Run) {
  const cancelled = new AbortController()
  let progress = 0
  const beat = async () => {
    const alive = await sql`
      update model_runs set alive_at = now(), progress = ${Math.min(MOST_PROGRESS, progress)}
      where ${isOurs(sql, run)} returning 1`
    if (alive.length === 0) cancelled.abort(new Cancelled())
  }
  // If a heartbeat fails, the next one makes up for it.
  const timer = setInterval(() => void beat().catch(() => {}), HEARTBEAT_MS)
  try {
    return await runThread({
      input: {
        databaseUrl,
        question: { model: run.model, merchantId: run.merchantId, start: run.start, end: run.end },
      },
      limits,
      signal: AbortSignal.any([signal, cancelled.signal]),
      onProgress: (reached) => (progress = reached),
    })
  } finally {
    clearInterval(timer)
  }
}

async function fail(sql: Sql, run: Run, message: string): Promise<void> {
  await sql`
    update model_runs set error = ${message}, progress = 0, alive_at = null,
      finished_at = case when attempts >= ${MOST_ATTEMPTS} then now() end
    where ${isOurs(sql, run)}`
}

async function giveBack(sql: Sql, run: Run): Promise<void> {
  await sql`
    update model_runs set attempts = attempts - 1, progress = 0, alive_at = null where ${isOurs(sql, run)}`
}

function isOurs(sql: Sql, { runId, attempt }: Run) {
  return sql`run_id = ${runId} and attempts = ${attempt} and finished_at is null`
}
