import type { Metric } from './metric.ts'

export const conversionsMetric: Metric = {
  key: 'conversions',
  label: 'Conversions',
  formula:
    'sales pending + confirmed whose amounts are not both zero, credited by the chosen model, on the day of the credited exposure',
  unit: 'count',
  source: 'outcome_daily',
  additive: true,
  better: 'up',
}

export const assistedMetric: Metric = {
  key: 'assisted_conversions',
  label: 'Assisted',
  formula:
    'sales with at least one touch here on a day of the range, no matter which touch got the credit (of a sale at most 200 touches are kept: the first, the decisive one and the latest others); a sale counts once here and once in the total, so placements do not add up',
  unit: 'count',
  source: 'touch_daily',
  additive: false,
  better: 'up',
}

export const clicksMetric: Metric = {
  key: 'clicks',
  label: 'Clicks',
  formula:
    'clicks credited to an exposure, on the day of that exposure; an exposure counts at most one, and clicks of one person in one slot within 10 seconds are one',
  unit: 'count',
  source: 'click_daily',
  additive: true,
  better: 'up',
}
