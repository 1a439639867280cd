import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { opsStatus } from '@bx/contracts/endpoints/operations'
import type { Sql } from '../db/client.ts'
import { DAILY_JOBS, JOB_EVERY_MS } from './jobs.ts'
import { RUN_LOST_MS, retryAfterMs } from './runJobs.ts'

type JobStatus = Answer<typeof opsStatus>['data']['jobs'][number]

interface LastRun {
  readonly job: string
  readonly due: Date
  readonly started: Date
  readonly ended: Date | null
  readonly isAlive: boolean
  readonly error: string | null
  readonly attempts: number
  readonly nextDay: Date
  readonly succeeded: Date | null
  readonly failures: number
}

/** The last run of each job, its outcome and when the next is due. */
export async function readJobs(sql: Sql, timeZone: string): Promise<JobStatus[]> {
  const rows = await sql<LastRun[]>`
    select last.*, good.ended as succeeded, (
      select count(*) from job_runs r where r.job = last.job and error is not null
        and due_at > coalesce(good.due_at, '-infinity')) as failures
    from (
      select distinct on (job) job, due_at as due, started_at as started, ended_at as ended, error, attempts,
        alive_at > now() - ${RUN_LOST_MS} * interval '1 ms' as "isAlive",
        (date_trunc('day', due_at at time zone ${timeZone}) + interval '1 day') at time zone ${timeZone} as "nextDay"
      from job_runs order by job, due_at desc
    ) last left join lateral (
      select due_at, ended_at as ended from job_runs r where r.job = last.job and ended_at is not null and r.error is null
      order by due_at desc limit 1
    ) good on true order by job`
  return rows.map((run) => ({
    job: run.job,
    started_at: run.started.toISOString(),
    took_seconds: run.ended === null ? null : (run.ended.getTime() - run.started.getTime()) / 1000,
    outcome: outcomeOf(run),
    next_at: nextOf(run)?.toISOString() ?? null,
    failures_in_a_row: run.failures,
    last_success_at: run.succeeded?.toISOString() ?? null,
  }))
}

function outcomeOf({ ended, error, isAlive }: LastRun): JobStatus['outcome'] {
  if (ended !== null) return error === null ? 'done' : 'failed'
  return isAlive ? 'running' : 'lost'
}

/** null for a job that this version does not run. A failed run is repeated before its next slot. */
function nextOf({ job, due, ended, error, attempts, nextDay }: LastRun): Date | null {
  const everyMs = (JOB_EVERY_MS as Readonly<Record<string, number>>)[job]
  if (everyMs === undefined) return null
  const slot = DAILY_JOBS.has(job) ? nextDay : new Date(due.getTime() + everyMs)
  if (ended === null || error === null) return slot
  return new Date(Math.min(slot.getTime(), ended.getTime() + retryAfterMs(attempts)))
}
