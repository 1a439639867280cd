import { matchRank } from '../../lib/fuzzy.ts'

export interface Jump {
  readonly kind: string
  readonly label: string
  readonly href: string
  /** Found for this search by somebody else: it stays, whatever its label says. */
  readonly isFound?: boolean
}

/** As many as fit without a long list. */
const SHOWN = 12
/** As a match in the middle of a word. */
const FOUND_RANK = 2

/** The best matches first; without a search, the order given. */
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
