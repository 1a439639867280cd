import type { Metric } from './metric.ts'

import { divide } from './metric.ts'

/** Attributed conversions per impression, 0..1. */
export function cvrPerImpression(conversions: number, impressions: number): number | null {
  return divide(conversions, impressions)
}

export const cvrPerImpressionMetric: Metric = {
  key: 'cvr_pct',
  label: 'CVR, per impression',
  formula: 'attributed conversions (pending + confirmed) ÷ impressions',
  unit: 'percent',
  source: 'outcome_daily, placement_daily',
  additive: false,
  better: 'up',
}
