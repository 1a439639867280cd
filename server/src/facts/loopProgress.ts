import type { Sql } from '../db/client.ts'
import { SECOND } from '../lib/clock.ts'
import { reasonOf } from '../lib/errors.ts'

/** The loops that run without a schedule; jobs keep their runs in job_runs. */
export const LOOPS = ['process', 'rollup', 'attribution'] as const
export type LoopName = (typeof LOOPS)[number]

/** Records how a loop is doing, for status, metrics and alerts. */
export interface Progress {
  /** A round succeeded; an empty one counts. */
  succeeded(): Promise<void>
  failed(error: unknown): Promise<void>
}

/** How often a healthy loop is recorded. */
const NOTE_EVERY_MS = 5 * SECOND

export function openProgress(sql: Sql, loop: LoopName): Progress {
  let notedAt = Number.NEGATIVE_INFINITY
  let isFailing = false
  return {
    async succeeded() {
      if (!isFailing && performance.now() - notedAt < NOTE_EVERY_MS) return
      notedAt = performance.now()
      isFailing = false
      await quietly(sql`
        insert into loop_progress as p (loop, last_success_at) values (${loop}, now())
        on conflict (loop) do update set last_success_at = excluded.last_success_at, failures = 0`)
    },
    async failed(error) {
      isFailing = true
      await quietly(sql`
        insert into loop_progress as p (loop, failures, last_failure_at, last_error)
        values (${loop}, 1, now(), ${reasonOf(error)})
        on conflict (loop) do update
        set failures = p.failures + 1, last_failure_at = excluded.last_failure_at, last_error = excluded.last_error`)
    },
  }
}

/**
 * Work never waits for these records, and never fails because of them: while the database is down, the log has the
 * failures.
 */
async function quietly(statement: Promise<unknown>): Promise<void> {
  await statement.catch(() => {})
}
