import type { Delta } from '../facts/delta.ts'
import { Positions } from './positions.ts'

/** Numbers the ids that the deltas name: one number, made of these small ones, identifies a cell. */
export interface Names {
  readonly hours: Positions
  readonly days: Positions
  readonly placements: Positions
  readonly merchants: Positions
  readonly sessions: Positions
}

export function namesOf(deltas: readonly Delta[]): Names {
  const names = {
    hours: new Positions(),
    days: new Positions(),
    placements: new Positions(),
    merchants: new Positions(),
    sessions: new Positions(),
  }
  for (const { exposures } of deltas) {
    if (exposures === undefined) continue
    for (const dictionary of DICTIONARIES) for (const value of exposures[dictionary]) names[dictionary].enter(value)
  }
  return names
}

const DICTIONARIES = ['hours', 'days', 'placements', 'merchants', 'sessions'] as const

/** No cell of these deltas has a larger key. */
export function largestKey({ hours, days, placements, merchants, sessions }: Names): number {
  return Math.max(
    days.size * placements.size * merchants.size * 2,
    days.size * merchants.size * 2,
    hours.size * placements.size * 2,
    sessions.size * placements.size * days.size,
  )
}
