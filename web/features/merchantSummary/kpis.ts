import { averageRankMetric } from '@bx/contracts/metrics/averageRank'
import { ctrMetric } from '@bx/contracts/metrics/ctr'
import { cvrPerClickMetric } from '@bx/contracts/metrics/cvrPerClick'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import type { Metric } from '@bx/contracts/metrics/metric'
import type { MerchantSummary } from '../../lib/endpoints.ts'
import { average, change, count, countChange, percentage, shortCount, wholeDays } from '../../lib/formats.ts'
import { explanationOf, wholeDaysFact } from '../../ui/explanationOf.ts'
import type { Kpi } from '../../ui/KpiStrip.tsx'
import { reachKpis } from '../../ui/reachKpis.ts'

export function kpisOf({ data, meta }: MerchantSummary): Kpi[] {
  const { totals, funnel, merchant } = data
  const before = totals.comparison
  const over = wholeDays(meta.compare?.reach_days ?? null)
  const explain = (metric: Metric, value: string, facts: readonly (readonly [string, string])[]) =>
    explanationOf({ metric, scope: merchant.merchant_name, value, meta, flagged: data.flagged_impressions, facts })
  const rankBefore = before?.avg_rank_before ?? null
  return [
    {
      label: impressionsMetric.label,
      value: shortCount(totals.impressions),
      change: before && countChange(before.impressions, before.impressions_before),
      from: before?.impressions_before
        ? `${over}${shortCount(before.impressions)} from ${shortCount(before.impressions_before)}`
        : '',
      better: impressionsMetric.better,
      explanation: explain(impressionsMetric, count(totals.impressions), wholeDaysFact(meta)),
    },
    ...reachKpis(totals, meta, merchant.merchant_name, data.flagged_impressions),
    {
      label: averageRankMetric.label,
      value: average(totals.avg_rank),
      unit: 'from 0',
      change: rankBefore === null ? null : change(totals.avg_rank, rankBefore),
      from: rankBefore === null ? '' : `from ${average(rankBefore)}`,
      better: averageRankMetric.better,
      explanation: explain(averageRankMetric, average(totals.avg_rank), []),
    },
    {
      label: ctrMetric.label,
      value: percentage(funnel.ctr_pct, 2),
      change: null,
      better: ctrMetric.better,
      explanation: explain(ctrMetric, percentage(funnel.ctr_pct, 2), [
        ['Division', `${count(funnel.clicks)} ÷ ${count(funnel.impressions)} = ${percentage(funnel.ctr_pct, 2)}`],
      ]),
    },
    {
      label: cvrPerClickMetric.label,
      value: percentage(funnel.click_cvr_pct, 1),
      change: null,
      better: cvrPerClickMetric.better,
      explanation: explain(cvrPerClickMetric, percentage(funnel.click_cvr_pct, 1), [
        ['Division', `${count(funnel.conversions)} ÷ ${count(funnel.clicks)} = ${percentage(funnel.click_cvr_pct, 1)}`],
      ]),
    },
  ]
}
