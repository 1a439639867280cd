// When a rate is good, and from how much data it is judged. Settings of the installation; these are the first ones.

export type Indicator = 'green' | 'yellow' | 'red' | 'grey'
export const INDICATORS = ['green', 'yellow', 'red', 'grey'] as const

export interface Threshold {
  /** From here on green. */
  readonly good: number
  /** From here on yellow, below red. */
  readonly watch: number
}

export interface PerformanceThresholds {
  readonly ctr_pct: Threshold
  readonly cvr_pct: Threshold
  readonly click_cvr_pct: Threshold
  readonly rpm: Threshold
  /** Impressions from which CTR, CVR per impression and RPM are judged. */
  readonly min_impressions: number
  /** Clicks from which CVR per click is judged. */
  readonly min_clicks: number
  /** Package recommendation: the seed's 5 % and 2 %, applied to CVR per click; its 2 % of CTR. */
  readonly cpa_click_cvr_pct: number
  readonly cpc_ctr_pct: number
  readonly cpc_click_cvr_pct: number
}

export const FIRST_THRESHOLDS: PerformanceThresholds = {
  ctr_pct: { good: 3, watch: 1.5 },
  cvr_pct: { good: 0.3, watch: 0.1 },
  click_cvr_pct: { good: 10, watch: 5 },
  rpm: { good: 15, watch: 3 },
  min_impressions: 5000,
  min_clicks: 100,
  cpa_click_cvr_pct: 5,
  cpc_ctr_pct: 2,
  cpc_click_cvr_pct: 2,
}

/** Grey below the sample: the number may be chance. */
export function indicatorOf(value: number | null, threshold: Threshold, sample: number, enough: number): Indicator {
  if (value === null || sample < enough) return 'grey'
  if (value >= threshold.good) return 'green'
  return value >= threshold.watch ? 'yellow' : 'red'
}

export const RECOMMENDATIONS = ['CPA Priority', 'CPC Candidate', 'CPI Candidate', 'Not enough data'] as const
export type Recommendation = (typeof RECOMMENDATIONS)[number]

/**
 * The package a placement suits: CPA where clicks sell, CPC where it is clicked but does not sell, CPI elsewhere.
 * @param rates percentages; null when there is nothing to divide by
 */
export function recommendPackage(
  rates: { readonly ctr_pct: number | null; readonly click_cvr_pct: number | null },
  sample: { readonly impressions: number; readonly clicks: number },
  thresholds: PerformanceThresholds,
): Recommendation {
  const { ctr_pct: ctr, click_cvr_pct: clickCvr } = rates
  if (sample.impressions < thresholds.min_impressions || sample.clicks < thresholds.min_clicks) return 'Not enough data'
  if (clickCvr !== null && clickCvr >= thresholds.cpa_click_cvr_pct) return 'CPA Priority'
  if (ctr !== null && ctr >= thresholds.cpc_ctr_pct && (clickCvr ?? 0) < thresholds.cpc_click_cvr_pct)
    return 'CPC Candidate'
  return 'CPI Candidate'
}
