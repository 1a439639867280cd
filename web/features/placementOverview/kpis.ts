import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { slotsFilledMetric } from '@bx/contracts/metrics/slotsFilled'
import type { PlacementOverview } from '../../lib/endpoints.ts'
import { change, count, countChange, pointChange, ratio, shortCount } from '../../lib/formats.ts'
import type { Kpi } from '../../ui/KpiStrip.tsx'
import { reachKpis } from '../../ui/reachKpis.ts'
import { explainImpressions, explainSlots } from './explanations.ts'

const SCOPE = 'All placements'

/** The five figures over all placements. */
export function kpisOf(overview: PlacementOverview): Kpi[] {
  const { totals, merchants_known: known, reconciliation } = overview.data
  const before = totals.comparison
  const slotsBefore = before?.slots_filled_rate_before ?? null
  return [
    {
      label: impressionsMetric.label,
      value: shortCount(totals.total_impressions),
      change: before && countChange(before.impressions, before.impressions_before),
      from: before && before.impressions_before > 0 ? `from ${shortCount(before.impressions_before)}` : '',
      better: impressionsMetric.better,
      explanation: explainImpressions(overview, totals, SCOPE),
    },
    ...reachKpis({ ...totals, impressions: totals.total_impressions }, overview.meta, SCOPE, reconciliation.flagged),
    {
      label: slotsFilledMetric.label,
      value: ratio(totals.slots_filled_rate),
      change: pointChange(totals.slots_filled_rate, slotsBefore),
      from: slotsBefore === null ? '' : `from ${ratio(slotsBefore)}`,
      better: slotsFilledMetric.better,
      explanation: explainSlots(overview, totals, SCOPE),
    },
    {
      label: 'Merchants shown',
      value: count(totals.unique_merchants),
      unit: `of ${count(known)}`,
      change: change(totals.unique_merchants, before?.unique_merchants_before || null),
      better: null,
      explanation: null,
    },
  ]
}
