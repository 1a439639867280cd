import { matchRank } from '../../lib/fuzzy.ts'

export interface Jump {
  readonly kind: string
  readonly label: string
  readonly href: string
  /** Found by the server for this search: kept even if its label does not match. */
  readonly isFound?: boolean
}

/** Maximum number of results. */
const SHOWN = 12
/** Ranked like a match in the middle of a word. */
const FOUND_RANK = 2

/** The best matches first; without a search, in the given order. */
export function findJumps(jumps: readonly Jump[], search: string): Jump[] {
  return jumps
    .flatMap((jump) => {
      const rank = matchRank(jump.label, search) ?? (jump.isFound ? FOUND_RANK : null)
      return rank === null ? [] : [{ jump, rank }]
    })
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, SHOWN)
    .map(({ jump }) => jump)
}
