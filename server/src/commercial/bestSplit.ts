/** What a placement can still deliver, and what one impression there displaces. */
export interface Offer {
  readonly placementId: string
  readonly available: number
  /** Commission that an impression earns there; null if unknown. */
  readonly commissionPerImpression: number | null
}

/**
 * The most impressions up to the goal, at the least displaced commission: cheapest placements first. With one sum to
 * reach, independent upper bounds and a constant price per unit, this linear programme is a fractional knapsack: moving
 * a unit from a cheaper placement with room to a dearer one can only cost more, so the greedy answer is optimal, and
 * whole because all bounds are. Placements with unknown cost may be dear and come last.
 */
export function bestSplit(goal: number, offers: readonly Offer[]): Map<string, number> {
  const cheapest = offers.toSorted(
    (a, b) => priceOf(a) - priceOf(b) || b.available - a.available || a.placementId.localeCompare(b.placementId),
  )
  const split = new Map<string, number>()
  let left = goal
  for (const { placementId, available } of cheapest) {
    const units = Math.min(left, available)
    split.set(placementId, units)
    left -= units
  }
  return split
}

function priceOf({ commissionPerImpression }: Offer): number {
  return commissionPerImpression ?? Number.MAX_VALUE
}
