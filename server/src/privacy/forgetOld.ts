import { LEDGER_DAYS } from '../attribution/clickLedger.ts'
import { FINAL_DAYS_KEPT } from '../attribution/markFinalDays.ts'
import type { Fragment, Sql } from '../db/client.ts'
import { runSteps } from '../lib/runSteps.ts'
import { RAW_DAYS } from '../settings/registry.ts'
import { currentValue } from '../settings/setting.ts'

/** Days that each kind of record is kept. */
const KEPT_DAYS = {
  deadLetters: 14,
  clickLedger: LEDGER_DAYS,
  /** Clicks of packages are invoiced: longer than the longest flight and its closing. */
  packageClicks: 760,
  liveEvents: 1,
  jobRuns: 7,
  retried: 14,
  agents: 33,
  visitorLinks: 60,
}
/** Rows of one statement: a backlog of weeks must not hit the statement's timeout each time. */
const AT_A_TIME = 20_000

/** Deletes expired records. If one table fails, the others are still cleaned. */
export async function forgetOld(sql: Sql): Promise<void> {
  const before = (column: string, days: number) => sql`${sql(column)} < now() - ${days} * interval '1 day'`
  const rawDays = () => currentValue(sql, RAW_DAYS)
  await runSteps([
    () => forget(sql, 'dead_letter_events', before('created_at', KEPT_DAYS.deadLetters)),
    () => forget(sql, 'dead_letter_quota', before('hour', KEPT_DAYS.deadLetters)),
    () => forget(sql, 'dimension_changes', before('changed_at', KEPT_DAYS.liveEvents)),
    // A click's credit is kept for sales that are first reported late, and longer than its raw row: a stored click that
    // is not in the ledger would be counted again when it is attributed again. One day more, as raw rows go by whole days.
    async () => {
      const days = Math.max(KEPT_DAYS.clickLedger, (await rawDays()) + 1)
      const ofPackages = Math.max(KEPT_DAYS.packageClicks, days)
      await forget(sql, 'click_ledger', sql`${before('clicked_at', days)} and package_id is null`)
      await forget(sql, 'click_ledger', before('clicked_at', ofPackages))
    },
    // As long as raw rows: an exposure of an earlier day is refused. One day more, as they go by whole days.
    async () => forget(sql, 'slot_token_uses', before('used_at', (await rawDays()) + 1)),
    () => forget(sql, 'live_events', before('written_at', KEPT_DAYS.liveEvents)),
    () => forget(sql, 'job_runs', before('due_at', KEPT_DAYS.jobRuns)),
    // As long as rows have a source, plus two days for time zones and wrong clocks.
    () => forget(sql, 'source_agents', before('last_seen', KEPT_DAYS.agents)),
    // As long as raw rows from before the link, and as long again for a visitor's id that remains in use.
    async () => {
      const days = Math.max(KEPT_DAYS.visitorLinks, 2 * (await rawDays()))
      await forget(sql, 'visitor_links', before('linked_at', days))
    },
    () => forget(sql, 'final_days', before('day', FINAL_DAYS_KEPT)),
    () => forget(sql, 'restated_days', before('day', FINAL_DAYS_KEPT)),
    // Only retried ones: the others wait for people.
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
