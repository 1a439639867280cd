import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { slotsFilledMetric } from '@bx/contracts/metrics/slotsFilled'
import { countChange, frequencyChange, fromWords, NOT_COMPARED, reachChange } from '../../lib/compareWords.ts'
import type { PlacementOverview } from '../../lib/endpoints.ts'
import { average, change, count, pointChange, ratio, shortCount } from '../../lib/formats.ts'
import { peopleWords, reachText } from '../../ui/explanations.ts'
import type { Kpi } from '../../ui/KpiStrip.tsx'
import { explanationsOf } from './figures.ts'

/** The five figures over all placements. */
export function kpisOf(overview: PlacementOverview): Kpi[] {
  const { data, meta } = overview
  const { totals, merchants_known: known } = data
  const before = totals.comparison
  const explained = explanationsOf(overview, totals, 'All placements')
  const plain = (value: string | null) => (value === null ? '' : `from ${value}`)
  return [
    {
      label: impressionsMetric.label,
      value: shortCount(totals.total_impressions),
      unit: '',
      change: before ? countChange(before.impressions, before.impressions_before) : NOT_COMPARED,
      from: plain(before && before.impressions_before > 0 ? shortCount(before.impressions_before) : null),
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
      label: slotsFilledMetric.label,
      value: ratio(totals.slots_filled_rate),
      unit: '',
      change: pointChange(before?.slots_filled_rate ?? null, before?.slots_filled_rate_before ?? null),
      from: fromWords(meta, before?.slots_filled_rate_before == null ? null : ratio(before.slots_filled_rate_before)),
      better: slotsFilledMetric.better,
      explanation: explained.slots,
    },
    {
      label: 'Merchants shown',
      value: count(totals.unique_merchants),
      unit: `of ${count(known)}`,
      change: change(before?.unique_merchants ?? null, before?.unique_merchants_before || null),
      from: fromWords(meta, before?.unique_merchants_before ? count(before.unique_merchants_before) : null),
      better: null,
      explanation: explained.merchants(known),
    },
  ]
}
