import type { Metric } from './metric.ts'

export const impressionsMetric: Metric = {
  key: 'total_impressions',
  label: 'Impressions',
  formula: 'Impressions we stored, without suspected invalid traffic unless gross is chosen',
  unit: 'count',
  source: 'exposure_events via placement_hourly, exposure_daily',
  additive: true,
  better: 'up',
}
