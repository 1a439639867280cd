import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { opsStatus } from '@bx/contracts/endpoints/operations'
import { MINUTE } from '../lib/clock.ts'
import type { Sql } from '../store/db.ts'
import { JOB_EVERY_MS } from './jobs.ts'

type JobStatus = Answer<typeof opsStatus>['data']['jobs'][number]

/** A run that has not ended after this long lost its worker: the longest job takes minutes. */
const LOST_AFTER_MS = 30 * MINUTE

interface Row {
  readonly job: string
  readonly due: Date
  readonly started: Date
  readonly ended: Date | null
  readonly error: string | null
  readonly succeeded: Date | null
  readonly failures: number
}

/** The last run of each job, how it went and when the next is due. */
export async function readJobs(sql: Sql): Promise<JobStatus[]> {
  const rows = await sql<Row[]>`
    select last.*, good.ended as succeeded, (
      select count(*) from job_runs r where r.job = last.job and error is not null
        and due_at > coalesce(good.due_at, '-infinity')) as failures
    from (
      select distinct on (job) job, due_at as due, started_at as started, ended_at as ended, error
      from job_runs order by job, due_at desc
    ) last left join lateral (
      select due_at, ended_at as ended from job_runs r where r.job = last.job and ended_at is not null and r.error is null
      order by due_at desc limit 1
    ) good on true order by job`
  return rows.map(({ job, due, started, ended, error, succeeded, failures }) => ({
    job,
    started_at: started.toISOString(),
    took_seconds: ended === null ? null : (ended.getTime() - started.getTime()) / 1000,
    outcome: outcomeOf(started, ended, error),
    next_at: nextOf(job, due),
    failures_in_a_row: failures,
    last_success_at: succeeded?.toISOString() ?? null,
  }))
}

function outcomeOf(started: Date, ended: Date | null, error: string | null): JobStatus['outcome'] {
  if (ended !== null) return error === null ? 'done' : 'failed'
  return Date.now() - started.getTime() > LOST_AFTER_MS ? 'lost' : 'running'
}

/** null for a job that this version does not run. */
function nextOf(job: string, due: Date): string | null {
  const everyMs = (JOB_EVERY_MS as Readonly<Record<string, number>>)[job]
  return everyMs === undefined ? null : new Date(due.getTime() + everyMs).toISOString()
}
