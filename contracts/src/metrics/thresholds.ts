import { roughly } from '../currencies.ts'
import { moneyText, parseMoney } from '../money.ts'

// When a rate is good, and how much data a rating needs. These are the defaults; each installation can change them.

export type Indicator = 'green' | 'yellow' | 'red' | 'grey'
export const INDICATORS = ['green', 'yellow', 'red', 'grey'] as const

export interface Threshold<T = number> {
  /** Green at this value or above. */
  readonly good: T
  /** Yellow at this value or above, red below. */
  readonly watch: T
}

export interface PerformanceThresholds {
  readonly ctr_pct: Threshold
  readonly cvr_pct: Threshold
  readonly click_cvr_pct: Threshold
  /** Money in wire format. */
  readonly rpm: Threshold<string>
  /** Impressions needed to rate CTR, CVR per impression and RPM. */
  readonly min_impressions: number
  /** Clicks needed to rate CVR per click. */
  readonly min_clicks: number
  /** Package recommendation: 5 % and 2 % of CVR per click, 2 % of CTR. */
  readonly cpa_click_cvr_pct: number
  readonly cpc_ctr_pct: number
  readonly cpc_click_cvr_pct: number
}

/** Euros per 1,000 impressions; other currencies start with about the same value. */
const FIRST_RPM = { good: 15, watch: 3 }

/** Defaults of a new installation, by currency. */
export function firstThresholds(currency: string): PerformanceThresholds {
  const rpm = (euros: number) => moneyText(parseMoney(roughly(euros, currency)), currency)
  return {
    ctr_pct: { good: 3, watch: 1.5 },
    cvr_pct: { good: 0.3, watch: 0.1 },
    click_cvr_pct: { good: 10, watch: 5 },
    rpm: { good: rpm(FIRST_RPM.good), watch: rpm(FIRST_RPM.watch) },
    min_impressions: 5000,
    min_clicks: 100,
    cpa_click_cvr_pct: 5,
    cpc_ctr_pct: 2,
    cpc_click_cvr_pct: 2,
  }
}

/** Grey when there is too little data to rate. */
export function indicatorOf<T extends number | bigint>(
  value: T | null,
  threshold: Threshold<T>,
  sample: number,
  enough: number,
): Indicator {
  if (value === null || sample < enough) return 'grey'
  if (value >= threshold.good) return 'green'
  return value >= threshold.watch ? 'yellow' : 'red'
}

export const RECOMMENDATIONS = ['CPA Priority', 'CPC Candidate', 'CPI Candidate', 'Not enough data'] as const
export type Recommendation = (typeof RECOMMENDATIONS)[number]

/**
 * The best package for a placement: CPA where clicks sell, CPC where it is clicked but does not sell, CPI elsewhere.
 * @param rates percentages; null when the denominator is 0
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
