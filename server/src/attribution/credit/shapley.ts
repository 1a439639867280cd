import type { JourneyCount } from './markovRemoval.ts'

export interface ShapleyCredit {
  readonly placement: string
  /** Conversions credited; sums to all conversions of the paths. */
  readonly conversions: number
  /** Share of all conversions, 0..1. */
  readonly share: number
}

/**
 * Shapley value over placements, where a coalition is worth the conversions of the journeys that saw only its members:
 * v(S) = sum of c(T) over T within S. For such a game the value has a closed form, each journey's conversions shared
 * equally by the distinct placements it saw, so 20 placements do not need 2^20 coalitions.
 *
 * Source: Zhao, Mahboobi, Bagheri, *Shapley value methods for attribution modeling in online advertising*
 * (arXiv:1804.05327, 2018), the simplified form; the closed form is Harsanyi's dividends (1959).
 */
export function shapley(paths: readonly JourneyCount[]): ShapleyCredit[] {
  const credit = new Map<string, number>()
  let all = 0
  for (const { steps, conversions } of paths) {
    const members = new Set(steps)
    if (members.size === 0) continue
    all += conversions
    for (const placement of members) credit.set(placement, (credit.get(placement) ?? 0) + conversions / members.size)
  }
  return [...credit]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([placement, conversions]) => ({ placement, conversions, share: all === 0 ? 0 : conversions / all }))
}
