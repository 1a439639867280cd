import { type Indicator, indicatorOf, type PerformanceThresholds } from '@bx/contracts/metrics/thresholds'
import { parseMoney } from '@bx/contracts/money'

/** A placement's figures, as the scorecard and benchmarking have them. */
export interface PreviewedRow {
  readonly impressions: number
  readonly clicks: number
  readonly ctr_pct: number | null
  readonly cvr_pct: number | null
  readonly click_cvr_pct: number | null
  readonly rpm: string | null
}

export type RatedRate = 'ctr_pct' | 'cvr_pct' | 'click_cvr_pct' | 'rpm'

/** How many rows get each verdict; null while a threshold is not a number. */
export function thresholdCounts(
  rows: readonly PreviewedRow[],
  rate: RatedRate,
  thresholds: PerformanceThresholds,
): Readonly<Record<Indicator, number>> | null {
  const verdict = verdictOf(rate, thresholds)
  if (verdict === null) return null
  const counts = { green: 0, yellow: 0, red: 0, grey: 0 }
  for (const row of rows) counts[verdict(row)] += 1
  return counts
}

function verdictOf(rate: RatedRate, thresholds: PerformanceThresholds): ((row: PreviewedRow) => Indicator) | null {
  const { min_impressions: impressions, min_clicks: clicks } = thresholds
  if (rate === 'rpm') {
    const { good, watch } = thresholds.rpm
    if (!isMoney(good) || !isMoney(watch)) return null
    const threshold = { good: parseMoney(good), watch: parseMoney(watch) }
    return (row) => indicatorOf(row.rpm === null ? null : parseMoney(row.rpm), threshold, row.impressions, impressions)
  }
  const threshold = thresholds[rate]
  return (row) =>
    rate === 'click_cvr_pct'
      ? indicatorOf(row[rate], threshold, row.clicks, clicks)
      : indicatorOf(row[rate], threshold, row.impressions, impressions)
}

function isMoney(text: string): boolean {
  return /^\d{1,13}(\.\d{1,4})?$/.test(text)
}
