import { isTransient } from '../lib/errors.ts'
import type { Logger } from '../lib/logger.ts'
import { sleep } from '../lib/retry.ts'
import type { Sql } from '../store/db.ts'

/** Something done at a steady beat by one worker among many. It must not mind being cut off and done again. */
export interface Job {
  readonly name: string
  readonly everyMs: number
  run(): Promise<void>
}

export interface RunJobsOptions {
  readonly jobs: readonly Job[]
  readonly sql: Sql
  readonly logger: Logger
  readonly signal: AbortSignal
}

/** Runs the jobs until `signal` aborts. */
export async function runJobs(options: RunJobsOptions): Promise<void> {
  await Promise.all(options.jobs.map((job) => beat(job, options)))
}

async function beat(job: Job, { sql, logger, signal }: RunJobsOptions): Promise<void> {
  while (!signal.aborted) {
    try {
      const due = new Date(Math.floor(Date.now() / job.everyMs) * job.everyMs)
      if (await take(sql, job.name, due)) await run(sql, job, due, logger)
    } catch (error) {
      if (!isTransient(error)) logger.error('job_not_started', { job: job.name, error })
    }
    await sleep(job.everyMs - (Date.now() % job.everyMs) + Math.random() * 200, signal)
  }
}

/** Whoever inserts the row of the time slot does the run: no lock to hold, and nothing to clean up after a crash. */
async function take(sql: Sql, job: string, due: Date): Promise<boolean> {
  const taken = await sql`insert into job_runs (job, due_at) values (${job}, ${due}) on conflict do nothing returning 1`
  return taken.length > 0
}

async function run(sql: Sql, job: Job, due: Date, logger: Logger): Promise<void> {
  let message: string | null = null
  try {
    await job.run()
  } catch (error) {
    message = error instanceof Error ? error.message : String(error)
    logger.error('job_failed', { job: job.name, error })
  }
  await sql`update job_runs set ended_at = now(), error = ${message} where job = ${job.name} and due_at = ${due}`
}
