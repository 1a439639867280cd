import { ctrMetric } from '@bx/contracts/metrics/ctr'
import { cvrPerClickMetric } from '@bx/contracts/metrics/cvrPerClick'
import type { MerchantSummary } from '../../lib/endpoints.ts'
import { count, NO_VALUE, percentage } from '../../lib/formats.ts'
import { texts } from './strings.ts'

type Counts = MerchantSummary['data']['funnel']

/** A step of the funnel; `rate` is the share of the step above, in words. */
export interface FunnelStep {
  readonly name: string
  readonly count: number
  /** Square-root scale, so that small steps are visible; 0..1. */
  readonly width: number
  readonly rate: {
    readonly value: string
    readonly pct: number | null
    readonly words: string
    readonly metric: string
  } | null
}

/** Impressions, clicks, conversions. */
export function funnelSteps(counts: Counts): FunnelStep[] {
  const { impressions, clicks, conversions } = counts
  const { ctrPct, clickCvrPct } = shownRates(counts)
  const largest = Math.max(impressions, clicks, conversions)
  const width = (n: number) => (largest > 0 ? Math.sqrt(n / largest) : 0)
  return [
    { name: texts.impressions, count: impressions, width: width(impressions), rate: null },
    {
      name: texts.clicks,
      count: clicks,
      width: width(clicks),
      rate: { value: rateText(ctrPct, 2), pct: ctrPct, words: texts.areClicked, metric: ctrMetric.label },
    },
    {
      name: texts.conversions,
      count: conversions,
      width: width(conversions),
      rate: {
        value: rateText(clickCvrPct, 1),
        pct: clickCvrPct,
        words: texts.ofClicksSell,
        metric: cvrPerClickMetric.label,
      },
    },
  ]
}

/** The rates; null for too few impressions or clicks. */
export function shownRates({ impressions, clicks, ...counts }: Counts) {
  return {
    ctrPct: impressions >= counts.min_impressions ? counts.ctr_pct : null,
    clickCvrPct: clicks >= counts.min_clicks ? counts.click_cvr_pct : null,
  }
}

/** The steps as rows. */
export function funnelTable(steps: readonly FunnelStep[]) {
  return {
    head: [texts.step, texts.count, texts.ofTheStepAbove],
    rows: steps.map(({ name, count: n, rate }) => [name, count(n), rate ? rate.value : NO_VALUE]),
    csv: {
      columns: ['step', 'count', 'pct_of_step_above'],
      rows: steps.map(({ name, count: n, rate }) => [name, n, rate ? rate.pct : null]),
    },
  }
}

/** The funnel as one sentence. */
export function describeFunnel(steps: readonly FunnelStep[]): string {
  return steps
    .map(
      ({ name, count: n, rate }) =>
        `${count(n)} ${name.toLowerCase()}${rate && rate.pct !== null ? ` (${rate.value} ${rate.words})` : ''}`,
    )
    .join(', ')
}

function rateText(pct: number | null, places: number): string {
  return pct === null ? NO_VALUE : percentage(pct, places)
}
