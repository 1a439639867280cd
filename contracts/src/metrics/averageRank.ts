import type { Metric } from './metric.ts'

import { divide } from './metric.ts'

/** Mean of the non-null rank positions, counted from 0. */
export function averageRank(rankSum: number, rankCount: number): number | null {
  return divide(rankSum, rankCount)
}

export const averageRankMetric: Metric = {
  key: 'avg_rank',
  label: 'Average rank',
  formula: 'sum of rank positions ÷ impressions that carry one; counted from 0',
  unit: 'rank',
  source: 'exposure_events.rank_position',
  additive: false,
  better: null,
}
