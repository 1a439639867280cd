import { runSteps } from '../lib/runSteps.ts'
import type { Fragment, Sql } from '../store/db.ts'

/** Days that each kind of note is kept. */
const KEPT_DAYS = { deadLetters: 14, clickLedger: 180, liveEvents: 1, jobRuns: 7, retried: 14 }
/** Rows of one statement: what piled up over weeks must not run into the statement's timeout each time. */
const AT_A_TIME = 20_000

/** Deletes what is kept for a time only. One table that fails does not stop the others. */
export async function forgetOld(sql: Sql): Promise<void> {
  const before = (column: string, days: number) => sql`${sql(column)} < now() - ${days} * interval '1 day'`
  await runSteps([
    () => forget(sql, 'dead_letter_events', before('created_at', KEPT_DAYS.deadLetters)),
    () => forget(sql, 'dead_letter_quota', before('hour', KEPT_DAYS.deadLetters)),
    () => forget(sql, 'dimension_changes', before('changed_at', KEPT_DAYS.liveEvents)),
    // A click's credit is kept for a sale that is first reported late.
    () => forget(sql, 'click_ledger', before('clicked_at', KEPT_DAYS.clickLedger)),
    () => forget(sql, 'live_events', before('written_at', KEPT_DAYS.liveEvents)),
    () => forget(sql, 'job_runs', before('due_at', KEPT_DAYS.jobRuns)),
    // Only what was retried: the rest waits for people.
    () => forget(sql, 'failed_envelopes', before('retried_at', KEPT_DAYS.retried)),
    () => forget(sql, 'failed_deltas', before('retried_at', KEPT_DAYS.retried)),
    () => forget(sql, 'failed_attributions', before('retried_at', KEPT_DAYS.retried)),
  ])
}

async function forget(sql: Sql, table: string, isOld: Fragment): Promise<void> {
  for (;;) {
    const { count } = await sql`
      delete from ${sql(table)} where ctid = any(array(select ctid from ${sql(table)} where ${isOld} limit ${AT_A_TIME}))`
    if (count < AT_A_TIME) return
  }
}
