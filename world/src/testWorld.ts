import { createWorld, type World, type WorldOptions } from './createWorld.ts'
import type { Batch, DayOptions } from './day.ts'

// Shared by the tests: a small world, and complete days.

export const START = '2026-10-24'
export const DAY = 86_400_000
/** Midnight UTC of day `index`. */
export const midnight = (index: number) => Date.parse(`${START}T00:00:00Z`) + index * DAY

export function smallWorld(options: Partial<WorldOptions> = {}): World {
  return createWorld({ seed: 1, start: START, days: 30, exposuresPerDay: 4000, users: 800, ...options })
}

export function wholeDay(world: World, index: number, options?: DayOptions): Omit<Batch, 'userAgent'> {
  const whole: Omit<Batch, 'userAgent'> = { exposures: [], renders: [], clicks: [], conversions: [], malformed: [] }
  for (const batch of world.day(index, options)) {
    whole.exposures.push(...batch.exposures)
    whole.renders.push(...batch.renders)
    whole.clicks.push(...batch.clicks)
    whole.conversions.push(...batch.conversions)
    whole.malformed.push(...batch.malformed)
  }
  return whole
}
