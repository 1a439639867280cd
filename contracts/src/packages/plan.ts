import type { DeliveryMode } from './values.ts'

// How many units a package should have delivered by now: its goal along the traffic of its flight, whenever it is live. What a
// pause, a higher goal or a later end leaves undelivered is spread over the traffic that is left of the flight.

/** The state of a package from an instant on, until the next one. Instants in milliseconds. */
export interface Stage {
  readonly at: number
  readonly isLive: boolean
  /** null: open, nothing is planned. */
  readonly goal: number | null
  readonly start: number
  readonly end: number
}

/** Traffic between two instants. Only ratios matter; never negative, and it adds up over adjacent spans. */
export type Traffic = (from: number, to: number) => number

/** As much traffic in every hour: while no history is known. */
export const EVEN_TRAFFIC: Traffic = (from, to) => Math.max(0, to - from)

export interface Plan {
  readonly traffic: Traffic
  readonly mode: DeliveryMode
}

/** What was planned at an instant: later plans continue from there, also if the traffic turns out to be different. */
export interface Planned {
  readonly at: number
  readonly units: number
}

const FROM_THE_START: Planned = { at: Number.NEGATIVE_INFINITY, units: 0 }
const EVENLY: Plan = { traffic: EVEN_TRAFFIC, mode: 'even' }

/**
 * Units planned until `now`. They never fall, are at most the largest goal, and are the goal at the end of a flight that was live.
 * @param stages by time
 */
export function plannedUnits(stages: readonly Stage[], now: number, plan = EVENLY, since = FROM_THE_START): number {
  return stages.reduce((planned, stage, i) => {
    const from = Math.max(stage.at, since.at)
    const until = Math.min(stages[i + 1]?.at ?? now, now)
    return until <= from ? planned : planned + plannedIn(stage, { from, until, planned }, plan)
  }, since.units)
}

interface Span {
  readonly from: number
  readonly until: number
  /** Before the span. */
  readonly planned: number
}

function plannedIn({ isLive, goal, start, end }: Stage, span: Span, { traffic, mode }: Plan): number {
  const [from, to] = [Math.max(span.from, start), Math.min(span.until, end)]
  if (!isLive || goal === null || to <= from) return 0
  const open = Math.max(0, goal - span.planned)
  if (to >= end) return open
  // Where no traffic is expected any more, time decides.
  const flow = traffic(to, end) > 0 ? traffic : EVEN_TRAFFIC
  const [done, ahead] = [flow(from, to), flow(to, end)]
  if (mode !== 'front_loaded') return (open * done) / (done + ahead)
  const before = flow(start, from)
  const [planned, after] = [before, before + done].map((part) => frontLoaded(part / (before + done + ahead)))
  return (open * (after! - planned!)) / (1 - planned!)
}

/** A quarter faster in the first half of the traffic, a quarter slower in the second. */
const FRONT = 1.25

/**
 * Share of the goal that is planned after a share of the flight's traffic, both 0..1. `asap` has no schedule of its own: being
 * slower than `even` is late all the same.
 */
export function frontLoaded(share: number): number {
  return share <= 0.5 ? FRONT * share : FRONT / 2 + (2 - FRONT) * (share - 0.5)
}
