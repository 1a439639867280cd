import type { Metric } from './metric.ts'

import { divide } from './metric.ts'

/** Share of the largest `top` merchants, 0..1. `impressions` in any order. */
export function topShare(impressions: readonly number[], top: number): number | null {
  const sorted = [...impressions].sort((a, b) => b - a)
  return divide(sum(sorted.slice(0, top)), sum(sorted))
}

/**
 * Herfindahl-Hirschman index of the shares, 0..1 (1 = one merchant has all).
 * Source: US Department of Justice and FTC, Merger Guidelines (2023), section 2.1, there times 10,000.
 */
export function herfindahl(impressions: readonly number[]): number | null {
  const total = sum(impressions)
  return total > 0 ? sum(impressions.map((n) => (n / total) ** 2)) : null
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0)
}

export const concentrationMetric: Metric = {
  key: 'top_3_share_pct',
  label: 'Concentration',
  formula: 'impressions of the largest 3 (or 5) merchants ÷ all; HHI = sum of squared shares',
  unit: 'percent',
  source: 'exposure_daily',
  additive: false,
  better: null,
}
