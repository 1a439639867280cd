import { fillRateMetric } from '@bx/contracts/metrics/fillRate'
import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { saturationMetric } from '@bx/contracts/metrics/saturation'
import { countChange } from '../../lib/compareWords.ts'
import type { PlacementOverview, PlacementOverviewRow } from '../../lib/endpoints.ts'
import { average, count, NO_VALUE, percentage, ratio } from '../../lib/formats.ts'
import { Delta } from '../../ui/Delta.tsx'
import { Explain } from '../../ui/Explain.tsx'
import { reachText } from '../../ui/explanations.ts'
import { DailyBars, SlotsBar } from '../../ui/Marks.tsx'
import { type Column, headOf } from '../../ui/tableSpec.ts'
import { explainSaturation, explanationsOf, fillChange, fillDifference } from './figures.ts'

type Row = PlacementOverviewRow
type Figures = PlacementOverview['data']['totals']

/** The columns after the placement's name. Only additive figures are summed; rates are calculated from the sums. */
export function columnsOf(overview: PlacementOverview, comparable: boolean): Column<Row>[] {
  return [...volumeColumns(overview, comparable), ...audienceColumns(overview), ...slotColumns(overview, comparable)]
}

function volumeColumns(overview: PlacementOverview, comparable: boolean): Column<Row>[] {
  const { data, meta } = overview
  const { totals } = data
  const changed = (row: Pick<Row, 'comparison'>) =>
    comparable && row.comparison ? (
      <Delta
        change={countChange(row.comparison.impressions, row.comparison.impressions_before)}
        better={impressionsMetric.better}
      />
    ) : (
      NO_VALUE
    )
  return [
    {
      ...headOf(impressionsMetric),
      value: (row) => row.total_impressions,
      cell: (row) => (
        <Explain explanation={explanationsOf(overview, row, row.placement_name).impressions}>
          {count(row.total_impressions)}
        </Explain>
      ),
      total: (
        <Explain explanation={explanationsOf(overview, totals, 'All placements').impressions}>
          {count(totals.total_impressions)}
        </Explain>
      ),
    },
    {
      key: 'change',
      title: 'Change',
      value: ({ comparison }) =>
        comparison && comparison.impressions_before > 0 ? comparison.impressions / comparison.impressions_before : null,
      cell: changed,
      total: changed(totals),
    },
    {
      key: 'daily',
      title: 'Per day',
      left: true,
      optional: true,
      cell: (row) => <DailyBars daily={row.daily} unfinishedDay={meta.unfinished_day} />,
      total: <DailyBars daily={data.daily} unfinishedDay={meta.unfinished_day} />,
    },
  ]
}

function audienceColumns(overview: PlacementOverview): Column<Row>[] {
  const { totals } = overview.data
  return [
    {
      ...headOf(reachMetric),
      value: (row) => row.unique_users,
      cell: (row) => (
        <Explain explanation={explanationsOf(overview, row, row.placement_name).reach}>{reachText(row)}</Explain>
      ),
      total: (
        <Explain explanation={explanationsOf(overview, totals, 'All placements').reach}>{reachText(totals)}</Explain>
      ),
    },
    {
      ...headOf(frequencyMetric),
      value: (row) => row.frequency,
      optional: true,
      cell: (row) => (
        <Explain explanation={explanationsOf(overview, row, row.placement_name).frequency}>
          {average(row.frequency)}
        </Explain>
      ),
      total: average(totals.frequency),
    },
    {
      key: 'unique_merchants',
      title: 'Merchants',
      value: (row) => row.unique_merchants,
      cell: (row) => (
        <Explain
          explanation={explanationsOf(overview, row, row.placement_name).merchants(overview.data.merchants_known)}
        >
          {count(row.unique_merchants)}
        </Explain>
      ),
      total: count(totals.unique_merchants),
    },
  ]
}

function slotColumns(overview: PlacementOverview, comparable: boolean): Column<Row>[] {
  const { totals } = overview.data
  const filled = (row: Figures) =>
    comparable ? <Delta change={fillChange(row)} better={fillRateMetric.better} /> : NO_VALUE
  return [
    {
      key: 'slots_filled',
      title: 'Slots filled, avg',
      left: true,
      value: (row) => row.slots_filled_rate,
      cell: (row) => (
        <Explain explanation={explanationsOf(overview, row, row.placement_name).slots}>
          <SlotsBar share={row.slots_filled_rate} text={average(row.avg_merchants_shown)} of={row.max_slots} />
        </Explain>
      ),
      total: <SlotsBar share={totals.slots_filled_rate} text={ratio(totals.slots_filled_rate)} of={null} />,
    },
    {
      key: 'max_merchants_shown',
      title: 'Max',
      value: (row) => row.max_merchants_shown,
      optional: true,
      cell: (row) => count(row.max_merchants_shown),
      total: NO_VALUE,
    },
    {
      ...headOf(fillRateMetric),
      help: fillRateMetric.formula,
      value: (row) => row.fill_rate,
      optional: true,
      cell: (row) => ratio(row.fill_rate),
      total: ratio(totals.fill_rate),
    },
    {
      key: 'fill_rate_change',
      title: 'Change of fill rate',
      help: 'In percentage points against the period before; within what chance does: no clear change',
      value: (row) => fillDifference(row),
      optional: true,
      cell: filled,
      total: filled(totals),
    },
    {
      key: 'saturation_rate',
      title: 'Saturation',
      help: `${saturationMetric.label}: ${saturationMetric.formula}`,
      value: (row) => row.saturation_rate,
      cell: (row) => (
        <Explain explanation={explainSaturation(overview, row)}>{percentage(row.saturation_rate)}</Explain>
      ),
      total: NO_VALUE,
    },
  ]
}
