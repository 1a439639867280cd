import { raiseDayVersions } from '../store/dayVersions.ts'
import { plainArray, type Tx } from '../store/db.ts'
import type { Delta } from '../store/delta.ts'
import type { FoldContext } from './foldDeltas.ts'
import { keptWhole } from './keptWhole.ts'
import { partsOf } from './partsOf.ts'
import { readDeltas } from './readDeltas.ts'
import type { Totals } from './totals.ts'
import { writeCategoryDays, writeDays, writeHours, writeMerchantDays, writePlacementDays } from './writeCounters.ts'
import { writeOutcomes, writeRenders } from './writeOutcomes.ts'
import { writeReach } from './writeReach.ts'
import { recountSlotsOfUsers, refillSlots, writeSlots } from './writeSlots.ts'

// One round of the rollup loop: all of its deltas are counted and deleted, or none.

/** @param only ids of the deltas to fold; what waits, up to a bound, when left out */
export async function foldOnce(context: FoldContext, only?: readonly number[]): Promise<number | null> {
  try {
    const folded = await context.sql.begin(async (tx) => {
      await tx`set local synchronous_commit = off` // a lost commit brings the deltas back too, so the rollup is retried
      return foldWithin(tx, context, only)
    })
    context.memory.trim()
    return folded
  } catch (error) {
    context.memory.clear()
    context.slotDays.clear()
    if (!(error instanceof MissingSlotDays)) throw error
    await context.createSlotDays(error.days)
    return foldOnce(context, only)
  }
}

/** Folds within a transaction of the caller's (a recount holds the lock while it compares). */
export async function foldWithin(tx: Tx, context: FoldContext, only?: readonly number[]): Promise<number | null> {
  const [state] = await tx<{ epoch: number }[]>`select epoch from fold_state for update skip locked`
  if (state === undefined) return null
  const rows = await readDeltas(tx, only)
  if (rows.length === 0) return 0
  if (context.memory.epoch !== state.epoch) {
    context.memory.clear()
    context.slotDays.clear()
  }
  for (const totals of partsOf(rows.map((row) => JSON.parse(row.payload) as Delta))) await write(tx, context, totals)
  await tx`delete from rollup_deltas where delta_id = any(${plainArray(rows.map((row) => row.id))}::bigint[])`
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
  const settled = await openSlotDays(tx, context, totals)
  const isOpen = ({ day }: { readonly day: string }) => !settled.has(day)
  await writeSlots(tx, totals.slots.filter(isOpen))
  if (removals) {
    const days = await keptWhole(tx, [...new Set(totals.days.filter(isOpen).map((cell) => cell.day))])
    if (days.size > 0) await recountSlotsOfUsers(tx, totals.removedUsers, [...days])
  }
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

/**
 * A late event may fall on a day whose session slots were compacted: then they are filled from raw again first.
 * @returns days whose raw rows are not all kept any more: their slots stay as they are
 */
async function openSlotDays(tx: Tx, context: FoldContext, totals: Totals): Promise<ReadonlySet<string>> {
  const settled = new Set<string>()
  const days = [...new Set(totals.days.map((cell) => cell.day))].filter((day) => !context.slotDays.has(day))
  if (days.length === 0) return settled
  const states = await tx<{ day: string; exists: boolean; summed: boolean }[]>`
    select day, to_regclass('session_slots_' || to_char(day, 'YYYYMMDD')) is not null as exists,
      exists (select from slot_daily s where s.day = t.day) as summed
    from unnest(${plainArray(days)}::date[]) as t(day)`
  const missing = states.filter((state) => !state.exists).map((state) => state.day)
  if (missing.length > 0) throw new MissingSlotDays(missing)
  const whole = await keptWhole(tx, days)
  for (const { day, summed } of states) {
    const [filled] = summed ? await tx`select 1 from session_slots where day = ${day} limit 1` : []
    if (summed && !filled && !whole.has(day)) {
      settled.add(day)
      continue
    }
    if (summed && !filled) await refillSlots(tx, day)
    context.slotDays.add(day)
  }
  return settled
}
