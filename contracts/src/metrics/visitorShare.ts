import type { Metric } from './metric.ts'

export const visitorShareMetric: Metric = {
  key: 'visitor_share',
  label: 'Visitors',
  formula:
    'People who were not signed in ÷ reach. The app sends a UUID for a visitor, the SHA-256 of its own id for a member',
  unit: 'ratio',
  source: 'exposure_events.user_id via reach_daily',
  additive: false,
  better: null,
}
