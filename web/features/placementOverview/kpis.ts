import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { slotsFilledMetric } from '@bx/contracts/metrics/slotsFilled'
import type { PlacementOverview } from '../../lib/endpoints.ts'
import { average, count, ratio, shortCount } from '../../lib/formats.ts'
import { kpiChange } from '../../ui/comparisons.ts'
import { peopleWords, reachText } from '../../ui/explanations.ts'
import type { Kpi } from '../../ui/KpiStrip.tsx'
import { aboutOf, comparisonsOf, explanationsOf, MERCHANTS } from './figures.ts'
import { texts } from './strings.ts'

/** The five figures over all placements. */
export function kpisOf(overview: PlacementOverview): Kpi[] {
  const { totals, merchants_known: known } = overview.data
  const about = aboutOf(overview, totals)
  const compared = comparisonsOf(totals)
  const explained = explanationsOf(overview, totals)
  return [
    {
      label: impressionsMetric.label,
      value: shortCount(totals.total_impressions),
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
      label: slotsFilledMetric.label,
      value: ratio(totals.slots_filled_rate),
      unit: '',
      explanation: explained.slots,
      ...kpiChange(about, slotsFilledMetric, compared.slots),
    },
    {
      label: texts.merchantsShown,
      value: count(totals.unique_merchants),
      unit: texts.of(count(known)),
      explanation: explained.merchants,
      ...kpiChange(about, MERCHANTS, compared.merchants),
    },
  ]
}
