import { matchRank } from '../../lib/fuzzy.ts'

export interface Jump {
  readonly kind: string
  readonly label: string
  readonly href: string
}

/** As many as fit without a long list. */
const SHOWN = 12

/** The best matches first; without a search, the order given. */
export function findJumps(jumps: readonly Jump[], search: string): Jump[] {
  return jumps
    .flatMap((jump) => {
      const rank = matchRank(jump.label, search)
      return rank === null ? [] : [{ jump, rank }]
    })
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, SHOWN)
    .map(({ jump }) => jump)
}
