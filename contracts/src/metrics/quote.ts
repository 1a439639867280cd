import type { Metric } from './metric.ts'

// Figures of a quote.

const QUOTE: Pick<Metric, 'source' | 'additive' | 'better'> = {
  source: 'pricing_rates, package_rules',
  additive: false,
  better: null,
}

export const quotedUnitsMetric: Metric = {
  ...QUOTE,
  key: 'quoted_units',
  label: 'Units of a quote',
  formula: 'Budget ÷ unit price, rounded down: impressions, clicks or sales',
  unit: 'count',
}

export const blendedCpmMetric: Metric = {
  ...QUOTE,
  key: 'blended_cpm',
  label: 'Blended CPM',
  formula: 'Base CPM × (share of high-value placements × their factor + the rest), rounded to 4 places',
  unit: 'money',
}

export const quotePriceMetric: Metric = {
  ...QUOTE,
  key: 'quote_price',
  label: 'Price of a quote',
  formula: 'Units × unit price, rounded to the smallest unit of the currency; never more than the budget',
  unit: 'money',
}

export const reachEstimateMetric: Metric = {
  ...QUOTE,
  key: 'estimated_reach',
  label: 'Estimated reach',
  formula:
    'People that the impressions reach, by a curve fitted to merchants of all sizes, with the range of 80% of them; else assumed',
  unit: 'people',
  source: 'reach_daily, merchant_daily',
}

export const safeQuoteMetric: Metric = {
  ...QUOTE,
  key: 'safe_impressions',
  label: 'Largest safe deal',
  formula: 'Most impressions with this mix for which every kind of placement stays within 30% paid',
  unit: 'count',
  source: 'placement_daily, render_daily, merchant_packages',
}

export const breakEvenMetric: Metric = {
  ...QUOTE,
  key: 'break_even_cpm',
  label: 'Break-even CPM',
  formula: 'Displaced commission ÷ impressions × 1,000',
  unit: 'money',
  source: 'outcome_daily, placement_daily',
}

export const leftAfterMetric: Metric = {
  ...QUOTE,
  key: 'left_after_displacement',
  label: 'Left after displacement',
  formula: 'Price − displaced commission',
  unit: 'money',
  source: 'outcome_daily, placement_daily',
}

export const totalCommissionMetric: Metric = {
  ...QUOTE,
  key: 'total_commission',
  label: 'Commission of these placements',
  formula: 'What these placements earn in as many days: tracked commission per day of days whose sales are final',
  unit: 'money',
  source: 'outcome_daily',
}
