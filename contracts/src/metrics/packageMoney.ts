import type { Metric } from './metric.ts'

export const bookedMetric: Metric = {
  key: 'booked',
  label: 'Booked',
  formula:
    'Price of the contracts of sold packages whose flight touches the range; open packages, which have none, count what they delivered',
  unit: 'money',
  source: 'merchant_packages',
  additive: false,
  better: 'up',
}

export const deliveredValueMetric: Metric = {
  key: 'delivered',
  label: 'Delivered',
  formula: 'Billed units of these packages × unit price, in their whole flight until now; at most goal and buffer',
  unit: 'money',
  source: 'package_daily, click_ledger, attribution_touches',
  additive: false,
  better: 'up',
}

export const atRiskMetric: Metric = {
  key: 'at_risk',
  label: 'At risk',
  formula:
    'Value of the units that running packages are not expected to deliver by their last check, and of those that ended packages miss and nothing makes good',
  unit: 'money',
  source: 'merchant_packages, package_daily, package_adjustments',
  additive: true,
  better: 'down',
}

export const packageRevenueMetric: Metric = {
  key: 'package_revenue',
  label: 'Package revenue',
  formula:
    'What each day adds to the bills of packages: billed units × unit price; units beyond goal and buffer add nothing',
  unit: 'money',
  source: 'package_daily, click_ledger, attribution_touches',
  additive: true,
  better: 'up',
}

export const merchantsLiveMetric: Metric = {
  key: 'merchants_live',
  label: 'Merchants live',
  formula: 'Merchants that have a package that is live now ÷ all merchants',
  unit: 'merchants',
  source: 'merchant_packages, merchant_dim',
  additive: false,
  better: 'up',
}
