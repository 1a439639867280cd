import { type Measured, rateChange, ratioChange } from '@bx/contracts/metrics/change'
import { ctr } from '@bx/contracts/metrics/ctr'
import { cvrPerClick } from '@bx/contracts/metrics/cvrPerClick'
import { cvrPerImpression } from '@bx/contracts/metrics/cvrPerImpression'
import { percent, round } from '@bx/contracts/metrics/metric'
import { rpm } from '@bx/contracts/metrics/rpm'
import { indicatorOf, type PerformanceThresholds, type Threshold } from '@bx/contracts/metrics/thresholds'
import { rateInterval } from '@bx/contracts/metrics/wilson'
import { type Money, moneyText, parseMoney } from '@bx/contracts/money'
import { conversionsOf, type Outcome } from './outcomes.ts'

// The rates of a placement, a merchant or all of them, always from the same counts.

/** Impressions and their outcomes. */
export interface Performance {
  readonly impressions: number
  readonly outcome: Outcome
}

export function performanceFields({ impressions, outcome }: Performance, currency: string) {
  return {
    impressions,
    clicks: outcome.clicks,
    conversions: trackedOf(outcome),
    open_conversions: conversionsOf(outcome.pending),
    confirmed_conversions: conversionsOf(outcome.confirmed),
    rejected_conversions: conversionsOf(outcome.rejected),
    refunded_conversions: conversionsOf(outcome.refunded),
    click_through_conversions: conversionsOf(outcome.clickThrough),
    total_revenue: moneyText(outcome.money, currency),
    ...rateFields({ impressions, outcome }, currency),
  }
}

/** Pending and confirmed. */
export function trackedOf(outcome: Outcome): number {
  return conversionsOf(outcome.pending + outcome.confirmed)
}

export function rateFields({ impressions, outcome }: Performance, currency: string) {
  const commission = rpm(outcome.money, impressions)
  const conversions = trackedOf(outcome)
  return {
    ...shareFields({ impressions, outcome }),
    rpm: commission === null ? null : moneyText(commission, currency),
    ctr_interval: percentInterval(outcome.clicks, impressions),
    cvr_interval: percentInterval(conversions, impressions),
    click_cvr_interval: percentInterval(conversions, outcome.clicks),
  }
}

function shareFields({ impressions, outcome }: Performance) {
  const conversions = trackedOf(outcome)
  return {
    ctr_pct: percent(ctr(outcome.clicks, impressions), 4),
    cvr_pct: percent(cvrPerImpression(conversions, impressions), 4),
    click_cvr_pct: percent(cvrPerClick(conversions, outcome.clicks), 4),
  }
}

function percentInterval(successes: number, trials: number) {
  const interval = rateInterval(successes, trials)
  return interval && { low: round(interval.low * 100, 4), high: round(interval.high * 100, 4) }
}

export function comparisonFields(now: Performance, before: Performance, currency: string) {
  const [rates, ratesBefore] = [rateFields(now, currency), rateFields(before, currency)]
  const trial = (successes: (of: Performance) => number, trials: (of: Performance) => number) =>
    rateChange(
      { successes: successes(now), trials: trials(now) },
      { successes: successes(before), trials: trials(before) },
    )
  const [clicks, conversions] = [(of: Performance) => of.outcome.clicks, (of: Performance) => trackedOf(of.outcome)]
  const impressions = (of: Performance) => of.impressions
  return {
    ctr_pct: rates.ctr_pct,
    ctr_before_pct: ratesBefore.ctr_pct,
    ctr_change: trial(clicks, impressions),
    cvr_pct: rates.cvr_pct,
    cvr_before_pct: ratesBefore.cvr_pct,
    cvr_change: trial(conversions, impressions),
    click_cvr_pct: rates.click_cvr_pct,
    click_cvr_before_pct: ratesBefore.click_cvr_pct,
    click_cvr_change: trial(conversions, clicks),
    rpm: rates.rpm,
    rpm_before: ratesBefore.rpm,
    rpm_change: ratioChange(measuredRpm(now), measuredRpm(before)),
  }
}

/**
 * A sum of n amounts has the variance (1 + cv²) ÷ n, where cv is their coefficient of variation: about 1 for what people spend, so
 * 2 ÷ n.
 */
function measuredRpm({ impressions, outcome }: Performance): Measured | null {
  if (impressions === 0) return null
  const sales = trackedOf(outcome)
  return { value: Number(outcome.money) / impressions, variance: sales > 0 ? 2 / sales : 0 }
}

export function indicatorFields(performance: Performance, thresholds: PerformanceThresholds) {
  const { impressions, outcome } = performance
  const { ctr_pct, cvr_pct, click_cvr_pct } = shareFields(performance)
  const { min_impressions: enough } = thresholds
  return {
    ctr: indicatorOf(ctr_pct, thresholds.ctr_pct, impressions, enough),
    cvr: indicatorOf(cvr_pct, thresholds.cvr_pct, impressions, enough),
    click_cvr: indicatorOf(click_cvr_pct, thresholds.click_cvr_pct, outcome.clicks, thresholds.min_clicks),
    rpm: indicatorOf(rpm(outcome.money, impressions), rpmThreshold(thresholds), impressions, enough),
  }
}

function rpmThreshold({ rpm: { good, watch } }: PerformanceThresholds): Threshold<Money> {
  return { good: parseMoney(good), watch: parseMoney(watch) }
}
