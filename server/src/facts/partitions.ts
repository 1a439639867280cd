import type { Sql } from '../db/client.ts'
import { addDays, utcDate } from '../lib/clock.ts'
import { runSteps } from '../lib/runSteps.ts'
import type { DayTable } from './factTables.ts'
import { patiently } from './patiently.ts'
import type { Topology } from './topology/topology.ts'

// Daily partitions: created ahead, dropped when retention ends. Runs on the owner's connection.

/** Raw facts, partitioned by UTC day of the event. */
export const FACT_TABLES = ['exposure_events', 'render_events', 'click_events'] as const satisfies readonly DayTable[]

const PROCESSED: DayTable = 'processed_envelopes'
/** Days that processed envelopes are remembered. */
const PROCESSED_DAYS = 7
/** Partition of envelopes whose id names a day without one: a clock was wrong, or they waited for long. */
export const UNDATED = '2000-01-01'

/** Days created ahead of today: enough for a weekend without maintenance. */
const DAYS_AHEAD = 3
/** Fewer days ahead than this mean that maintenance fails. The third may be missing for an hour after midnight. */
export const LEAST_DAYS_AHEAD = 2

/** Creates the partitions from `rawDays` ago to a few days ahead; existing ones are not changed. */
export async function ensurePartitions(owner: Sql, topology: Topology, now: number, rawDays: number): Promise<void> {
  const today = utcDate(now)
  const days = Array.from({ length: rawDays + DAYS_AHEAD + 1 }, (_, i) => addDays(today, i - rawDays))
  await runSteps([() => createDays(owner, topology, days), () => ensureProcessedDays(owner, topology, now)])
}

/**
 * Creates the missing partitions of these days. A day whose rows were dropped gets none again: it would look like a
 * complete day with few events.
 */
export async function createDays(owner: Sql, topology: Topology, days: Iterable<string>): Promise<void> {
  const dropped = (await readDroppedBefore(owner)) ?? ''
  const wanted = [...days].filter((day) => day >= dropped)
  // One day that cannot be created must not leave the others without a partition.
  await runSteps(FACT_TABLES.map((table) => () => createMissing(owner, topology, table, wanted)))
}

async function createMissing(
  owner: Sql,
  topology: Topology,
  table: DayTable,
  wanted: readonly string[],
): Promise<void> {
  const existing = new Set(await topology.listDays(owner, table))
  const missing = wanted.filter((day) => !existing.has(day))
  await runSteps(missing.map((day) => () => patiently(() => topology.createDay(owner, table, day))))
}

async function ensureProcessedDays(owner: Sql, topology: Topology, now: number): Promise<void> {
  const first = addDays(utcDate(now), -PROCESSED_DAYS)
  const days = Array.from({ length: PROCESSED_DAYS + DAYS_AHEAD + 1 }, (_, i) => addDays(first, i))
  await createMissing(owner, topology, PROCESSED, [UNDATED, ...days])
}

/**
 * Whether raw events of the day are accepted, regardless of the partitions that exist: not dropped by retention, not too far ahead.
 */
export function isOpenDay(day: string, now: number, rawDays: number): boolean {
  const today = utcDate(now)
  return day >= addDays(today, -rawDays) && day <= addDays(today, DAYS_AHEAD)
}

/** How many days after today have partitions of every fact table, without a gap; -1 if today has none. */
export async function countDaysAhead(sql: Sql, topology: Topology, now: number): Promise<number> {
  const lists = await Promise.all(FACT_TABLES.map((table) => topology.listDays(sql, table)))
  const tables = lists.map((days) => new Set(days))
  const today = utcDate(now)
  let ahead = -1
  while (ahead < DAYS_AHEAD && tables.every((days) => days.has(addDays(today, ahead + 1)))) ahead++
  return ahead
}

/** Drops the raw partitions of days before `today - rawDays`. Returns the days dropped. */
export async function dropExpiredPartitions(
  owner: Sql,
  topology: Topology,
  now: number,
  rawDays: number,
): Promise<string[]> {
  const oldest = addDays(utcDate(now), -rawDays)
  const lists = await Promise.all(FACT_TABLES.map((table) => topology.listDays(owner, table)))
  if (lists.flat().some((day) => day < oldest)) await recordDropped(owner, oldest)
  const dropped = new Set<string>()
  const dropDay = async (table: DayTable, day: string) => {
    await patiently(() => topology.dropDay(owner, table, day))
    dropped.add(day)
  }
  const dropExpired = async (table: DayTable) => {
    const expired = (await topology.listDays(owner, table)).filter((day) => day < oldest)
    await runSteps(expired.map((day) => () => dropDay(table, day)))
  }
  await runSteps([
    ...FACT_TABLES.map((table) => () => dropExpired(table)),
    () => owner`delete from event_ids where event_date < ${oldest}`,
    () => dropProcessedDays(owner, topology, now),
  ])
  return [...dropped].sort()
}

async function dropProcessedDays(owner: Sql, topology: Topology, now: number): Promise<void> {
  const oldest = addDays(utcDate(now), -PROCESSED_DAYS)
  const expired = (await topology.listDays(owner, PROCESSED)).filter((day) => day < oldest && day !== UNDATED)
  await runSteps([
    ...expired.map((day) => () => patiently(() => topology.dropDay(owner, PROCESSED, day))),
    () => owner`delete from processed_envelopes where day = ${UNDATED} and processed_at < ${oldest}::date`,
  ])
}

async function readDroppedBefore(owner: Sql): Promise<string | null> {
  const [row] = await owner<{ day: string }[]>`select dropped_before as day from raw_retention`
  return row?.day ?? null
}

/**
 * Recorded before anything is dropped, so that an incomplete day is never taken for complete. A larger RAW_DAYS does
 * not bring days back.
 */
async function recordDropped(owner: Sql, oldest: string): Promise<void> {
  await owner`
    insert into raw_retention (dropped_before) values (${oldest})
    on conflict (only_row) do update set dropped_before = greatest(raw_retention.dropped_before, excluded.dropped_before)`
}
