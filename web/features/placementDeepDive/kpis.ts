import { concentrationMetric } from '@bx/contracts/metrics/concentration'
import { fillRateMetric } from '@bx/contracts/metrics/fillRate'
import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { divide } from '@bx/contracts/metrics/metric'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { slotsFilledMetric } from '@bx/contracts/metrics/slotsFilled'
import { comparedOf, share } from '../../lib/compareWords.ts'
import type { PlacementDeepDive } from '../../lib/endpoints.ts'
import { average, count, NO_VALUE, ratio, shortCount } from '../../lib/formats.ts'
import { type Comparison, comparedFacts, kpiChange } from '../../ui/comparisons.ts'
import {
  type CountedScope,
  explain,
  impressionSum,
  peopleWords,
  precisionFact,
  reachText,
  visitorFact,
} from '../../ui/explanations.ts'
import type { Kpi } from '../../ui/KpiStrip.tsx'
import { texts } from './strings.ts'

/** Concentration first, then impressions, reach and slots. */
export function kpisOf(deepDive: PlacementDeepDive): Kpi[] {
  const about = { meta: deepDive.meta, scope: deepDive.data.placement.placement_name, counted: deepDive.data.counted }
  return [
    topShare(deepDive, about, 3),
    topShare(deepDive, about, 5),
    impressions(deepDive, about),
    reach(deepDive, about),
    frequency(deepDive, about),
    slots(deepDive, about),
    fill(deepDive, about),
  ]
}

/** From the counts, like the running share of the table, so that both are rounded once and agree. */
export function topShareText({ concentration }: PlacementDeepDive['data'], n: 3 | 5): string {
  return ratio(divide(concentration[`top_${n}_impressions`], concentration.total_impressions))
}

/** The share of the largest merchants in both periods. */
export function topCompared(comparison: PlacementDeepDive['data']['totals']['comparison'], n: 3 | 5): Comparison {
  return {
    compared: {
      now: comparison?.[`top_${n}_share_pct`] ?? null,
      before: comparison?.[`top_${n}_share_before_pct`] ?? null,
      change: comparison?.[`top_${n}_share_change`] ?? null,
    },
    format: share,
    cut: 'days',
  }
}

function topShare({ data }: PlacementDeepDive, about: CountedScope, n: 3 | 5): Kpi {
  const { concentration } = data
  const metric = { ...concentrationMetric, label: texts.topShare(n) }
  const value = topShareText(data, n)
  const compared = topCompared(data.totals.comparison, n)
  return {
    label: metric.label,
    value,
    unit: '',
    explanation: explain(
      about,
      metric,
      {
        value,
        division: [
          { value: count(concentration[`top_${n}_impressions`]), label: texts.ofTheLargest(n) },
          '÷',
          { value: count(concentration.total_impressions), label: texts.impressionsInText },
          '=',
          { value, label: texts.shareInText },
        ],
      },
      [
        [texts.concentration, texts.hhiTheSumOfSquared(concentration.hhi?.toFixed(3) ?? NO_VALUE)],
        ...comparedFacts(about.meta, compared),
      ],
    ),
    ...kpiChange(about, metric, compared),
  }
}

function impressions({ data }: PlacementDeepDive, about: CountedScope): Kpi {
  const { totals, daily } = data
  const value = count(totals.impressions)
  const compared: Comparison = {
    compared: comparedOf(totals.comparison, 'impressions'),
    format: count,
    cut: 'hours',
  }
  return {
    label: impressionsMetric.label,
    value: shortCount(totals.impressions),
    unit: '',
    explanation: explain(
      about,
      impressionsMetric,
      {
        value,
        division: impressionSum(about, value),
        daily: {
          days: daily.map(({ day, impressions }) => ({ day, value: impressions, text: count(impressions) })),
          unfinishedDay: about.meta.unfinished_day,
        },
      },
      comparedFacts(about.meta, compared),
    ),
    ...kpiChange(about, impressionsMetric, compared, shortCount),
  }
}

function reach({ data: { totals } }: PlacementDeepDive, about: CountedScope): Kpi {
  const compared: Comparison = { compared: comparedOf(totals.comparison, 'unique_users'), format: count, cut: 'days' }
  return {
    label: reachMetric.label,
    value: reachText(totals, shortCount),
    unit: peopleWords(totals),
    explanation: explain(about, reachMetric, { value: reachText(totals) }, [
      precisionFact(totals),
      visitorFact(totals),
      ...comparedFacts(about.meta, compared),
    ]),
    ...kpiChange(about, reachMetric, compared, shortCount),
  }
}

function frequency({ data: { totals } }: PlacementDeepDive, about: CountedScope): Kpi {
  const value = average(totals.frequency)
  const compared: Comparison = { compared: comparedOf(totals.comparison, 'frequency'), format: average, cut: 'days' }
  return {
    label: frequencyMetric.label,
    value,
    unit: texts.perPerson,
    explanation: explain(
      about,
      frequencyMetric,
      {
        value,
        division: [
          { value: count(totals.impressions), label: texts.impressionsInText },
          '÷',
          { value: reachText(totals), label: texts.people },
          '=',
          { value, label: texts.perPerson },
        ],
      },
      comparedFacts(about.meta, compared),
    ),
    ...kpiChange(about, frequencyMetric, compared),
  }
}

function slots({ data: { totals, placement } }: PlacementDeepDive, about: CountedScope): Kpi {
  const value = average(totals.avg_merchants_shown)
  const compared: Comparison = {
    compared: comparedOf(totals.comparison, 'avg_merchants_shown'),
    format: average,
    cut: 'days',
  }
  return {
    label: slotsFilledMetric.label,
    value,
    unit: texts.ofMax(placement.max_slots, count(totals.max_merchants_shown)),
    explanation: explain(about, slotsFilledMetric, { value }, comparedFacts(about.meta, compared)),
    ...kpiChange(about, slotsFilledMetric, compared),
  }
}

function fill({ data: { totals } }: PlacementDeepDive, about: CountedScope): Kpi {
  const value = ratio(totals.fill_rate)
  const compared: Comparison = { compared: comparedOf(totals.comparison, 'fill_rate'), format: ratio, cut: 'days' }
  return {
    label: fillRateMetric.label,
    value,
    unit: texts.ofSlots,
    explanation: explain(about, fillRateMetric, { value }, comparedFacts(about.meta, compared)),
    ...kpiChange(about, fillRateMetric, compared),
  }
}
