import type { Achieved } from './indexOutcomes.ts'
import type { SoldPackage } from './readSold.ts'

// How many impressions of each placement are already sold: what a package owes in the days of the deal is spread over its
// placements, by the units that it has there or by their size. Clicks and conversions are converted to the impressions they usually need.

export interface PlacementSize {
  readonly placementId: string
  /** Forecast impressions in the days of the deal. */
  readonly capacity: number
  /** Impressions behind the outcomes. */
  readonly impressions: number
}

export interface Sold {
  readonly all: number
  readonly ofMerchant: number
}

/** The seed's rates, if a placement has no history: 2.5 % CTR, 1.5 % of clicks convert. */
const ASSUMED = { ctr: 0.025, cvrPerClick: 0.015 }

export function spreadSold(
  packages: readonly SoldPackage[],
  sizes: readonly PlacementSize[],
  outcomes: ReadonlyMap<string, Achieved>,
  merchantId: string | null,
): Map<string, Sold> {
  const sold = new Map(sizes.map(({ placementId }) => [placementId, { all: 0, ofMerchant: 0 }]))
  for (const one of packages) {
    const eligible = sizes.flatMap((size) => {
      const there = one.placements.find(({ placementId }) => placementId === size.placementId)
      return one.placements.length > 0 && there === undefined
        ? []
        : [{ ...size, weight: there?.units ?? size.capacity }]
    })
    const owed = Math.ceil(impressionsOwed(one, eligible, outcomes))
    for (const { placementId, units } of byWeight(owed, eligible)) {
      const entry = sold.get(placementId)!
      entry.all += units
      if (one.merchantId === merchantId) entry.ofMerchant += units
    }
  }
  return sold
}

function impressionsOwed(
  { type, owed }: SoldPackage,
  sizes: readonly PlacementSize[],
  outcomes: ReadonlyMap<string, Achieved>,
): number {
  if (owed === null) return 0
  if (type === 'CPI') return owed
  const total = (value: (size: PlacementSize) => number) => sizes.reduce((sum, size) => sum + value(size), 0)
  const impressions = total((size) => size.impressions)
  const wanted = type === 'CPC' ? 'clicks' : 'conversions'
  const achieved = total(({ placementId }) => outcomes.get(placementId)?.[wanted] ?? 0)
  const assumed = type === 'CPC' ? ASSUMED.ctr : ASSUMED.ctr * ASSUMED.cvrPerClick
  return owed / (achieved > 0 && impressions > 0 ? achieved / impressions : assumed)
}

/** Whole units by weight with an exact sum: rounds the running sum. */
function byWeight(
  owed: number,
  sizes: readonly (PlacementSize & { readonly weight: number })[],
): { placementId: string; units: number }[] {
  const total = sizes.reduce((sum, { weight }) => sum + weight, 0)
  let [share, given] = [0, 0]
  return sizes.map(({ placementId, weight }) => {
    share += total > 0 ? weight / total : 1 / sizes.length
    const units = Math.round(owed * Math.min(1, share)) - given
    given += units
    return { placementId, units }
  })
}
