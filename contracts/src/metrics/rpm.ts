import type { Metric } from './metric.ts'

import { divide } from './metric.ts'

/** Attributed tracked commission per 1000 impressions ("commission RPM"), in the currency of `commission`. */
export function rpm(commission: number, impressions: number): number | null {
  const each = divide(commission, impressions)
  return each === null ? null : each * 1000
}

export const rpmMetric: Metric = {
  key: 'rpm',
  label: 'RPM',
  formula: 'attributed commission (pending + confirmed) ÷ impressions × 1000',
  unit: 'money',
  source: 'outcome_daily, placement_daily',
  additive: false,
  better: 'up',
}

export const commissionMetric: Metric = {
  key: 'total_revenue',
  label: 'Commission',
  formula: 'commission of the pending and confirmed sales credited, on the day of the credited exposure',
  unit: 'money',
  source: 'outcome_daily',
  additive: true,
  better: 'up',
}
