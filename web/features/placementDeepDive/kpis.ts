import { concentrationMetric } from '@bx/contracts/metrics/concentration'
import { fillRateMetric } from '@bx/contracts/metrics/fillRate'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { slotsFilledMetric } from '@bx/contracts/metrics/slotsFilled'
import type { PlacementDeepDive } from '../../lib/endpoints.ts'
import { average, count, countChange, percentage, pointChange, ratio, shortCount } from '../../lib/formats.ts'
import { explanationOf } from '../../ui/explanationOf.ts'
import type { Kpi } from '../../ui/KpiStrip.tsx'
import { reachKpis } from '../../ui/reachKpis.ts'

/** Concentration first: who owns the placement is the question. */
export function kpisOf(answer: PlacementDeepDive): Kpi[] {
  const { data, meta } = answer
  const { totals, placement } = data
  const scope = placement.placement_name
  return [
    shareKpi(answer, 3),
    shareKpi(answer, 5),
    impressionsKpi(answer),
    ...reachKpis(totals, meta, scope, totals.flagged_impressions),
    slotsKpi(answer),
  ]
}

function shareKpi({ data, meta }: PlacementDeepDive, top: 3 | 5): Kpi {
  const { concentration, totals, placement } = data
  const share = top === 3 ? concentration.top_3_share_pct : concentration.top_5_share_pct
  const own = top === 3 ? concentration.top_3_impressions : concentration.top_5_impressions
  const before = top === 3 ? totals.comparison?.top_3_share_before_pct : totals.comparison?.top_5_share_before_pct
  return {
    label: `Top ${top} share`,
    value: percentage(share, 1),
    change: before == null || share === null ? null : pointChange(share / 100, before / 100),
    from: before == null ? '' : `from ${percentage(before, 1)}`,
    better: null,
    explanation: explanationOf({
      metric: { ...concentrationMetric, label: `Top ${top} share` },
      scope: placement.placement_name,
      value: percentage(share, 1),
      meta,
      flagged: totals.flagged_impressions,
      facts: [
        ['Division', `${count(own)} ÷ ${count(concentration.total_impressions)} = ${percentage(share, 2)}`],
        ['HHI', `${concentration.hhi?.toFixed(3) ?? 'no value'}, sum of squared shares; 1 is one merchant alone`],
      ],
    }),
  }
}

function impressionsKpi({ data, meta }: PlacementDeepDive): Kpi {
  const { totals, placement } = data
  const before = totals.comparison
  const cut = meta.compare?.cut_at_hour
  const upTo = cut == null ? '' : `; both up to ${String(cut).padStart(2, '0')}:00 of the last day`
  return {
    label: impressionsMetric.label,
    value: shortCount(totals.impressions),
    change: before && countChange(before.impressions, before.impressions_before),
    from: before && before.impressions_before > 0 ? `from ${shortCount(before.impressions_before)}` : '',
    better: impressionsMetric.better,
    explanation: explanationOf({
      metric: impressionsMetric,
      scope: placement.placement_name,
      value: count(totals.impressions),
      meta,
      flagged: totals.flagged_impressions,
      facts: before
        ? [['Before', `${count(before.impressions_before)}, against ${count(before.impressions)} here${upTo}`]]
        : [],
    }),
  }
}

function slotsKpi({ data, meta }: PlacementDeepDive): Kpi {
  const { totals, placement } = data
  const before = totals.comparison?.avg_merchants_shown_before ?? null
  const fillBefore = totals.comparison?.fill_rate_before ?? null
  const delta = totals.avg_merchants_shown === null || before === null ? null : totals.avg_merchants_shown - before
  const value = average(totals.avg_merchants_shown)
  return {
    label: slotsFilledMetric.label,
    value,
    unit: `of ${placement.max_slots}, max ${count(totals.max_merchants_shown)}`,
    change: delta === null ? null : slotChange(delta),
    from: before === null ? '' : `from ${average(before)}`,
    better: null,
    explanation: explanationOf({
      metric: slotsFilledMetric,
      scope: placement.placement_name,
      value,
      meta,
      flagged: totals.flagged_impressions,
      facts: [
        [
          'Fill rate',
          `${ratio(totals.fill_rate)}${fillBefore === null ? '' : `, before ${ratio(fillBefore)}`}: ${fillRateMetric.formula}`,
        ],
      ],
    }),
  }
}

function slotChange(delta: number) {
  const text = `${delta > 0 ? '+' : '\u2212'}${Math.abs(delta).toFixed(1)}`
  if (text.endsWith('0.0')) return { text: 'No change', direction: 'none' as const }
  return { text, direction: delta > 0 ? ('up' as const) : ('down' as const) }
}
