import { assistedMetric, clicksMetric, conversionsMetric } from '@bx/contracts/metrics/conversions'
import { MODEL_LABELS } from '@bx/contracts/metrics/creditModels'
import { ctrMetric } from '@bx/contracts/metrics/ctr'
import { cvrPerClickMetric } from '@bx/contracts/metrics/cvrPerClick'
import { cvrPerImpressionMetric } from '@bx/contracts/metrics/cvrPerImpression'
import { FINALITY_LABELS } from '@bx/contracts/metrics/finality'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import type { Metric } from '@bx/contracts/metrics/metric'
import { commissionMetric, rpmMetric } from '@bx/contracts/metrics/rpm'
import type { PerformanceMeta, Scorecard } from '../lib/endpoints.ts'
import { count, credit, dateRange, NO_VALUE, percentage, rateMoney, smallPercentage, sumMoney } from '../lib/formats.ts'
import { oncePer } from '../lib/oncePer.ts'
import type { Explanation } from './Explain.tsx'
import { explain } from './explanations.ts'
import { whyNotFinal } from './finality.ts'

// Explains each figure about clicks and sales, the same in every view.

export type PerformanceFigures = Scorecard['data']['totals'] | Scorecard['data']['rows'][number]
type Figures = Pick<
  PerformanceFigures,
  | 'impressions'
  | 'clicks'
  | 'conversions'
  | 'open_conversions'
  | 'confirmed_conversions'
  | 'rejected_conversions'
  | 'refunded_conversions'
  | 'click_through_conversions'
  | 'total_revenue'
  | 'ctr_pct'
  | 'cvr_pct'
  | 'click_cvr_pct'
  | 'rpm'
  | 'ctr_interval'
  | 'cvr_interval'
  | 'click_cvr_interval'
  | 'comparison'
>
type Interval = Figures['ctr_interval']

/** @param scope a placement's name, "All placements", or a merchant in one of them */
export const performanceFigures = oncePer(explainAll)

function explainAll(meta: PerformanceMeta, figures: Figures, scope: string) {
  const about = { meta, scope }
  const impressions = { value: count(figures.impressions), label: 'impressions' }
  const clicks = { value: count(figures.clicks), label: 'clicks' }
  const sales = { value: credit(figures.conversions), label: 'conversions' }
  const rate = (
    metric: Metric,
    value: string,
    terms: readonly [Explanation['division'] & object, Interval],
    key: keyof PerformanceMeta['thresholds'] & ('ctr_pct' | 'cvr_pct' | 'click_cvr_pct'),
    before: string | null,
  ): Explanation => {
    const [division, interval] = terms
    const range = intervalText(interval, key)
    return explain(
      about,
      metric,
      {
        value,
        division: [...division, '=', { value, label: range === '' ? metric.label : `95%: ${range}` }],
        ...(range === '' ? {} : { hint: `95% sure: ${range}` }),
        ...(before === null ? {} : { before }),
      },
      [...creditFacts(meta, figures), thresholdFact(meta, key)],
    )
  }
  const { comparison } = figures
  return {
    impressions: explain(about, impressionsMetric, { value: count(figures.impressions) }),
    clicks: explain(about, clicksMetric, { value: count(figures.clicks) }, [windowFact(meta)]),
    conversions: explain(about, conversionsMetric, { value: credit(figures.conversions) }, creditFacts(meta, figures)),
    ctr: rate(
      ctrMetric,
      percentage(figures.ctr_pct, 2),
      [[clicks, '÷', impressions], figures.ctr_interval],
      'ctr_pct',
      beforeText(meta, comparison && percentage(comparison.ctr_before_pct, 2), comparison?.ctr_clear),
    ),
    cvr: rate(
      cvrPerImpressionMetric,
      smallPercentage(figures.cvr_pct),
      [[sales, '÷', impressions], figures.cvr_interval],
      'cvr_pct',
      beforeText(meta, comparison && smallPercentage(comparison.cvr_before_pct), comparison?.cvr_clear),
    ),
    clickCvr: rate(
      cvrPerClickMetric,
      percentage(figures.click_cvr_pct, 1),
      [[sales, '÷', clicks], figures.click_cvr_interval],
      'click_cvr_pct',
      beforeText(meta, comparison && percentage(comparison.click_cvr_before_pct, 1), comparison?.click_cvr_clear),
    ),
    rpm: explain(
      about,
      rpmMetric,
      {
        value: rateMoney(figures.rpm, meta.currency),
        division: [
          { value: sumMoney(figures.total_revenue, meta.currency), label: 'commission' },
          '÷',
          impressions,
          '=',
          { value: rateMoney(figures.rpm, meta.currency), label: 'per 1,000' },
        ],
      },
      [...creditFacts(meta, figures), thresholdFact(meta, 'rpm')],
    ),
    commission: explain(
      about,
      commissionMetric,
      { value: sumMoney(figures.total_revenue, meta.currency) },
      creditFacts(meta, figures),
    ),
  }
}

export function assistedFigure(meta: PerformanceMeta, assisted: number, scope: string): Explanation {
  return explain({ meta, scope }, assistedMetric, { value: credit(assisted) }, [windowFact(meta)])
}

function creditFacts(meta: PerformanceMeta, figures: Figures): [string, string][] {
  const { click_through_conversions: clicked, conversions } = figures
  return [
    [
      'Credit',
      `${MODEL_LABELS[meta.model]}; ${credit(clicked)} by a click, ${credit(Math.max(0, conversions - clicked))} by a view`,
    ],
    windowFact(meta),
    [
      'Sales',
      `Pending ${credit(figures.open_conversions)}, confirmed ${credit(figures.confirmed_conversions)}; rejected ${credit(figures.rejected_conversions)} and refunded ${credit(figures.refunded_conversions)} are left out`,
    ],
    ['State', [FINALITY_LABELS[meta.finality.state], ...whyNotFinal(meta)].join('. ')],
  ]
}

function windowFact({ windows }: PerformanceMeta): [string, string] {
  return [
    'Windows',
    `A click credits an exposure up to ${windows.click_minutes} minutes before it, a sale one up to ${windows.conversion_days} days before it: ${windows.conversion_hours} elapsed hours, also when clocks change`,
  ]
}

function thresholdFact(
  { thresholds, currency }: PerformanceMeta,
  key: 'ctr_pct' | 'cvr_pct' | 'click_cvr_pct' | 'rpm',
): [string, string] {
  const { good, watch } = thresholds[key]
  const text = (value: string | number) => (typeof value === 'string' ? rateMoney(value, currency) : `${value}%`)
  const enough =
    key === 'click_cvr_pct'
      ? `${count(thresholds.min_clicks)} clicks`
      : `${count(thresholds.min_impressions)} impressions`
  return ['Judged', `Good from ${text(good)}, watch from ${text(watch)}; from ${enough} on`]
}

function beforeText(meta: PerformanceMeta, value: string | null, clear: boolean | null | undefined): string | null {
  const days = meta.compare?.reach_days_before ?? meta.compare
  if (value === null || value === NO_VALUE || days === null) return null
  return `${value} on ${dateRange(days.start, days.end)}, whole days${clear === false ? '; no clear change' : ''}`
}

function intervalText(interval: Interval, key: string): string {
  if (interval === null) return ''
  const places = key === 'cvr_pct' ? 3 : key === 'ctr_pct' ? 2 : 1
  return `${percentage(interval.low, places)} – ${percentage(interval.high, places)}`
}
