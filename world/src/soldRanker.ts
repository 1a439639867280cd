import type { Merchant } from './merchants.ts'
import type { Placement } from './placements.ts'
import type { Ranker } from './ranker.ts'

/** What a ranking service makes of an organic list: the same number of brands, some of them for a package. */
export type FillSlots = (
  placementId: string,
  organic: readonly string[],
) => readonly { readonly merchant_id: string; readonly package_id?: string }[]

/** The world's ranker until `from`; after that, a ranking service decides which of its slots are sold. */
export function soldRanker(
  organic: Ranker,
  { placements, merchants }: { readonly placements: readonly Placement[]; readonly merchants: readonly Merchant[] },
  { from, fill }: { readonly from: number; readonly fill: FillSlots },
): Ranker {
  const indexes = new Map(merchants.map(({ merchant_id }, i) => [merchant_id, i]))
  let packages: (string | undefined)[] = []
  return {
    fill(placement, request) {
      const size = organic.fill(placement, request)
      packages = []
      if (request.at < from) return size
      const { placement_id } = placements[placement]!
      const list = Array.from({ length: size }, (_, rank) => merchants[request.picks[rank]!]!.merchant_id)
      for (const [rank, { merchant_id, package_id }] of fill(placement_id, list).entries()) {
        const index = indexes.get(merchant_id)
        if (index === undefined) continue
        request.picks[rank] = index
        packages[rank] = package_id
      }
      return size
    },
    packageAt: (rank) => packages[rank],
  }
}
