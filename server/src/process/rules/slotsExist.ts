import type { RowRefusal } from './rule.ts'

/** too_many_slots: a render reports more slots than the placement ever had. */
export function slotsExist(slotsAvailable: number, maxSlots: number | null): RowRefusal | null {
  if (maxSlots === null || slotsAvailable <= maxSlots) return null
  return {
    code: 'too_many_slots',
    message: `slots_available: ${slotsAvailable}, the placement has ${maxSlots}; raise its max slots and replay, or correct the sender`,
  }
}
