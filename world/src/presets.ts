import { createWorld, type World } from './createWorld.ts'

// The worlds that others start from.

const DAY = 86_400_000
const DEMO_DAYS = 30

/** For `npm start`: 30 days and 500,000 exposures, the last day being the UTC day of `now` (ms). */
export function demoWorld({ now, timeZone, seed = 1 }: { now: number; timeZone?: string; seed?: number }): World {
  const start = new Date(now - (DEMO_DAYS - 1) * DAY).toISOString().slice(0, 10)
  return createWorld({ seed, start, days: DEMO_DAYS, exposuresPerDay: 16_700, timeZone })
}

/**
 * For benchmarks: 500 merchants, 20 placements, 500,000 users; 30 days of 10 M exposures hold about 265 k clicks and
 * 200 k sales. No dirt but the 2 % bots.
 */
export function benchWorld({ start, days = 30, seed = 1 }: { start: string; days?: number; seed?: number }): World {
  const size = { merchants: 500, placements: 20, users: 500_000, exposuresPerDay: 333_333 }
  return createWorld({ seed, start, days, ...size, organicPerSession: 0.22 })
}
