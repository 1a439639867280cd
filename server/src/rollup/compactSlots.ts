import type { Sql } from '../db/client.ts'
import type { Topology } from '../facts/topology/topology.ts'
import { addDays } from '../lib/clock.ts'
import { localNow } from '../lib/localDay.ts'
import { runSteps } from '../lib/runSteps.ts'

/**
 * Days session slots are kept after their day: as long as a server key may send late events (72 h), and the day itself.
 */
const KEPT_DAYS = 4

/** Drops session_slots of past days; slot_daily keeps sessions, sum and maximum. Returns the dropped days. */
export async function compactSlots(owner: Sql, topology: Topology, timeZone: string, now: number): Promise<string[]> {
  const oldest = addDays(localNow(now, timeZone).day, -KEPT_DAYS)
  const over = (await topology.listDays(owner, 'session_slots')).filter((day) => day < oldest)
  await runSteps(over.map((day) => () => topology.dropDay(owner, 'session_slots', day)))
  return over
}
