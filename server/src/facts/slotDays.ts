import type { Sql, Tx } from '../db/client.ts'
import { patiently } from './patiently.ts'
import type { Topology } from './topology/topology.ts'

/** Room for session slots, by day of the reporting zone. */
export interface SlotDays {
  /** Those of the days that have room. */
  withRoom(tx: Tx, days: readonly string[]): Promise<ReadonlySet<string>>
  create(days: readonly string[]): Promise<void>
}

export function slotDays(owner: Sql, topology: Topology): SlotDays {
  return {
    withRoom: (tx, days) => topology.daysWithRoom(tx, 'session_slots', days),
    async create(days) {
      for (const day of days) await patiently(() => topology.createDay(owner, 'session_slots', day))
    },
  }
}
