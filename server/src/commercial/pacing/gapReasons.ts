import type { GapReason } from '@bx/contracts/packages/pacingValues'

// Why a package is behind in a placement: how much of the gap each cause explains. Causes that multiply (less traffic × shown less
// often) share the gap by their logarithms, so that the parts add up to it.

export interface SlotFacts {
  readonly placementId: string
  readonly planned: number
  readonly delivered: number
  /** Actual of expected, 1 where it is not known. */
  readonly traffic: number
  readonly shown: number
  readonly rate: number
  readonly isSilent: boolean
  /** The plan gives it all that the limits leave, and that is not enough. */
  readonly hasNoRoom: boolean
  readonly waitsForAdvice: boolean
  readonly isCapped: boolean
}

export interface Gap {
  readonly placement_id: string
  readonly planned: number
  readonly delivered: number
  /** Below 0: behind. The parts add up to delivered − planned. */
  readonly parts: readonly { readonly reason: GapReason; readonly units: number }[]
}

/** A cause that explains less than this is noise. */
const NOTABLE = 0.95

export function gapOf(facts: SlotFacts): Gap {
  const { placementId, planned, delivered } = facts
  const gap = delivered - planned
  return { placement_id: placementId, planned, delivered, parts: gap >= 0 ? [] : partsOf(facts, gap) }
}

function partsOf(facts: SlotFacts, gap: number): Gap['parts'] {
  if (facts.isSilent) return [{ reason: 'tracking_silent', units: gap }]
  const causes = [
    ...cause('less_traffic', facts.traffic),
    ...cause('not_shown', facts.shown),
    ...cause('low_rate', facts.rate),
    // What is left of the ratio of delivered to planned is the share that it was given.
    ...cause(shareReason(facts), restOf(facts)),
  ]
  const all = causes.reduce((sum, { weight }) => sum + weight, 0)
  if (all === 0) return [{ reason: shareReason(facts), units: gap }]
  return causes.map(({ reason, weight }) => ({ reason, units: (gap * weight) / all })).sort((a, b) => a.units - b.units)
}

function cause(reason: GapReason, ratio: number) {
  return ratio < NOTABLE ? [{ reason, weight: -Math.log(Math.max(1e-6, ratio)) }] : []
}

function restOf({ planned, delivered, traffic, shown, rate }: SlotFacts): number {
  const explained = [traffic, shown, rate].reduce((product, ratio) => product * Math.min(1, ratio), 1)
  return planned > 0 && explained > 0 ? Math.max(1e-6, delivered / planned) / explained : 1
}

function shareReason({ hasNoRoom, waitsForAdvice, isCapped }: SlotFacts): GapReason {
  if (waitsForAdvice) return 'advice_not_applied'
  if (isCapped) return 'daily_cap'
  return hasNoRoom ? 'no_room' : 'late_start'
}

/** The reason that explains most, over all placements; null if nothing is behind. */
export function mainReason(gaps: readonly Gap[]): GapReason | null {
  const units = new Map<GapReason, number>()
  for (const { parts } of gaps)
    for (const part of parts) units.set(part.reason, (units.get(part.reason) ?? 0) + part.units)
  const [worst] = [...units].sort(([, a], [, b]) => a - b)
  return worst === undefined ? null : worst[0]
}
