import type { Metric } from './metric.ts'

import { divide } from './metric.ts'

/** Clicks per impression, 0..1. */
export function ctr(clicks: number, impressions: number): number | null {
  return divide(clicks, impressions)
}

export const ctrMetric: Metric = {
  key: 'ctr_pct',
  label: 'CTR',
  formula: 'clicks ÷ impressions',
  unit: 'percent',
  source: 'click_events, exposure_daily',
  additive: false,
  better: 'up',
}
