import { rankedChange } from '@bx/contracts/metrics/change'
import { fillRateMetric } from '@bx/contracts/metrics/fillRate'
import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { saturationMetric } from '@bx/contracts/metrics/saturation'
import type { PlacementOverview, PlacementOverviewRow } from '../../lib/endpoints.ts'
import { average, count, NO_VALUE, percentage, ratio } from '../../lib/formats.ts'
import { ChangeCell } from '../../ui/ChangeCell.tsx'
import { Explain } from '../../ui/Explain.tsx'
import { reachText } from '../../ui/explanations.ts'
import { DailyBars, SlotsBar } from '../../ui/Marks.tsx'
import { NoTotal } from '../../ui/NoTotal.tsx'
import { type Column, headOf } from '../../ui/tableSpec.ts'
import { explainSaturation, explanationsOf } from './figures.ts'
import { partTotals } from './partTotals.tsx'
import { texts } from './strings.ts'

type Row = PlacementOverviewRow
type Figures = PlacementOverview['data']['totals']

/** The columns after the placement's name. Only additive figures are summed; rates are calculated from the sums. */
export function columnsOf(overview: PlacementOverview, comparable: boolean): Column<Row>[] {
  return [...volumeColumns(overview, comparable), ...audienceColumns(overview), ...slotColumns(overview, comparable)]
}

/** The columns with the totals of some rows. Those without a sum say why. */
export function columnsOfPart(
  overview: PlacementOverview,
  comparable: boolean,
  rows: readonly Row[],
  scope: string,
): Column<Row>[] {
  const totals = partTotals(overview, rows, { scope, comparable })
  return columnsOf(overview, comparable).map((column) => ({ ...column, total: totals[column.key] ?? NO_VALUE }))
}

function volumeColumns(overview: PlacementOverview, comparable: boolean): Column<Row>[] {
  const { data, meta } = overview
  const { totals } = data
  const changed = (row: Row | Figures) => (
    <ChangeCell
      change={row.comparison?.impressions_change ?? null}
      better={impressionsMetric.better}
      explanation={explanationsOf(overview, row).impressionsChange}
      comparable={comparable}
    />
  )
  return [
    {
      ...headOf(impressionsMetric),
      value: (row) => row.total_impressions,
      cell: (row) => (
        <Explain explanation={explanationsOf(overview, row).impressions}>{count(row.total_impressions)}</Explain>
      ),
      total: (
        <Explain explanation={explanationsOf(overview, totals).impressions}>{count(totals.total_impressions)}</Explain>
      ),
    },
    {
      key: 'change',
      title: texts.change,
      priority: 1,
      help: texts.impressionsComparedWithThePrevious,
      value: ({ comparison: c }) => c && rankedChange(c.impressions_change, c.impressions, c.impressions_before),
      cell: changed,
      total: changed(totals),
    },
    {
      key: 'daily',
      title: texts.perDay,
      left: true,
      priority: 4,
      cell: (row) => <DailyBars daily={row.daily} unfinishedDay={meta.unfinished_day} />,
      total: <DailyBars daily={data.daily} unfinishedDay={meta.unfinished_day} />,
    },
  ]
}

function audienceColumns(overview: PlacementOverview): Column<Row>[] {
  const { totals } = overview.data
  const all = explanationsOf(overview, totals)
  return [
    {
      ...headOf(reachMetric),
      value: (row) => row.unique_users,
      cell: (row) => <Explain explanation={explanationsOf(overview, row).reach}>{reachText(row)}</Explain>,
      total: <Explain explanation={all.reach}>{reachText(totals)}</Explain>,
    },
    {
      ...headOf(frequencyMetric),
      value: (row) => row.frequency,
      priority: 3,
      cell: (row) => <Explain explanation={explanationsOf(overview, row).frequency}>{average(row.frequency)}</Explain>,
      total: <Explain explanation={all.frequency}>{average(totals.frequency)}</Explain>,
    },
    {
      key: 'unique_merchants',
      title: texts.merchants,
      priority: 3,
      value: (row) => row.unique_merchants,
      cell: (row) => (
        <Explain explanation={explanationsOf(overview, row).merchants}>{count(row.unique_merchants)}</Explain>
      ),
      total: <Explain explanation={all.merchants}>{count(totals.unique_merchants)}</Explain>,
    },
  ]
}

function slotColumns(overview: PlacementOverview, comparable: boolean): Column<Row>[] {
  const { totals } = overview.data
  const all = explanationsOf(overview, totals)
  const filled = (row: Row | Figures) => (
    <ChangeCell
      change={row.comparison?.fill_rate_change ?? null}
      better={fillRateMetric.better}
      explanation={explanationsOf(overview, row).fillChange}
      comparable={comparable}
    />
  )
  return [
    {
      key: 'slots_filled',
      title: texts.slotsFilledAvg,
      left: true,
      priority: 1,
      value: (row) => row.avg_merchants_shown,
      cell: (row) => (
        <Explain explanation={explanationsOf(overview, row).slots}>
          <SlotsBar share={row.slots_filled_rate} text={average(row.avg_merchants_shown)} of={row.max_slots} />
        </Explain>
      ),
      total: (
        <Explain explanation={all.slots}>
          <SlotsBar share={totals.slots_filled_rate} text={ratio(totals.slots_filled_rate)} of={null} />
        </Explain>
      ),
    },
    {
      key: 'max_merchants_shown',
      title: texts.max,
      value: (row) => row.max_merchants_shown,
      priority: 5,
      cell: (row) => (
        <Explain explanation={explanationsOf(overview, row).mostMerchants}>{count(row.max_merchants_shown)}</Explain>
      ),
      total: <NoTotal why={texts.knownPerPlacement} />,
    },
    {
      ...headOf(fillRateMetric),
      help: fillRateMetric.formula,
      value: (row) => row.fill_rate,
      priority: 2,
      cell: (row) => <Explain explanation={explanationsOf(overview, row).fill}>{ratio(row.fill_rate)}</Explain>,
      total: <Explain explanation={all.fill}>{ratio(totals.fill_rate)}</Explain>,
    },
    {
      key: 'fill_rate_change',
      title: texts.changeOfFillRate,
      help: texts.inPercentagePointsCompared,
      value: (row) => row.comparison?.fill_rate_change?.value ?? null,
      priority: 5,
      cell: filled,
      total: filled(totals),
    },
    {
      key: 'saturation_rate',
      title: texts.rotation,
      priority: 2,
      help: texts.merchantsPerSlot(saturationMetric.formula),
      value: (row) => row.saturation_rate,
      cell: (row) => (
        <Explain explanation={explainSaturation(overview, row)}>{percentage(row.saturation_rate)}</Explain>
      ),
      total: <NoTotal why={texts.knownPerPlacement} />,
    },
  ]
}
