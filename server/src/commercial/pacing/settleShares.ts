// Which planned shares are published. Small changes are not: they would make lists flicker and logs useless, and the next plan
// corrects them once they add up.

/** A share changes when the plan differs by this much of it, and by at least so many renders per render. */
const RELATIVE = 0.08
const ABSOLUTE = 0.002
/** One step raises a share at most this many times; from nothing it may begin anywhere. */
const MOST_RAISE = 2

/** The share to publish from now on: the present one, or the planned one, at most doubled. */
export function settleShare(present: number, planned: number): number {
  if (planned === 0 || present === 0) return round(planned)
  const step = Math.min(planned, present * MOST_RAISE)
  return Math.abs(step - present) > Math.max(ABSOLUTE, RELATIVE * present) ? round(step) : present
}

/** Four decimals: one render in ten thousand. */
function round(share: number): number {
  return Math.round(share * 10_000) / 10_000
}
