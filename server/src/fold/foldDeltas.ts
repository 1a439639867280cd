import type { Failpoint } from '../lib/failpoint.ts'
import { raiseDayVersions } from '../store/dayVersions.ts'
import { plainArray, type Sql, type Tx } from '../store/db.ts'
import type { Delta } from '../store/delta.ts'
import { aggregate } from './aggregate.ts'
import { SketchMemory } from './sketchMemory.ts'
import type { Totals } from './totals.ts'
import { writeCategoryDays, writeDays, writeHours, writeMerchantDays, writePlacementDays } from './writeCounters.ts'
import { writeOutcomes, writeRenders } from './writeOutcomes.ts'
import { writeReach } from './writeReach.ts'
import { recountSlotsOfUsers, refillSlots, writeSlots } from './writeSlots.ts'

// FOLD: deltas in; counters, session slots and sketches out, and the deltas deleted, in one transaction: each delta is
// counted exactly once, without a cursor. Only one folder works at a time: it holds the lock of the one row of
// fold_state for the length of its transaction, so a dead folder frees it at once and a hung one after 15 s.

/** Exposures of one fold: bounds its memory (about 100 MB) and its time (about 2 s). */
const MAX_EVENTS = 100_000

export interface FoldContext {
  readonly sql: Sql
  readonly memory: SketchMemory
  readonly failpoint: Failpoint
  /** Days of session_slots that this folder knows to be there and filled. */
  readonly slotDays: Set<string>
  /** Makes the session_slots partitions of these days. */
  createSlotDays(days: readonly string[]): Promise<void>
}

export function openFold(
  sql: Sql,
  failpoint: Failpoint,
  createSlotDays: (days: readonly string[]) => Promise<void>,
): FoldContext {
  return { sql, memory: new SketchMemory(), failpoint, slotDays: new Set(), createSlotDays }
}

/** Folds what waits, up to a bound. Returns the deltas folded; null when another folder is at work. */
export async function foldDeltas(context: FoldContext): Promise<number | null> {
  try {
    const folded = await context.sql.begin(async (tx) => {
      await tx`set local synchronous_commit = off` // lost with its deltas' deletion, so it is simply done again
      return foldWithin(tx, context)
    })
    context.memory.trim()
    return folded
  } catch (error) {
    context.memory.clear()
    context.slotDays.clear()
    if (!(error instanceof MissingSlotDays)) throw error
    await context.createSlotDays(error.days)
    return foldDeltas(context)
  }
}

/** Folds within a transaction of the caller's (a recount holds the lock while it compares). */
export async function foldWithin(tx: Tx, context: FoldContext): Promise<number | null> {
  const [state] = await tx<{ epoch: number }[]>`select epoch from fold_state for update skip locked`
  if (state === undefined) return null
  const rows = await tx<{ delta_id: number; payload: string }[]>`
    select delta_id, payload from rollup_deltas join (
      select delta_id, sum(events) over (order by delta_id) - events as before from rollup_deltas
    ) running using (delta_id)
    where before < ${MAX_EVENTS} order by delta_id`
  if (rows.length === 0) return 0
  if (context.memory.epoch !== state.epoch) {
    context.memory.clear()
    context.slotDays.clear()
  }
  const totals = aggregate(rows.map((row) => JSON.parse(row.payload) as Delta))
  await write(tx, context, totals)
  await tx`delete from rollup_deltas where delta_id = any(${plainArray(rows.map((row) => row.delta_id))}::bigint[])`
  await tx`update fold_state set epoch = ${state.epoch + 1}`
  context.failpoint('mid-fold')
  context.memory.epoch = state.epoch + 1
  return rows.length
}

async function write(tx: Tx, context: FoldContext, totals: Totals): Promise<void> {
  const removals = totals.removedUsers.length > 0
  await writeHours(tx, totals.hours)
  await writeDays(tx, totals.days, removals)
  await writeMerchantDays(tx, totals.days, removals)
  await writeCategoryDays(tx, totals.days, removals)
  await writePlacementDays(tx, totals.placementDays, removals)
  await writeReach(tx, totals.reach, context.memory)
  await openSlotDays(tx, context, totals)
  await writeSlots(tx, totals.slots)
  if (removals) await recountSlotsOfUsers(tx, totals.removedUsers, [...new Set(totals.days.map((cell) => cell.day))])
  await writeRenders(tx, totals.renders)
  await writeOutcomes(tx, totals.outcomes)
  await raiseDayVersions(tx, 'rollup', daysOf(totals), [...new Set(totals.outcomes.map(([hour]) => hour))])
}

/** Days whose figures the fold writes. */
function daysOf({ days, renders }: Totals): string[] {
  return [...new Set([...days.map(({ day }) => day), ...renders.map(([, day]) => day)])]
}

class MissingSlotDays extends Error {
  override name = 'MissingSlotDays'
  readonly days: readonly string[]

  constructor(days: readonly string[]) {
    super(`session_slots has no partition for ${days.join(', ')}`)
    this.days = days
  }
}

// A late event may fall on a day whose session slots were compacted: then they are filled from raw again first.
async function openSlotDays(tx: Tx, context: FoldContext, totals: Totals): Promise<void> {
  const days = [...new Set(totals.days.map((cell) => cell.day))].filter((day) => !context.slotDays.has(day))
  if (days.length === 0) return
  const states = await tx<{ day: string; exists: boolean; summed: boolean }[]>`
    select day, to_regclass('session_slots_' || to_char(day, 'YYYYMMDD')) is not null as exists,
      exists (select from slot_daily s where s.day = t.day) as summed
    from unnest(${plainArray(days)}::date[]) as t(day)`
  const missing = states.filter((state) => !state.exists).map((state) => state.day)
  if (missing.length > 0) throw new MissingSlotDays(missing)
  for (const { day, summed } of states) {
    if (summed) {
      const [filled] = await tx`select 1 from session_slots where day = ${day} limit 1`
      if (filled === undefined) await refillSlots(tx, day)
    }
    context.slotDays.add(day)
  }
}
