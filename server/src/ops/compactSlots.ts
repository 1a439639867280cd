import { addDays } from '../lib/clock.ts'
import { runSteps } from '../lib/runSteps.ts'
import { localNow } from '../query/period.ts'
import type { Sql } from '../store/db.ts'
import type { Topology } from '../store/topology/topology.ts'

/** Days session slots are kept after their day: as long as a server key may send late events (72 h), and the day itself. */
const KEPT_DAYS = 4

/** Drops session_slots of days that are over; slot_daily keeps sessions, sum and maximum. Returns the days dropped. */
export async function compactSlots(owner: Sql, topology: Topology, timeZone: string, now: number): Promise<string[]> {
  const oldest = addDays(localNow(now, timeZone).day, -KEPT_DAYS)
  const over = (await topology.listDays(owner, 'session_slots')).filter((day) => day < oldest)
  await runSteps(over.map((day) => () => topology.dropDay(owner, 'session_slots', day)))
  return over
}
