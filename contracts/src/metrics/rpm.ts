import { type Money, perThousand } from '../money.ts'
import type { Metric } from './metric.ts'

/** Attributed tracked commission per 1,000 impressions ("commission RPM"). */
export function rpm(commission: Money, impressions: number): Money | null {
  return perThousand(commission, impressions)
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
