import type { Tx } from '../db/client.ts'
import type { Days } from '../lib/clock.ts'
import type { Period } from './period.ts'

/** Slots of a placement on a day: the latest dated number at or before it, else the earliest one. */
export type SlotsOn = (placementId: string, day: string) => number

/**
 * The day whose slots an answer shows: a change dated tomorrow does not change today, even if the range includes
 * tomorrow.
 */
export function slotsDay({ end, today }: Period): string {
  return end < today ? end : today
}

export interface SlotDay {
  readonly placementId: string
  readonly day: string
  readonly sessions: number
  readonly sum: number
  readonly max: number
}

/** @param placementId every placement if omitted */
export async function readSlotDays(tx: Tx, ranges: readonly Days[], placementId?: string): Promise<SlotDay[]> {
  const [a, b] = [ranges[0]!, ranges[1] ?? ranges[0]!]
  // One row a placement: hundreds of small rows cost the driver more than their content.
  const rows = await tx<{ placementId: string; days: SlotDayValues[] }[]>`
    select placement_id as "placementId",
      json_agg(json_build_array(day, sessions, merchants_shown_sum, merchants_shown_max)) as days
    from slot_daily
    where (day between ${a.start} and ${a.end} or day between ${b.start} and ${b.end})
      ${placementId ? tx`and placement_id = ${placementId}` : tx``}
    group by placement_id`
  return rows.flatMap(({ placementId, days }) =>
    days.map(([day, sessions, sum, max]) => ({ placementId, day, sessions, sum, max })),
  )
}

type SlotDayValues = readonly [day: string, sessions: number, sum: number, max: number]

export async function readMaxSlots(tx: Tx): Promise<SlotsOn> {
  const rows = await tx<{ placementId: string; from: string; slots: number }[]>`
    select placement_id as "placementId", valid_from as from, max_slots as slots from placement_slots order by valid_from`
  const byPlacement = Map.groupBy(rows, (row) => row.placementId)
  return (placementId, day) => {
    const dated = byPlacement.get(placementId) ?? []
    let at = dated.length - 1
    while (at > 0 && dated[at]!.from > day) at--
    return dated[at]?.slots ?? 0
  }
}

export interface SlotFigures {
  readonly sessions: number
  readonly sum: number
  readonly max: number | null
  /** max_slots summed over the same sessions. */
  readonly slots: number
}

export function sumSlots(days: readonly SlotDay[], slotsOn: SlotsOn): SlotFigures {
  let [sessions, sum, slots] = [0, 0, 0]
  let max: number | null = null
  for (const row of days) {
    sessions += row.sessions
    sum += row.sum
    slots += row.sessions * slotsOn(row.placementId, row.day)
    max = Math.max(max ?? 0, row.max)
  }
  return { sessions, sum, max, slots }
}
