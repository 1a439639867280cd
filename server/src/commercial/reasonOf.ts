import type { BoundBy } from '@bx/contracts/endpoints/simulate'
import { FEASIBILITY, type Feasibility } from '@bx/contracts/metrics/allocation'

interface Reasons {
  readonly goal: number
  readonly capacity: number
  readonly renders: number
  readonly sold: number
  readonly available: number
  readonly available30: number
  readonly feasibility: Feasibility
  readonly boundBy: BoundBy
}

const n = new Intl.NumberFormat('en-GB')

/** The reason for the verdict in one sentence: the limit that prevented a better one, with its figures. */
export function reasonOf({ feasibility, boundBy, ...figures }: Reasons): string {
  const { goal, capacity, renders, sold, available, available30 } = figures
  const isOut = feasibility === FEASIBILITY[2]
  const [percent, room] = isOut ? [50, available] : [30, available30]
  switch (boundBy) {
    case 'none':
      return `${n.format(goal)} of the ${n.format(available30)} impressions still available within 30% of the ${n.format(capacity)} expected.`
    case 'no_history':
      return 'Nothing has been shown in these placements yet, so nothing can be promised.'
    case 'renders':
      return `Limited by renders: ${n.format(renders)} are expected and a merchant fills one slot of each, which leaves ${n.format(room)} impressions within ${percent}%.`
    case 'sold':
      return `Limited by sold packages: they use ${n.format(sold)} of the ${n.format(capacity)} impressions expected, which leaves ${n.format(room)} within ${percent}%.`
    case 'allocation':
      return `Limited by the allocation: ${percent}% of the ${n.format(capacity)} impressions expected leaves ${n.format(room)}.`
  }
}
