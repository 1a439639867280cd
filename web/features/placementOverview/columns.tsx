import { fillRateMetric } from '@bx/contracts/metrics/fillRate'
import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { saturationMetric } from '@bx/contracts/metrics/saturation'
import { slotsFilledMetric } from '@bx/contracts/metrics/slotsFilled'
import type { ReactNode } from 'react'
import type { PlacementOverview, PlacementOverviewRow } from '../../lib/endpoints.ts'
import { average, change, count, NO_VALUE, percentage, ratio } from '../../lib/formats.ts'
import { Delta } from './Delta.tsx'
import { Explain } from './Explain.tsx'
import { explainFrequency, explainImpressions, explainReach, explainSaturation, explainSlots } from './explanations.ts'
import { DailyBars, SlotsBar } from './Marks.tsx'
import type { SortColumn } from './sortRows.ts'

type Totals = PlacementOverview['data']['totals']

export interface Column {
  readonly key: string
  readonly title: string
  readonly help?: string
  readonly sort?: SortColumn
  /** Can be put away. */
  readonly optional?: boolean
  readonly cell: (row: PlacementOverviewRow, overview: PlacementOverview, comparable: boolean) => ReactNode
  readonly total: (totals: Totals, overview: PlacementOverview, comparable: boolean) => ReactNode
}

/** The columns after the placement's name. Sums only where they add up; rates are made from the sums. */
export const COLUMNS: readonly Column[] = [
  {
    key: 'impressions',
    title: impressionsMetric.label,
    help: impressionsMetric.formula,
    sort: 'total_impressions',
    cell: (row, overview) => (
      <Explain explanation={explainImpressions(overview, row, row.placement_name)}>
        {count(row.total_impressions)}
      </Explain>
    ),
    total: (totals) => count(totals.total_impressions),
  },
  {
    key: 'change',
    title: 'Change',
    sort: 'change',
    cell: (row, _overview, comparable) => <ImpressionChange figures={row} comparable={comparable} />,
    total: (totals, _overview, comparable) => <ImpressionChange figures={totals} comparable={comparable} />,
  },
  {
    key: 'daily',
    title: 'Per day',
    optional: true,
    cell: (row, { meta }) => <DailyBars daily={row.daily} unfinishedDay={meta.unfinished_day} />,
    total: (_totals, { data, meta }) => <DailyBars daily={data.daily} unfinishedDay={meta.unfinished_day} />,
  },
  {
    key: 'reach',
    title: reachMetric.label,
    help: reachMetric.formula,
    sort: 'unique_users',
    cell: (row, overview) => (
      <Explain explanation={explainReach(overview, row, row.placement_name)}>
        {row.unique_users_exact ? '' : '≈ '}
        {count(row.unique_users)}
      </Explain>
    ),
    total: (totals) => `${totals.unique_users_exact ? '' : '≈ '}${count(totals.unique_users)}`,
  },
  {
    key: 'frequency',
    title: frequencyMetric.label,
    help: frequencyMetric.formula,
    sort: 'frequency',
    optional: true,
    cell: (row, overview) => (
      <Explain explanation={explainFrequency(overview, row, row.placement_name)}>{average(row.frequency)}</Explain>
    ),
    total: (totals) => average(totals.frequency),
  },
  {
    key: 'merchants',
    title: 'Merchants',
    sort: 'unique_merchants',
    cell: (row) => count(row.unique_merchants),
    total: (totals) => count(totals.unique_merchants),
  },
  {
    key: 'slots',
    title: 'Slots filled, avg',
    help: slotsFilledMetric.formula,
    sort: 'slots_filled',
    cell: (row, overview) => (
      <Explain explanation={explainSlots(overview, row, row.placement_name)}>
        <SlotsBar share={row.slots_filled_rate} text={average(row.avg_merchants_shown)} of={row.max_slots} />
      </Explain>
    ),
    total: (totals) => <SlotsBar share={totals.slots_filled_rate} text={ratio(totals.slots_filled_rate)} of={null} />,
  },
  {
    key: 'max',
    title: 'Max',
    sort: 'max_merchants_shown',
    optional: true,
    cell: (row) => count(row.max_merchants_shown),
    total: () => NO_VALUE,
  },
  {
    key: 'fill',
    title: 'Fill rate',
    help: fillRateMetric.formula,
    sort: 'fill_rate',
    optional: true,
    cell: (row) => ratio(row.fill_rate),
    total: (totals) => ratio(totals.fill_rate),
  },
  {
    key: 'saturation',
    title: 'Saturation',
    help: `${saturationMetric.label}: ${saturationMetric.formula}`,
    sort: 'saturation_rate',
    cell: (row, overview) => (
      <Explain explanation={explainSaturation(overview, row)}>{percentage(row.saturation_rate)}</Explain>
    ),
    total: () => NO_VALUE,
  },
]

function ImpressionChange({ figures, comparable }: { readonly figures: Totals; readonly comparable: boolean }) {
  const before = figures.comparison
  if (!comparable || before === null) return NO_VALUE
  return <Delta change={change(before.impressions, before.impressions_before)} better={impressionsMetric.better} />
}
