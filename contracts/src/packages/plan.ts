// How many units a package should have delivered by now, if it delivers evenly whenever it is live. What a pause, a higher
// goal or a later end leaves undelivered is spread over what is left of the flight.

/** The state of a package from an instant on, until the next one. Instants in milliseconds. */
export interface Stage {
  readonly at: number
  readonly isLive: boolean
  /** null: open, nothing is planned. */
  readonly goal: number | null
  readonly start: number
  readonly end: number
}

/** @param stages by time */
export function plannedUnits(stages: readonly Stage[], now: number): number {
  return stages.reduce((planned, stage, i) => {
    const until = Math.min(stages[i + 1]?.at ?? now, now)
    return planned + plannedIn(stage, planned, until)
  }, 0)
}

function plannedIn({ at, isLive, goal, start, end }: Stage, planned: number, until: number): number {
  const [from, to] = [Math.max(at, start), Math.min(until, end)]
  if (!isLive || goal === null || to <= from) return 0
  return (Math.max(0, goal - planned) * (to - from)) / (end - from)
}
