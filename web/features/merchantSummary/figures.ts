import { averageRankMetric } from '@bx/contracts/metrics/averageRank'
import { ctrMetric } from '@bx/contracts/metrics/ctr'
import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { viewableRateMetric } from '@bx/contracts/metrics/viewableRate'
import { rateInterval } from '@bx/contracts/metrics/wilson'
import { comparedOf, NOTHING_COMPARED } from '../../lib/compareWords.ts'
import type { MerchantSummary, MerchantSummaryRow } from '../../lib/endpoints.ts'
import { average, count, NO_VALUE, percentage, ratio } from '../../lib/formats.ts'
import { oncePer } from '../../lib/oncePer.ts'
import { type Comparison, comparedFacts, explainChange } from '../../ui/comparisons.ts'
import {
  type CountedScope,
  explain,
  impressionSum,
  precisionFact,
  reachText,
  visitorFact,
} from '../../ui/explanations.ts'
import { shownRates } from './funnel.ts'
import { texts } from './strings.ts'

/** Explains a merchant's figures, over all placements or in one. */
export type Figures = MerchantSummary['data']['totals']

/** The comparisons of a row or of the total, over whole days. */
export function comparisonsOf({ comparison }: Pick<Figures, 'comparison'>) {
  return {
    impressions: { compared: comparedOf(comparison, 'impressions'), format: count, cut: 'days' },
    reach: { compared: comparedOf(comparison, 'unique_users'), format: count, cut: 'days' },
    frequency: { compared: comparedOf(comparison, 'frequency'), format: average, cut: 'days' },
    rank: { compared: comparedOf(comparison, 'avg_rank'), format: average, cut: 'days' },
  } as const satisfies Record<string, Comparison>
}

/** CTR over whole days; nothing while there are too few impressions for one. */
export function ctrComparison({ data: { funnel } }: MerchantSummary): Comparison {
  const c = shownRates(funnel).ctrPct === null ? null : funnel.ctr_comparison
  const compared = c === null ? NOTHING_COMPARED : { now: c.ctr_pct, before: c.ctr_before_pct, change: c.ctr_change }
  return { compared, format: (value) => percentage(value, 2), cut: 'days' }
}

function explainCtr(summary: MerchantSummary) {
  const { totals, funnel } = summary.data
  const value = percentage(shownRates(funnel).ctrPct, 2)
  const range = rateInterval(funnel.clicks, funnel.impressions)
  const rangeText = range === null ? NO_VALUE : `${percentage(range.low * 100, 2)} – ${percentage(range.high * 100, 2)}`
  return explain(
    aboutOf(summary, totals),
    ctrMetric,
    {
      value,
      division: [
        { value: count(funnel.clicks), label: texts.clicksInText },
        '÷',
        { value: count(funnel.impressions), label: texts.impressionsInText },
        '=',
        { value, label: `95%: ${rangeText}` },
      ],
    },
    [
      ...comparedFacts(summary.meta, ctrComparison(summary)),
      [texts.sample, texts.shownFromImpressionsOnFewer(count(funnel.min_impressions))],
    ],
  )
}

/** What a row's or the total's explanations share: its name and its own stored impressions. */
export function aboutOf({ data, meta }: MerchantSummary, figures: Figures | MerchantSummaryRow): CountedScope {
  const name = data.merchant.merchant_name
  return 'placement_name' in figures
    ? { meta, scope: texts.in(name, figures.placement_name), counted: figures.counted }
    : { meta, scope: name, counted: data.counted }
}

/** Of a placement's row, or of the total. */
export const explanationsOf = oncePer(explainAll)

function explainAll(summary: MerchantSummary, figures: Figures | MerchantSummaryRow) {
  const { data, meta } = summary
  const about = aboutOf(summary, figures)
  const compared = comparisonsOf(figures)
  const impressions = count(figures.impressions)
  const daily = data.daily.map(({ day, impressions: n }) => ({ day, value: n, text: count(n) }))
  return {
    impressions: explain(
      about,
      impressionsMetric,
      {
        value: impressions,
        division: impressionSum(about, impressions),
        ...('placement_name' in figures ? {} : { daily: { days: daily, unfinishedDay: meta.unfinished_day } }),
      },
      comparedFacts(meta, compared.impressions),
    ),
    impressionsChange: explainChange(about, impressionsMetric, compared.impressions),
    reach: explain(about, reachMetric, { value: reachText(figures) }, [
      precisionFact(figures),
      visitorFact(figures),
      ...comparedFacts(meta, compared.reach),
    ]),
    frequency: explain(
      about,
      frequencyMetric,
      {
        value: average(figures.frequency),
        division: [
          { value: impressions, label: texts.impressionsInText },
          '÷',
          { value: reachText(figures), label: texts.people },
          '=',
          { value: average(figures.frequency), label: texts.perPerson },
        ],
      },
      comparedFacts(meta, compared.frequency),
    ),
    rank: explain(
      about,
      averageRankMetric,
      { value: average(figures.avg_rank), says: texts.theFirstPlaceIsRank },
      comparedFacts(meta, compared.rank),
    ),
    viewable: explain(about, viewableRateMetric, { value: ratio(figures.viewable_rate) }, [
      [texts.viewable, texts.impressionsOf(count(figures.viewable_impressions))],
    ]),
    ctr: explainCtr(summary),
  }
}
