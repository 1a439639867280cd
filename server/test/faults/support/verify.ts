import type { Sql } from '../../../src/db/client.ts'
import { countUnaccounted } from '../../../src/query/reconciliation.ts'
import { recountDay } from '../../../src/rollup/recount.ts'
import type { RollupContext } from '../../../src/rollup/rollupContext.ts'

/** What is left after a fault, once nothing waits any more. */
export interface Verdict {
  readonly acknowledged: number
  readonly stored: number
  readonly deadLetters: number
  /** Acknowledged, and neither stored nor a dead letter. */
  readonly lost: number
  /** Impressions in a rollup, or rows, beyond one for each stored id; the worst of them. */
  readonly countedTwice: number
  /** Stored ids missing in a rollup; the worst of them. */
  readonly notCounted: number
  /** |stored events by the outcomes ledger - stored ids|, the same of dead letters, and received events without an outcome. */
  readonly outcomesWrong: number
  readonly cells: number
  readonly wrongCells: number
  readonly examples: readonly string[]
}

/** What was there before the fault: rows that no request brought, such as a world loaded by COPY. */
export interface Before {
  /** Stored ids that the outcomes ledger does not know. */
  readonly unreceived: number
  /** Only days from here on are recounted. */
  readonly recountFrom: string
}

export async function beforeFault(sql: Sql, recountFrom: string): Promise<Before> {
  const [stored, outcomes] = await Promise.all([countStored(sql), sumOutcomes(sql)])
  return { unreceived: stored.ids - outcomes.stored, recountFrom }
}

/** Compares the ledger with the tables, the rollups with the rows, and recounts every day that was touched. */
export async function verify(
  sql: Sql,
  rollup: RollupContext,
  acknowledged: readonly string[],
  before: Before = { unreceived: 0, recountFrom: '' },
): Promise<Verdict> {
  const [stored, lost, sums, outcomes, unaccounted] = await Promise.all([
    countStored(sql),
    countLost(sql, acknowledged),
    rollupSums(sql),
    sumOutcomes(sql),
    sql.begin((tx) => countUnaccounted(tx, new Date(0))),
  ])
  const counted = [stored.rows, ...sums]
  const recounts = []
  const days = (await daysTouched(sql)).filter((day) => day >= before.recountFrom)
  for (const day of days) recounts.push(await recountDay(rollup, day, false))
  return {
    acknowledged: acknowledged.length,
    stored: stored.ids,
    deadLetters: stored.deadLetters,
    lost,
    countedTwice: Math.max(...counted.map((sum) => Math.max(0, sum - stored.ids))),
    notCounted: Math.max(...counted.map((sum) => Math.max(0, stored.ids - sum))),
    outcomesWrong:
      Math.abs(outcomes.stored + before.unreceived - stored.ids) +
      Math.abs(outcomes.rejected - stored.deadLetters) +
      unaccounted,
    cells: recounts.reduce((sum, result) => sum + result.cells, 0),
    wrongCells: recounts.reduce((sum, result) => sum + result.wrong, 0),
    examples: recounts.flatMap((result) => result.examples),
  }
}

async function countStored(sql: Sql) {
  const [row] = await sql<{ rows: number; ids: number; deadLetters: number }[]>`
    select count(*) as rows, count(distinct event_id) as ids,
      (select count(*) from dead_letter_events) as "deadLetters" from exposure_events`
  return row!
}

async function countLost(sql: Sql, acknowledged: readonly string[]): Promise<number> {
  const [row] = await sql<{ lost: number }[]>`
    select count(*) as lost from unnest(${sql.array([...acknowledged])}::uuid[]) as t(id)
    where not exists (select from exposure_events e where e.event_id = t.id)
      and not exists (select from dead_letter_events letter where letter.event_id = t.id::text)`
  return row!.lost
}

async function rollupSums(sql: Sql): Promise<number[]> {
  const [row] = await sql<{ hourly: number; daily: number; merchants: number }[]>`
    select (select coalesce(sum(impressions), 0)::bigint from placement_hourly) as hourly,
      (select coalesce(sum(impressions), 0)::bigint from placement_daily) as daily,
      (select coalesce(sum(impressions), 0)::bigint from exposure_daily) as merchants`
  return [row!.hourly, row!.daily, row!.merchants]
}

async function sumOutcomes(sql: Sql) {
  const [row] = await sql<{ stored: number; rejected: number }[]>`
    select coalesce(sum(events) filter (where outcome in ('stored', 'flagged')), 0)::bigint as stored,
      coalesce(sum(events) filter (where outcome = 'rejected'), 0)::bigint as rejected
    from ingest_outcomes where kind = 'exposure'`
  return row!
}

async function daysTouched(sql: Sql): Promise<string[]> {
  const rows = await sql<{ day: string }[]>`
    select day from exposure_events union select day from placement_daily union select day from exposure_daily order by 1`
  return rows.map((row) => row.day)
}
