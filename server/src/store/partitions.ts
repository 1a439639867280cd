import { addDays, utcDate } from '../lib/clock.ts'
import { isTransient } from '../lib/errors.ts'
import { sleep } from '../lib/retry.ts'
import { runSteps } from '../lib/runSteps.ts'
import type { Sql } from './db.ts'
import type { Topology } from './topology/topology.ts'

// Daily partitions: made ahead, dropped when retention is over. Runs on the owner's connection.

/** Raw facts, partitioned by UTC day of the event. */
export const FACT_TABLES = ['exposure_events', 'render_events', 'click_events'] as const

/** Days kept ready ahead of today: enough for a weekend without maintenance. */
const DAYS_AHEAD = 3
/** Fewer days ahead than this mean that maintenance fails. The third may be missing for an hour after midnight. */
export const LEAST_DAYS_AHEAD = 2

/** Makes the partitions from `rawDays` ago to a few days ahead; existing ones are left alone. */
export async function ensurePartitions(owner: Sql, topology: Topology, now: number, rawDays: number): Promise<void> {
  const today = utcDate(now)
  const days = Array.from({ length: rawDays + DAYS_AHEAD + 1 }, (_, i) => addDays(today, i - rawDays))
  await createDays(owner, topology, days)
}

/**
 * Makes those of the days' partitions that are missing. A day whose rows were dropped gets none again: it would look as if
 * nothing else had happened on it.
 */
export async function createDays(owner: Sql, topology: Topology, days: Iterable<string>): Promise<void> {
  const dropped = (await readDroppedBefore(owner)) ?? ''
  const wanted = [...days].filter((day) => day >= dropped)
  const createMissing = async (table: string) => {
    const existing = new Set(await topology.listDays(owner, table))
    const missing = wanted.filter((day) => !existing.has(day))
    await runSteps(missing.map((day) => () => patiently(() => topology.createDay(owner, table, day))))
  }
  // One day that cannot be made must not leave the others without a partition.
  await runSteps(FACT_TABLES.map((table) => () => createMissing(table)))
}

/** Whether raw events of the day are kept, whatever partitions exist: not dropped by retention, not far ahead. */
export function isOpenDay(day: string, now: number, rawDays: number): boolean {
  const today = utcDate(now)
  return day >= addDays(today, -rawDays) && day <= addDays(today, DAYS_AHEAD)
}

/** How many days after today have partitions of every fact table, without a gap; -1 when today has none. */
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
  if (lists.flat().some((day) => day < oldest)) await noteDropped(owner, oldest)
  const dropped = new Set<string>()
  const dropDay = async (table: string, day: string) => {
    await patiently(() => topology.dropDay(owner, table, day))
    dropped.add(day)
  }
  const dropExpired = async (table: string) => {
    const expired = (await topology.listDays(owner, table)).filter((day) => day < oldest)
    await runSteps(expired.map((day) => () => dropDay(table, day)))
  }
  await runSteps([
    ...FACT_TABLES.map((table) => () => dropExpired(table)),
    () => owner`delete from event_ids where event_date < ${oldest}`,
  ])
  return [...dropped].sort()
}

async function readDroppedBefore(owner: Sql): Promise<string | null> {
  const [row] = await owner<{ day: string }[]>`select dropped_before as day from raw_retention`
  return row?.day ?? null
}

/** Before anything is dropped, so that nobody takes a day for whole that is not. A larger RAW_DAYS brings nothing back. */
async function noteDropped(owner: Sql, oldest: string): Promise<void> {
  await owner`
    insert into raw_retention (dropped_before) values (${oldest})
    on conflict (only_row) do update set dropped_before = greatest(raw_retention.dropped_before, excluded.dropped_before)`
}

// Attaching and dropping need a lock that queues behind long reads and makes inserts queue behind it; a plain drop
// stalled all inserts for 3 s. With lock_timeout it gives up early and tries again.
async function patiently(work: () => Promise<void>): Promise<void> {
  const tries = 100
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === tries || !isTransient(error)) throw error
      await sleep(50 + Math.random() * 200)
    }
  }
}
