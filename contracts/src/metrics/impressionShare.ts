import type { Metric } from './metric.ts'

import { divide } from './metric.ts'

/** Share of voice (shown), 0..1. */
export function impressionShare(own: number, all: number): number | null {
  return divide(own, all)
}

export const impressionShareMetric: Metric = {
  key: 'impression_share_pct',
  label: 'Impression share',
  formula: 'own impressions ÷ all impressions shown in the placement',
  unit: 'percent',
  source: 'exposure_daily',
  additive: false,
  better: null,
}
