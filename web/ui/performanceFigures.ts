import { assistedMetric, clicksMetric, conversionsMetric } from '@bx/contracts/metrics/conversions'
import { MODEL_LABELS } from '@bx/contracts/metrics/creditModels'
import { ctrMetric } from '@bx/contracts/metrics/ctr'
import { cvrPerClickMetric } from '@bx/contracts/metrics/cvrPerClick'
import { cvrPerImpressionMetric } from '@bx/contracts/metrics/cvrPerImpression'
import { FINALITY_LABELS } from '@bx/contracts/metrics/finality'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import type { Metric } from '@bx/contracts/metrics/metric'
import { commissionMetric, rpmMetric } from '@bx/contracts/metrics/rpm'
import { NOTHING_COMPARED } from '../lib/compareWords.ts'
import type { PerformanceMeta, Scorecard } from '../lib/endpoints.ts'
import { count, credit, NO_VALUE, percentage, rateMoney, smallPercentage, sumMoney } from '../lib/formats.ts'
import { oncePer } from '../lib/oncePer.ts'
import { type Comparison, comparedFacts, explainChange } from './comparisons.ts'
import type { Explanation, Term } from './explanation.ts'
import { explain } from './explanations.ts'
import { whyNotFinal } from './finality.ts'
import { texts } from './strings.ts'

// Explains each figure about clicks and sales, the same in every view.

export type PerformanceFigures = Pick<
  Scorecard['data']['rows'][number],
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
type Figures = PerformanceFigures & { readonly daily?: Scorecard['data']['rows'][number]['daily'] }
type Interval = Figures['ctr_interval']

/** @param scope a placement's name, "All placements", or a merchant in one of them */
export const performanceFigures = oncePer(explainAll)

function explainAll(meta: PerformanceMeta, figures: Figures, scope: string) {
  const about = { meta, scope }
  const terms = {
    impressions: { value: count(figures.impressions), label: texts.impressions },
    clicks: { value: count(figures.clicks), label: texts.clicks },
    sales: { value: credit(figures.conversions), label: texts.conversions },
  }
  const compared = comparisonsOf(figures, meta)
  const rate = (key: RateKey, division: readonly Term[]): Explanation => explainRate(about, figures, key, division)
  return {
    impressions: explain(about, impressionsMetric, {
      value: count(figures.impressions),
      ...dailyOf(meta, figures, 'impressions'),
    }),
    clicks: explain(about, clicksMetric, { value: count(figures.clicks), ...dailyOf(meta, figures, 'clicks') }, [
      windowFact(meta),
    ]),
    conversions: explain(
      about,
      conversionsMetric,
      { value: credit(figures.conversions), ...dailyOf(meta, figures, 'conversions') },
      creditFacts(meta, figures),
    ),
    ctr: rate('ctr_pct', [terms.clicks, terms.impressions]),
    cvr: rate('cvr_pct', [terms.sales, terms.impressions]),
    clickCvr: rate('click_cvr_pct', [terms.sales, terms.clicks]),
    rpm: explainRpm(about, figures, terms.impressions),
    commission: explain(
      about,
      commissionMetric,
      { value: sumMoney(figures.total_revenue, meta.currency) },
      creditFacts(meta, figures),
    ),
    ctrChange: explainChange(about, ctrMetric, compared.ctr_pct),
    cvrChange: explainChange(about, cvrPerImpressionMetric, compared.cvr_pct),
    clickCvrChange: explainChange(about, cvrPerClickMetric, compared.click_cvr_pct),
    rpmChange: explainChange(about, rpmMetric, compared.rpm),
  }
}

const RATES = {
  ctr_pct: { metric: ctrMetric, interval: 'ctr_interval', format: (value) => percentage(value, 2) },
  cvr_pct: { metric: cvrPerImpressionMetric, interval: 'cvr_interval', format: smallPercentage },
  click_cvr_pct: {
    metric: cvrPerClickMetric,
    interval: 'click_cvr_interval',
    format: (value) => percentage(value, 1),
  },
} as const satisfies Record<string, { metric: Metric; interval: string; format: (value: number | null) => string }>
type RateKey = keyof typeof RATES
type About = { readonly meta: PerformanceMeta; readonly scope: string }

/** The comparisons over whole days. */
function comparisonsOf({ comparison: c }: Figures, { currency }: PerformanceMeta) {
  const rate = (key: 'ctr' | 'cvr' | 'click_cvr'): Comparison => ({
    compared:
      c === null
        ? NOTHING_COMPARED
        : { now: c[`${key}_pct`], before: c[`${key}_before_pct`], change: c[`${key}_change`] },
    format: RATES[`${key}_pct`].format,
    cut: 'days',
  })
  const amount = (value: string | null) => (value === null ? null : Number(value))
  return {
    ctr_pct: rate('ctr'),
    cvr_pct: rate('cvr'),
    click_cvr_pct: rate('click_cvr'),
    rpm: {
      compared:
        c === null ? NOTHING_COMPARED : { now: amount(c.rpm), before: amount(c.rpm_before), change: c.rpm_change },
      format: (value) => (value === null ? NO_VALUE : rateMoney(value.toFixed(4), currency)),
      cut: 'days',
    },
  } as const satisfies Record<string, Comparison>
}

function explainRate(about: About, figures: Figures, key: RateKey, [part, whole]: readonly Term[]): Explanation {
  const { metric, interval, format } = RATES[key]
  const { meta } = about
  const [value, range] = [format(figures[key]), figures[interval]]
  const rangeText = intervalText(range, key)
  return explain(
    about,
    metric,
    {
      value,
      division: [part!, '÷', whole!, '=', { value, label: rangeText === '' ? metric.label : `95%: ${rangeText}` }],
      ...(rangeText === '' ? {} : { hint: texts.sure95(rangeText) }),
      ...(figures[key] === null
        ? {}
        : { ruler: { ...meta.thresholds[key], value: figures[key], range, format: (at: number) => `${at}%` } }),
    },
    [
      ...comparedFacts(meta, comparisonsOf(figures, meta)[key]),
      ...creditFacts(meta, figures),
      thresholdFact(meta, key),
    ],
  )
}

function explainRpm(about: About, figures: Figures, impressions: Term): Explanation {
  const { meta } = about
  const value = rateMoney(figures.rpm, meta.currency)
  const { good, watch } = meta.thresholds.rpm
  return explain(
    about,
    rpmMetric,
    {
      value,
      division: [
        { value: sumMoney(figures.total_revenue, meta.currency), label: texts.commission },
        '÷',
        impressions,
        '=',
        { value, label: texts.per1000 },
      ],
      ...(figures.rpm === null
        ? {}
        : {
            ruler: {
              ...{ value: Number(figures.rpm), good: Number(good), watch: Number(watch), range: null },
              format: (at: number) => rateMoney(at.toFixed(4), meta.currency),
            },
          }),
    },
    [
      ...comparedFacts(meta, comparisonsOf(figures, meta).rpm),
      ...creditFacts(meta, figures),
      thresholdFact(meta, 'rpm'),
    ],
  )
}

/** The figure by day, for rows that have days. */
function dailyOf(meta: PerformanceMeta, figures: Figures, key: 'impressions' | 'clicks' | 'conversions') {
  if (figures.daily === undefined) return {}
  const days = figures.daily.map((row) => ({ day: row.day, value: row[key], text: credit(row[key]) }))
  return { daily: { days, unfinishedDay: meta.unfinished_day } }
}

export function assistedFigure(meta: PerformanceMeta, assisted: number, scope: string): Explanation {
  return explain({ meta, scope }, assistedMetric, { value: credit(assisted) }, [windowFact(meta)])
}

function creditFacts(meta: PerformanceMeta, figures: Figures): [string, string][] {
  const { click_through_conversions: clicked, conversions } = figures
  return [
    [
      texts.credit,
      texts.byAClick(MODEL_LABELS[meta.model], credit(clicked), credit(Math.max(0, conversions - clicked))),
    ],
    windowFact(meta),
    [
      texts.sales,
      texts.pendingConfirmedRejectedAndRefunded(
        credit(figures.open_conversions),
        credit(figures.confirmed_conversions),
        credit(figures.rejected_conversions),
        credit(figures.refunded_conversions),
      ),
    ],
    [texts.state, [FINALITY_LABELS[meta.finality.state], ...whyNotFinal(meta)].join('. ')],
  ]
}

function windowFact({ windows }: PerformanceMeta): [string, string] {
  return [
    texts.windows,
    texts.aClickCreditsAnExposure(windows.click_minutes, windows.conversion_days, windows.conversion_hours),
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
      ? texts.clicksOf(count(thresholds.min_clicks))
      : texts.impressionsOf(count(thresholds.min_impressions))
  return [texts.rating, texts.goodAtOrMoreWatch(text(good), text(watch), enough)]
}

function intervalText(interval: Interval, key: string): string {
  if (interval === null) return ''
  const places = key === 'cvr_pct' ? 3 : key === 'ctr_pct' ? 2 : 1
  return `${percentage(interval.low, places)} – ${percentage(interval.high, places)}`
}
