import type { Fragment, Sql } from '../db/client.ts'
import { MINUTE, SECOND } from '../lib/clock.ts'
import { isTransient } from '../lib/errors.ts'
import type { Logger } from '../lib/logger.ts'
import { sleep } from '../lib/retry.ts'

/** Recurring work, done by one worker among many. It must be idempotent and safe to interrupt. */
export interface Job {
  readonly name: string
  readonly everyMs: number
  /** Set for a job that runs once per local day of this time zone; `everyMs` is then a day. */
  readonly dailyIn?: string
  run(): Promise<void>
}

export interface RunJobsOptions {
  readonly jobs: readonly Job[]
  readonly sql: Sql
  readonly logger: Logger
  readonly signal: AbortSignal
}

/**
 * A run renews its row this often. If it does not for RUN_LOST_MS, its worker is considered dead and another takes
 * over.
 */
const RENEW_MS = 20 * SECOND
export const RUN_LOST_MS = 2 * MINUTE
/** A failed run is retried after a minute, then after twice as long each time, up to ten minutes. */
const [FIRST_RETRY_MS, LONGEST_RETRY_MS] = [MINUTE, 10 * MINUTE]

/** Runs the jobs until `signal` aborts. */
export async function runJobs(options: RunJobsOptions): Promise<void> {
  await Promise.all(options.jobs.map((job) => beat(job, options)))
}

/** Milliseconds between a failed attempt and the next one, unless the next slot begins before. */
export function retryAfterMs(attempts: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS)
}

/**
 * Checks at least once a minute: for a failed run to repeat, and for a daily slot that began while this worker was
 * asleep.
 */
async function beat(job: Job, { sql, logger, signal }: RunJobsOptions): Promise<void> {
  const lookMs = Math.min(job.everyMs, MINUTE)
  while (!signal.aborted) {
    try {
      await runIfDue(sql, job, logger)
    } catch (error) {
      if (!isTransient(error)) logger.error('job_not_started', { job: job.name, error })
    }
    await sleep(lookMs - (Date.now() % lookMs) + Math.random() * 200, signal)
  }
}

/** Runs the job if its slot is free: not run yet, or the last attempt failed or lost its worker. */
export async function runIfDue(sql: Sql, job: Job, logger: Logger, now = Date.now()): Promise<boolean> {
  const turn = await take(sql, job, new Date(now))
  if (turn === null) return false
  const renewal = setInterval(() => renew(sql, job, turn), RENEW_MS)
  let message: string | null = null
  try {
    await job.run()
  } catch (error) {
    message = error instanceof Error ? error.message : String(error)
    logger.error('job_failed', { job: job.name, attempt: turn.attempts, error })
  } finally {
    clearInterval(renewal)
  }
  await sql`update job_runs set ended_at = now(), error = ${message} where ${isTurn(sql, job, turn)}`
  return true
}

interface Turn {
  readonly due: Date
  /** Distinguishes this attempt from one that took over, if this worker was asleep. */
  readonly attempts: number
}

/** The process that inserts the row of the slot, or raises its attempts, owns the run. */
async function take(sql: Sql, job: Job, now: Date): Promise<Turn | null> {
  const [row] = await sql<Turn[]>`
    insert into job_runs as run (job, due_at) select ${job.name}, ${slotOf(sql, job, now)}
    on conflict (job, due_at) do update
    set attempts = run.attempts + 1, started_at = now(), alive_at = now(), ended_at = null, error = null
    where run.ended_at is null and run.alive_at < now() - ${RUN_LOST_MS} * interval '1 ms'
      or run.error is not null and run.ended_at < now()
        - least(${FIRST_RETRY_MS} * 2.0 ^ least(run.attempts - 1, 20), ${LONGEST_RETRY_MS}) * interval '1 ms'
    returning due_at as due, attempts`
  return row ?? null
}

/** The start of the interval, or of the local day: a day of 25 or 23 hours is one slot. */
function slotOf(sql: Sql, { everyMs, dailyIn }: Job, now: Date): Fragment {
  if (dailyIn === undefined) return sql`${new Date(Math.floor(now.getTime() / everyMs) * everyMs)}::timestamptz`
  return sql`date_trunc('day', ${now}::timestamptz at time zone ${dailyIn}) at time zone ${dailyIn}`
}

function renew(sql: Sql, job: Job, turn: Turn): void {
  sql`update job_runs set alive_at = now() where ${isTurn(sql, job, turn)}`.catch(() => {
    // The next renewal tries again; if the run is taken over meanwhile, it runs twice, which is harmless.
  })
}

function isTurn(sql: Sql, job: Job, { due, attempts }: Turn): Fragment {
  return sql`job = ${job.name} and due_at = ${due} and attempts = ${attempts}`
}
