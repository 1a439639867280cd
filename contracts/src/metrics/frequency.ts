import type { Metric } from './metric.ts'

import { divide } from './metric.ts'

/** Impressions per person reached. */
export function frequency(impressions: number, reach: number): number | null {
  return divide(impressions, reach)
}

export const frequencyMetric: Metric = {
  key: 'frequency',
  label: 'Frequency',
  formula: 'impressions ÷ reach',
  unit: 'per person',
  source: 'placement_hourly, reach_daily',
  additive: false,
  better: null,
}
