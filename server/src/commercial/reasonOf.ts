import type { BoundBy } from '@bx/contracts/endpoints/simulate'
import type { Limit } from './supply.ts'

interface Reasons {
  readonly goal: number
  readonly boundBy: BoundBy
  readonly limits: readonly Limit[]
}

const n = new Intl.NumberFormat('en-GB')

/** The reason for the verdict: the limits that bind, with an arithmetic that adds up. */
export function reasonOf({ goal, boundBy, limits }: Reasons): string {
  if (boundBy === 'no_history') return 'Nothing has been shown in these placements yet, so nothing can be promised.'
  const room = limits.reduce((sum, { leaves }) => sum + leaves, 0)
  const sums = limits.map((limit) => sumOf(limit, limits.length > 1))
  const together = limits.length > 1 ? ` Together ${n.format(room)}.` : ''
  const lead = {
    none: `${n.format(goal)} of the ${n.format(room)} impressions that are free.`,
    renders: 'Limited by renders.',
    sold: 'Limited by sold packages.',
    allocation: 'Limited by the share that may be paid.',
  }[boundBy]
  return `${lead} ${sums.join(' ')}${together}`
}

function sumOf({ by, percent, placements, of, allows, used, leaves }: Limit, isPart: boolean): string {
  const where = isPart ? ` (${n.format(placements)} ${placements === 1 ? 'placement' : 'placements'})` : ''
  const what =
    by === 'renders'
      ? `Renders allow ${n.format(allows)}, as a merchant fills one slot of each${where}`
      : `${percent}% of ${n.format(of)} expected impressions allow ${n.format(allows)}${where}`
  if (used === 0) return `${what}.`
  const whose = by === 'renders' ? 'this merchant’s packages' : 'sold packages'
  return `${what}; ${whose} use ${n.format(used)}, which leaves ${n.format(leaves)}.`
}
