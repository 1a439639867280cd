import type { Metric } from './metric.ts'

// How much of a placement may be sold: 30 % and 50 %, over all paid units of the placement together.

/** A deal is feasible while at most this percentage of impressions is paid; up to the second, it is at high risk. */
export const ALLOCATION_PCT = { safe: 30, highest: 50 } as const

export const FEASIBILITY = [
  'Feasible (30% allocation)',
  'Feasible (50% allocation - HIGH RISK)',
  'Not Feasible',
] as const
export type Feasibility = (typeof FEASIBILITY)[number]

/** Whole impressions in `percent` of a capacity. */
export function allocated(capacity: number, percent: number): number {
  return Math.floor((capacity * percent) / 100)
}

/** @param safe impressions still available within 30 %; @param highest the same within 50 % */
export function feasibility(goal: number, safe: number, highest: number): Feasibility {
  return goal <= safe ? FEASIBILITY[0] : goal <= highest ? FEASIBILITY[1] : FEASIBILITY[2]
}

export const feasibilityMetric: Metric = {
  key: 'delivery_feasibility',
  label: 'Feasibility',
  formula:
    'Feasible while all paid impressions together stay within 30% of those expected, at high risk within 50%; one merchant can fill one slot of each render',
  unit: 'percent',
  source: 'placement_daily, render_daily, merchant_packages',
  additive: false,
  better: null,
}

export const capacityMetric: Metric = {
  key: 'capacity',
  label: 'Capacity',
  formula:
    'Impressions expected in the days of the deal: level of the last weeks × factor of the weekday, with its 80% interval',
  unit: 'count',
  source: 'placement_daily',
  additive: true,
  better: null,
}

export const monthlyCapacityMetric: Metric = {
  key: 'monthly_impression_capacity',
  label: 'Monthly capacity',
  formula: 'Net impressions per day, averaged over up to 30 whole days, × 30',
  unit: 'count',
  source: 'placement_daily',
  additive: true,
  better: null,
}

export const availableMetric: Metric = {
  key: 'available',
  label: 'Available',
  formula: 'Maximum − already sold: what this deal could have without others, less the part that sold packages use',
  unit: 'count',
  source: 'placement_daily, render_daily, merchant_packages',
  additive: true,
  better: null,
}
