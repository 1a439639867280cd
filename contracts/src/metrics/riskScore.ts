import { ALLOCATION_PCT, allocated } from './allocation.ts'
import type { Metric } from './metric.ts'

export interface RiskInput {
  /** Paid impressions of all packages, including this deal. */
  readonly paid: number
  /** Paid impressions of this merchant only. */
  readonly ofMerchant: number
  /** Impressions and renders in a weak period: the lower end of the 80 % interval. */
  readonly capacityLow: number
  readonly rendersLow: number
}

/**
 * 0 to 100: how close the sold impressions are to the capacity of a weak period. The larger of paid impressions ÷ half the
 * impressions, and the merchant's impressions ÷ the renders; 100 is at the limit or above. 0 when nothing is sold.
 */
export function riskScore({ paid, ofMerchant, capacityLow, rendersLow }: RiskInput): number {
  const used = Math.max(part(paid, allocated(capacityLow, ALLOCATION_PCT.highest)), part(ofMerchant, rendersLow))
  return Math.round(100 * Math.min(1, used))
}

/** A score above it reads "High": 30 % of a weak period's impressions. */
export const HIGH_RISK_SCORE = (100 * ALLOCATION_PCT.safe) / ALLOCATION_PCT.highest

function part(promised: number, limit: number): number {
  if (promised === 0) return 0
  return limit > 0 ? promised / limit : 1
}

export const riskScoreMetric: Metric = {
  key: 'risk_score',
  label: 'Risk score',
  formula:
    '100 × the larger of: paid impressions ÷ 50% of the impressions of a weak period; the merchant’s own ÷ its renders; at most 100',
  unit: 'score',
  source: 'placement_daily, render_daily, merchant_packages',
  additive: false,
  better: 'down',
}
