import { estimatedMoney, type Money } from '../money.ts'
import { ALLOCATION_PCT } from './allocation.ts'
import type { Metric } from './metric.ts'

/** Monthly commission earned by 30 % of the impressions. */
export function revenueAtRisk30(monthlyCommission: Money, currency: string): Money {
  return estimatedMoney((Number(monthlyCommission) * ALLOCATION_PCT.safe) / 100, currency)
}

export const monthlyRevenueMetric: Metric = {
  key: 'monthly_cpa_revenue',
  label: 'Monthly commission',
  formula: 'Tracked commission credited to the placement per day, averaged over whole days whose sales are in, × 30',
  unit: 'money',
  source: 'outcome_daily',
  additive: true,
  better: 'up',
}

export const revenueAtRiskMetric: Metric = {
  key: 'revenue_at_risk_30pct',
  label: 'Revenue at risk, 30%',
  formula: 'Monthly commission × 30%: what a month earns on the impressions that may be sold',
  unit: 'money',
  source: 'outcome_daily',
  additive: true,
  better: 'down',
}

export const displacedMetric: Metric = {
  key: 'displaced_commission',
  label: 'Revenue at risk',
  formula: 'Impressions of the deal × commission per impression of their placement, with its 80% interval',
  unit: 'money',
  source: 'outcome_daily, placement_daily',
  additive: true,
  better: 'down',
}
