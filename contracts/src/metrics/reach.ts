import type { Metric } from './metric.ts'

export const reachMetric: Metric = {
  key: 'unique_users',
  label: 'Reach',
  formula: 'Distinct people shown at least one impression; cannot be added up across days or placements',
  unit: 'people',
  source: 'exposure_events.user_id via reach_daily',
  additive: false,
  better: 'up',
}
