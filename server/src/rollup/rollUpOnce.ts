import { plainArray, type Tx } from '../db/client.ts'
import { raiseDayVersions } from '../facts/dayVersions.ts'
import type { Delta } from '../facts/delta.ts'
import { keptWhole } from './keptWhole.ts'
import { partsOf } from './partsOf.ts'
import { readDeltas } from './readDeltas.ts'
import type { RollupContext } from './rollupContext.ts'
import type { Totals } from './totals.ts'
import { writeDays, writeHours, writeMerchantDays, writePlacementDays } from './writeCounters.ts'
import { writeOutcomes, writeRenders } from './writeOutcomes.ts'
import { writePackages } from './writePackages.ts'
import { writeReach } from './writeReach.ts'
import { recountSlotsOfUsers, refillSlots, writeSlots } from './writeSlots.ts'

// One round of the rollup loop: counts and deletes all of its deltas, or none.

/** @param only ids of the deltas to roll up; if omitted, what is waiting, up to a limit */
export async function rollUpOnce(context: RollupContext, only?: readonly number[]): Promise<number | null> {
  try {
    const count = await context.sql.begin(async (tx) => {
      await tx`set local synchronous_commit = off` // a lost commit brings the deltas back too, so the rollup is retried
      return rollUpWithin(tx, context, only)
    })
    context.memory.trim()
    return count
  } catch (error) {
    context.memory.clear()
    context.filledSlotDays.clear()
    if (!(error instanceof MissingSlotDays)) throw error
    await context.slotDays.create(error.days)
    return rollUpOnce(context, only)
  }
}

/** Rolls up within the caller's transaction (a recount holds the lock while it compares). */
export async function rollUpWithin(tx: Tx, context: RollupContext, only?: readonly number[]): Promise<number | null> {
  const [state] = await tx<{ epoch: number }[]>`select epoch from rollup_state for update skip locked`
  if (state === undefined) return null
  const rows = await readDeltas(tx, only)
  if (rows.length === 0) return 0
  if (context.memory.epoch !== state.epoch) {
    context.memory.clear()
    context.filledSlotDays.clear()
  }
  for (const totals of partsOf(rows.map((row) => JSON.parse(row.payload) as Delta))) await write(tx, context, totals)
  await tx`delete from rollup_deltas where delta_id = any(${plainArray(rows.map((row) => row.id))}::bigint[])`
  await tx`update rollup_state set epoch = ${state.epoch + 1}`
  context.failpoint('mid-rollup')
  context.memory.epoch = state.epoch + 1
  return rows.length
}

async function write(tx: Tx, context: RollupContext, totals: Totals): Promise<void> {
  const removals = totals.removedUsers.length > 0
  await writeHours(tx, totals.hours)
  await writeDays(tx, totals.days, removals)
  await writeMerchantDays(tx, totals.days, removals)
  await writePlacementDays(tx, totals.placementDays, removals)
  await writeReach(tx, totals.reach, context.memory)
  const settled = await openSlotDays(tx, context, totals)
  const isOpen = ({ day }: { readonly day: string }) => !settled.has(day)
  await writeSlots(tx, totals.slots.filter(isOpen))
  if (removals) {
    const days = await keptWhole(tx, [...new Set(totals.days.filter(isOpen).map((cell) => cell.day))])
    if (days.size > 0) await recountSlotsOfUsers(tx, totals.removedUsers, [...days])
  }
  await writePackages(tx, totals.packages)
  await writeRenders(tx, totals.renders)
  await writeOutcomes(tx, totals.outcomes)
  await raiseDayVersions(tx, 'rollup', daysOf(totals), [...new Set(totals.outcomes.map(([hour]) => hour))])
}

/** Days whose figures the rollup writes. */
function daysOf({ days, renders, packages }: Totals): string[] {
  const ofPackages = packages.map(({ key: [, , day] }) => day)
  return [...new Set([...days.map(({ day }) => day), ...renders.map(([, day]) => day), ...ofPackages])]
}

class MissingSlotDays extends Error {
  override name = 'MissingSlotDays'
  readonly days: readonly string[]

  constructor(days: readonly string[]) {
    super(`session_slots has no room for ${days.join(', ')}`)
    this.days = days
  }
}

/**
 * A late event may fall on a day whose session slots were compacted: then they are first filled from raw rows again.
 * @returns days whose raw rows are not all kept any more: their slots are not changed
 */
async function openSlotDays(tx: Tx, context: RollupContext, totals: Totals): Promise<ReadonlySet<string>> {
  const settled = new Set<string>()
  const days = [...new Set(totals.days.map((cell) => cell.day))].filter((day) => !context.filledSlotDays.has(day))
  if (days.length === 0) return settled
  const withRoom = await context.slotDays.withRoom(tx, days)
  const missing = days.filter((day) => !withRoom.has(day))
  if (missing.length > 0) throw new MissingSlotDays(missing)
  const states = await tx<{ day: string; summed: boolean }[]>`
    select day, exists (select from slot_daily s where s.day = t.day) as summed
    from unnest(${plainArray(days)}::date[]) as t(day)`
  const whole = await keptWhole(tx, days)
  for (const { day, summed } of states) {
    const [filled] = summed ? await tx`select 1 from session_slots where day = ${day} limit 1` : []
    if (summed && !filled && !whole.has(day)) {
      settled.add(day)
      continue
    }
    if (summed && !filled) await refillSlots(tx, day)
    context.filledSlotDays.add(day)
  }
  return settled
}
