import { averageRankMetric } from '@bx/contracts/metrics/averageRank'
import { ctrMetric } from '@bx/contracts/metrics/ctr'
import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { reachMetric } from '@bx/contracts/metrics/reach'
import type { MerchantSummary } from '../../lib/endpoints.ts'
import { average, count, percentage, shortCount } from '../../lib/formats.ts'
import { kpiChange } from '../../ui/comparisons.ts'
import { peopleWords, reachText } from '../../ui/explanations.ts'
import type { Kpi } from '../../ui/KpiStrip.tsx'
import { aboutOf, comparisonsOf, ctrComparison, explanationsOf } from './figures.ts'
import { shownRates } from './funnel.ts'
import { texts } from './strings.ts'

/** Impressions, reach, frequency, rank and CTR. */
export function kpisOf(summary: MerchantSummary): Kpi[] {
  const { totals, funnel } = summary.data
  const about = aboutOf(summary, totals)
  const compared = comparisonsOf(totals)
  const explained = explanationsOf(summary, totals)
  return [
    {
      label: impressionsMetric.label,
      value: shortCount(totals.impressions),
      unit: '',
      explanation: explained.impressions,
      ...kpiChange(about, impressionsMetric, compared.impressions, shortCount),
    },
    {
      label: reachMetric.label,
      value: reachText(totals, shortCount),
      unit: peopleWords(totals),
      explanation: explained.reach,
      ...kpiChange(about, reachMetric, compared.reach, shortCount),
    },
    {
      label: frequencyMetric.label,
      value: average(totals.frequency),
      unit: texts.perPerson,
      explanation: explained.frequency,
      ...kpiChange(about, frequencyMetric, compared.frequency),
    },
    {
      label: averageRankMetric.label,
      value: average(totals.avg_rank),
      unit: texts.isTheTop,
      explanation: explained.rank,
      ...kpiChange(about, averageRankMetric, compared.rank),
    },
    {
      label: ctrMetric.label,
      value: percentage(shownRates(funnel).ctrPct, 2),
      unit: texts.clicksOf(count(funnel.clicks), funnel.clicks === 1),
      explanation: explained.ctr,
      ...kpiChange(about, ctrMetric, ctrComparison(summary)),
    },
  ]
}
