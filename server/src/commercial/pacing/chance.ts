// How likely a package reaches its goal, and what it will have delivered at the end of its flight.

export interface Outlook {
  /** Probability of reaching the goal, 0..1. */
  readonly chance: number
  /** Units at the end of the flight, with the 80 % interval. */
  readonly low: number
  readonly mid: number
  readonly high: number
}

export interface OutlookInput {
  readonly delivered: number
  readonly goal: number
  /** Units that will be delivered if everything goes as planned: at most what the goal needs. */
  readonly planned: number
  /** Units that could be delivered with all the room that the rules and other packages leave. */
  readonly room: number
  /** Standard deviation of what can be delivered, relative. */
  readonly doubt: number
}

const Z80 = 1.2816
/** Beside what is measured: outages, lost events, packages that are sold later. Calibrated in the closed loop of the bench. */
const SURPRISES = 0.08

/** What can be delivered is log-normal around the room; what is delivered is at most what the goal needs. */
export function outlookOf({ delivered, goal, planned, room, doubt }: OutlookInput): Outlook {
  const need = goal - delivered
  if (need <= 0) return { chance: 1, low: delivered, mid: delivered, high: delivered }
  if (room <= 0) return { chance: 0, low: delivered, mid: delivered, high: delivered }
  const sigma = Math.hypot(SURPRISES, doubt)
  const within = (z: number) => delivered + Math.min(need, room * Math.exp(z * sigma))
  const mid = delivered + Math.min(need, planned)
  return {
    chance: normalCdf(Math.log(room / need) / sigma),
    mid,
    low: Math.min(mid, within(-Z80)),
    high: Math.max(mid, within(Z80)),
  }
}

/** Abramowitz and Stegun 26.2.17: at most 7.5e-8 off. */
export function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly
  return z >= 0 ? 1 - tail : tail
}
