import { addDays, daysBetween, utcDate } from '../../server/src/lib/clock.ts'
import { createWorld, type World } from '../../world/src/createWorld.ts'

const DEMO = { seed: 20_261_122, exposuresPerDay: 16_700, timeZone: 'Europe/London' }

/** Where the demo's history begins and how long it is; both are stored, so that every start uses the same world. */
export interface History {
  /** First day, UTC. */
  readonly start: string
  readonly days: number
}

/** History of this many days that ends today. */
export function historyOf(days: number): History {
  return { start: addDays(utcDate(Date.now()), 1 - days), days }
}

/** History from a stored first day to the first start. */
export function historyUntil(start: string, until: number): History {
  return { start, days: daysBetween(start, utcDate(until)) + 1 }
}

export function demoWorld(history: History, currency: string): World {
  return createWorld({ ...DEMO, ...history, currency })
}
