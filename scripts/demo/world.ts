import { createWorld, type World } from '../../world/src/createWorld.ts'

/** The demo's size: 30 days, half a million exposures. */
export const DEMO = { seed: 20_261_122, days: 30, exposuresPerDay: 16_700, timeZone: 'Europe/London' }

/** @param start first day of the history, UTC; stored in the settings, so that every start uses the same world */
export function demoWorld(start: string, currency: string): World {
  return createWorld({ ...DEMO, start, currency })
}
