import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import type { Metric } from '@bx/contracts/metrics/metric'
import { saturationMetric } from '@bx/contracts/metrics/saturation'
import { slotsFilledMetric } from '@bx/contracts/metrics/slotsFilled'
import type { PlacementOverview, PlacementOverviewRow } from '../../lib/endpoints.ts'
import { average, count, dateRange, percentage, ratio } from '../../lib/formats.ts'
import type { Explanation } from '../../ui/Explain.tsx'
import { explanationOf } from '../../ui/explanationOf.ts'
import * as reach from '../../ui/reachKpis.ts'

// What stands behind each figure of this view.

type Figures = PlacementOverview['data']['totals']

export function explainImpressions(overview: PlacementOverview, figures: Figures, scope: string): Explanation {
  const { viewable_impressions: viewable, viewable_rate: rate } = figures
  return explain(overview, impressionsMetric, scope, count(figures.total_impressions), [
    ['Viewable', `${count(viewable)} of them measured as viewable (${ratio(rate)} of those measured)`],
    ...beforeFact(overview, figures),
  ])
}

export function explainReach(overview: PlacementOverview, row: PlacementOverviewRow): Explanation {
  const totals = { ...row, impressions: row.total_impressions }
  return reach.explainReach(totals, overview.meta, row.placement_name, overview.data.reconciliation.flagged)
}

export function explainFrequency(overview: PlacementOverview, row: PlacementOverviewRow): Explanation {
  const totals = { ...row, impressions: row.total_impressions }
  return reach.explainFrequency(totals, overview.meta, row.placement_name, overview.data.reconciliation.flagged)
}

export function explainSlots(overview: PlacementOverview, figures: Figures, scope: string): Explanation {
  const { merchants_shown_sum: sum, sessions, avg_merchants_shown: mean } = figures
  return explain(overview, slotsFilledMetric, scope, average(mean), [
    [
      'Division',
      `${count(sum)} ÷ ${count(sessions)} sessions = ${average(mean)}; ${ratio(figures.slots_filled_rate)} of the slots there were`,
    ],
    ['Renders', `Fill rate ${ratio(figures.fill_rate)}: slots filled ÷ slots available, as rendered`],
  ])
}

export function explainSaturation(overview: PlacementOverview, row: PlacementOverviewRow): Explanation {
  const value = percentage(row.saturation_rate)
  return explain(overview, saturationMetric, row.placement_name, value, [
    ['Division', `${count(row.unique_merchants)} merchants ÷ ${count(row.max_slots)} slots = ${value}`],
  ])
}

function beforeFact({ meta }: PlacementOverview, { comparison }: Figures): readonly (readonly [string, string])[] {
  if (comparison === null || meta.compare === null) return []
  const { start, end, cut_at_hour: hour } = meta.compare
  const cut = hour === null ? '' : `; both up to ${String(hour).padStart(2, '0')}:00 of the last day`
  const text = `${count(comparison.impressions_before)} on ${dateRange(start, end)}, against ${count(comparison.impressions)} here${cut}`
  return [['Before', text]]
}

function explain(
  { meta, data }: PlacementOverview,
  metric: Metric,
  scope: string,
  value: string,
  facts: readonly (readonly [string, string])[],
): Explanation {
  return explanationOf({ metric, scope, value, meta, flagged: data.reconciliation.flagged, facts })
}
