import type { Metric } from './metric.ts'

import { divide } from './metric.ts'

/** Filled over available slots of the renders, 0..1. */
export function fillRate(filled: number, available: number): number | null {
  return divide(filled, available)
}

export const fillRateMetric: Metric = {
  key: 'fill_rate',
  label: 'Fill rate',
  formula: 'slots filled ÷ slots available, over renders',
  unit: 'percent',
  source: 'renders via render_daily',
  additive: false,
  better: 'up',
}
