import type { ReactNode } from 'react'
import type { Scorecard, ScorecardRow } from '../../lib/endpoints.ts'
import { COUNTED_ONCE, NoTotal } from '../../ui/NoTotal.tsx'
import type { PerformanceFigures } from '../../ui/performanceFigures.ts'

// What the columns of the scorecard are made from.

export type Row = ScorecardRow

/** The first row: all placements, or those that a filter leaves. */
export interface Total {
  readonly figures: PerformanceFigures
  readonly scope: string
  /** null: sales of several placements overlap, so that some of them have no total. */
  readonly assisted: number | null
  /** Why credited sales of these rows cannot be added up. */
  readonly overlap: string | null
}

export interface Table {
  readonly scorecard: Scorecard
  readonly total: Total
  readonly comparable: boolean
}

/** A figure of credited sales, or why there is none. */
export function orOverlap({ overlap }: Total, shown: ReactNode): ReactNode {
  return overlap === null ? shown : <NoTotal why={`${overlap} ${COUNTED_ONCE}`} />
}
