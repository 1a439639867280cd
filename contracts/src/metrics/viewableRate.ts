import type { Metric } from './metric.ts'

import { divide } from './metric.ts'

/**
 * Viewable impressions over measured ones (viewable is true or false), 0..1. MRC: half in view for one second of a visible
 * tab. Not tested: whether something covers it (unless `strict`), whether the window has the focus, whether artwork has loaded.
 */
export function viewableRate(viewable: number, notViewable: number): number | null {
  return divide(viewable, viewable + notViewable)
}

export const viewableRateMetric: Metric = {
  key: 'viewable_rate',
  label: 'Viewable rate',
  formula: 'viewable impressions ÷ impressions whose viewability was measured',
  unit: 'percent',
  source: 'exposure_events.viewable',
  additive: false,
  better: 'up',
}
