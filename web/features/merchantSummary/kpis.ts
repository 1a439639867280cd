import { averageRankMetric } from '@bx/contracts/metrics/averageRank'
import { ctrMetric } from '@bx/contracts/metrics/ctr'
import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { countChange, frequencyChange, fromWords, NOT_COMPARED, reachChange } from '../../lib/compareWords.ts'
import type { MerchantSummary } from '../../lib/endpoints.ts'
import { average, count, percentage, shortCount } from '../../lib/formats.ts'
import { peopleWords, reachText } from '../../ui/explanations.ts'
import type { Kpi } from '../../ui/KpiStrip.tsx'
import { explanationsOf } from './figures.ts'

/** Impressions, reach, frequency, rank and CTR. */
export function kpisOf(summary: MerchantSummary): Kpi[] {
  const { data, meta } = summary
  const { totals, funnel } = data
  const before = totals.comparison
  const explained = explanationsOf(summary, totals, null)
  return [
    {
      label: impressionsMetric.label,
      value: shortCount(totals.impressions),
      unit: '',
      change: before ? countChange(before.impressions, before.impressions_before) : NOT_COMPARED,
      from: fromWords(meta, before && shortCount(before.impressions_before)),
      better: impressionsMetric.better,
      explanation: explained.impressions,
    },
    {
      label: reachMetric.label,
      value: reachText(totals, shortCount),
      unit: peopleWords(totals),
      change: reachChange(before),
      from: fromWords(meta, before?.unique_users_before ? shortCount(before.unique_users_before) : null),
      better: reachMetric.better,
      explanation: explained.reach,
    },
    {
      label: frequencyMetric.label,
      value: average(totals.frequency),
      unit: 'per person',
      change: frequencyChange(before, totals),
      from: fromWords(meta, before?.frequency_before == null ? null : average(before.frequency_before)),
      better: frequencyMetric.better,
      explanation: explained.frequency,
    },
    {
      label: averageRankMetric.label,
      value: average(totals.avg_rank),
      unit: 'from 0',
      change: NOT_COMPARED,
      from: '',
      better: null,
      explanation: explained.rank,
    },
    {
      label: ctrMetric.label,
      value: percentage(funnel.ctr_pct, 2),
      unit: `${count(funnel.clicks)} clicks`,
      change: NOT_COMPARED,
      from: '',
      better: ctrMetric.better,
      explanation: explained.ctr,
    },
  ]
}
