import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { opsStatus } from '@bx/contracts/endpoints/operations'
import { MINUTE } from '../lib/clock.ts'
import type { Sql } from '../store/db.ts'
import { JOB_EVERY_MS } from './jobs.ts'

type JobStatus = Answer<typeof opsStatus>['data']['jobs'][number]

/** A run that has not ended after this long lost its worker: the longest job takes minutes. */
const LOST_AFTER_MS = 30 * MINUTE

/** The last run of each job, how it went and when the next is due. */
export async function readJobs(sql: Sql): Promise<JobStatus[]> {
  const rows = await sql<{ job: string; due: Date; started: Date; ended: Date | null; error: string | null }[]>`
    select distinct on (job) job, due_at as due, started_at as started, ended_at as ended, error
    from job_runs order by job, due_at desc`
  return rows.map(({ job, due, started, ended, error }) => ({
    job,
    started_at: started.toISOString(),
    took_seconds: ended === null ? null : (ended.getTime() - started.getTime()) / 1000,
    outcome: outcomeOf(started, ended, error),
    next_at: nextOf(job, due),
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
