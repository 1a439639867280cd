import type { Sql, Tx } from '../db/client.ts'
import { raiseDayVersions } from '../facts/dayVersions.ts'
import { holdRaw, keptWhole } from './keptWhole.ts'
import { recountPackageSketches } from './recountPackageSketches.ts'
import { recountSketches } from './recountSketches.ts'
import { rollUpDeltas } from './rollUpDeltas.ts'
import { rollUpWithin } from './rollUpOnce.ts'
import type { RollupContext } from './rollupContext.ts'
import { ROLLUPS, type Rollup, rawOf } from './rollups.ts'

// Checks that the rollups equal a recount of the raw rows, day by day, and repairs them on request. It holds the
// rollup's lock and first rolls up what is waiting, in the snapshot in which it compares, so that nothing can change in
// between.

export interface RecountResult {
  readonly day: string
  /** Rollup rows compared, and those that differ from raw. */
  readonly cells: number
  readonly wrong: number
  /** The first differences, as text. */
  readonly examples: readonly string[]
  /** Some of its raw rows were dropped already: nothing was compared or repaired. */
  readonly isPartial: boolean
}

/**
 * Recounts one day of the reporting zone, if its raw rows are all kept. With `repair`, rewrites the tables that are
 * wrong.
 */
export async function recountDay(context: RollupContext, day: string, repair: boolean): Promise<RecountResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      // Deltas that cannot be rolled up are set aside first, so that they do not fail the recount.
      await rollUpDeltas(context)
      return await context.sql.begin('isolation level repeatable read', async (tx) => {
        await holdRaw(tx)
        // Between two answers a recount of a large day takes seconds; that is not a hung worker.
        await tx`set local idle_in_transaction_session_timeout = '5min'`
        await rollUpAll(tx, context)
        return compare(tx, day, repair)
      })
    } catch (error) {
      context.memory.clear()
      context.filledSlotDays.clear()
      // 40001: another worker committed between the snapshot and the lock.
      if (attempt === 50 || !(error instanceof Busy || (error as { code?: string }).code === '40001')) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

/** Days that were counted: those whose raw rows are all kept, and the last one of the others. */
export async function recountableDays(sql: Sql): Promise<{ days: string[]; leftAlone: string | null }> {
  const rows = await sql<{ day: string }[]>`select distinct day from placement_daily order by day`
  const counted = rows.map(({ day }) => day)
  const whole = await sql.begin((tx) => keptWhole(tx, counted))
  const days = counted.filter((day) => whole.has(day))
  return { days, leftAlone: counted.findLast((day) => !whole.has(day)) ?? null }
}

class Busy extends Error {
  override name = 'Busy'
}

async function rollUpAll(tx: Tx, context: RollupContext): Promise<void> {
  for (;;) {
    const count = await rollUpWithin(tx, context)
    if (count === null) throw new Busy('another worker is at work')
    if (count === 0) return
  }
}

async function compare(tx: Tx, day: string, repair: boolean): Promise<RecountResult> {
  let [cells, wrong] = [0, 0]
  const examples: string[] = []
  const isPartial = !(await keptWhole(tx, [day])).has(day)
  if (isPartial) return { day, cells, wrong, examples, isPartial }
  for (const rollup of ROLLUPS) {
    const result = await compareRollup(tx, rollup, day)
    cells += result.cells
    wrong += result.wrong
    if (result.wrong > 0) {
      examples.push(`${rollup.table}: ${result.wrong} rows, e.g. ${result.example}`)
      if (repair) await rewrite(tx, rollup, day)
    }
  }
  const sketches = sumOf(await recountSketches(tx, day, repair), await recountPackageSketches(tx, day, repair))
  if (repair) await recordRepair(tx, day)
  // Other workers have sketches in memory from before the repair.
  if (repair && wrong + sketches.wrong > 0) {
    await tx`update rollup_state set epoch = epoch + 1`
    await raiseDayVersions(tx, 'rollup', [day])
  }
  return {
    day,
    cells: cells + sketches.cells,
    wrong: wrong + sketches.wrong,
    examples: [...examples, ...sketches.examples],
    isPartial,
  }
}

type Compared = Pick<RecountResult, 'cells' | 'wrong' | 'examples'>

function sumOf(a: Compared, b: Compared): Compared {
  return { cells: a.cells + b.cells, wrong: a.wrong + b.wrong, examples: [...a.examples, ...b.examples] }
}

/** The day now equals its raw rows, including those of deltas that were set aside: a retry must not add them again. */
async function recordRepair(tx: Tx, day: string): Promise<void> {
  await tx`
    update failed_deltas set repaired_days = repaired_days || ${day}::date
    where retried_at is null and not ${day}::date = any(repaired_days)`
}

async function compareRollup(tx: Tx, rollup: Rollup, day: string) {
  const keys = rollup.keys.join(', ')
  const differs = rollup.values
    .map((column) =>
      column === 'weight' ? 'abs(r.weight - k.weight) > 1e-6 * r.weight' : `r.${column} is distinct from k.${column}`,
    )
    .join(' or ')
  const [row] = await tx<{ cells: number; wrong: number; example: string | null }[]>`
    with r as (${rawOf(tx, rollup, day)}), k as (select * from ${tx(rollup.table)} where day = ${day}),
    compared as (
      select ${tx.unsafe(rollup.keys.join(`::text || ' ' || `))}::text as key,
        (r.${tx(rollup.values[0]!)} is null or k.${tx(rollup.values[0]!)} is null or ${tx.unsafe(differs)}) as wrong
      from r full join k using (${tx.unsafe(keys)})
    )
    select count(*) as cells, count(*) filter (where wrong) as wrong, min(key) filter (where wrong) as example from compared`
  return row!
}

async function rewrite(tx: Tx, rollup: Rollup, day: string): Promise<void> {
  const columns = [...rollup.keys, ...rollup.values]
  await tx`delete from ${tx(rollup.table)} where day = ${day}`
  await tx`insert into ${tx(rollup.table)} (${tx(columns)}) select ${tx(columns)} from (${rawOf(tx, rollup, day)}) raw`
  // The next rollup of this day fills them from raw rows.
  if (rollup.table === 'slot_daily') await tx`delete from session_slots where day = ${day}`
}
