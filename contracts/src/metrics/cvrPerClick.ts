import type { Metric } from './metric.ts'

import { divide } from './metric.ts'

/** Conversions per click, 0..1. */
export function cvrPerClick(conversions: number, clicks: number): number | null {
  return divide(conversions, clicks)
}

export const cvrPerClickMetric: Metric = {
  key: 'click_cvr_pct',
  label: 'CVR, per click',
  formula: 'conversions ÷ clicks',
  unit: 'percent',
  source: 'conversion_events, click_events',
  additive: false,
  better: 'up',
}
