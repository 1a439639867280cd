import { averageRankMetric } from '@bx/contracts/metrics/averageRank'
import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { viewableRateMetric } from '@bx/contracts/metrics/viewableRate'
import { countChange, overFullDays } from '../../lib/compareWords.ts'
import type { MerchantSummary, MerchantSummaryRow } from '../../lib/endpoints.ts'
import { average, count, NO_VALUE, ratio } from '../../lib/formats.ts'
import { sameDays, type ViewState } from '../../lib/viewState.ts'
import { Delta } from '../../ui/Delta.tsx'
import { Explain } from '../../ui/Explain.tsx'
import { reachText } from '../../ui/explanations.ts'
import { type Column, headOf, type TableSpec } from '../../ui/tableSpec.ts'
import { explanationsOf } from './figures.ts'

type Row = MerchantSummaryRow

/** What the merchant got in each placement. */
export function placementSpec(summary: MerchantSummary, state: ViewState, comparable: boolean): TableSpec<Row> {
  return {
    name: 'placements',
    title: 'Placements',
    one: 'Placement',
    caption: 'Impressions, reach and rank of this merchant by placement',
    rows: summary.data.placements,
    idOf: (row) => row.placement_id,
    nameOf: (row) => row.placement_name,
    hrefOf: (row) => sameDays('/placements/view/', state, row.placement_id),
    columns: [...volumeColumns(summary, comparable), ...qualityColumns(summary)],
    order: { column: 'impressions', descending: true },
    total: 'All placements',
    foot: 'Reach counts each person once, so it does not add up across placements.',
  }
}

function volumeColumns(summary: MerchantSummary, comparable: boolean): Column<Row>[] {
  const { totals } = summary.data
  const over = overFullDays(summary.meta)
  const changed = ({ comparison }: Pick<Row, 'comparison'>) =>
    comparable && comparison ? (
      <Delta
        change={countChange(comparison.impressions, comparison.impressions_before)}
        better={impressionsMetric.better}
      />
    ) : (
      NO_VALUE
    )
  return [
    {
      key: 'impressions',
      title: impressionsMetric.label,
      value: (row) => row.impressions,
      cell: (row) => (
        <Explain explanation={explanationsOf(summary, row, row.placement_name).impressions}>
          {count(row.impressions)}
        </Explain>
      ),
      total: count(totals.impressions),
    },
    {
      key: 'change',
      title: 'Change',
      help: over
        ? `Impressions against the period before, ${over}: today is not over`
        : 'Impressions against the period before',
      value: ({ comparison }) =>
        comparison && comparison.impressions_before > 0 ? comparison.impressions / comparison.impressions_before : null,
      cell: changed,
      total: changed(totals),
    },
    {
      ...headOf(reachMetric),
      value: (row) => row.unique_users,
      cell: (row) => (
        <Explain explanation={explanationsOf(summary, row, row.placement_name).reach}>{reachText(row)}</Explain>
      ),
      total: reachText(totals),
    },
  ]
}

function qualityColumns(summary: MerchantSummary): Column<Row>[] {
  const { totals } = summary.data
  return [
    {
      ...headOf(frequencyMetric),
      value: (row) => row.frequency,
      cell: (row) => (
        <Explain explanation={explanationsOf(summary, row, row.placement_name).frequency}>
          {average(row.frequency)}
        </Explain>
      ),
      total: average(totals.frequency),
    },
    {
      ...headOf(averageRankMetric),
      help: averageRankMetric.formula,
      value: (row) => row.avg_rank,
      cell: (row) => (
        <Explain explanation={explanationsOf(summary, row, row.placement_name).rank}>{average(row.avg_rank)}</Explain>
      ),
      total: average(totals.avg_rank),
    },
    {
      ...headOf(viewableRateMetric),
      help: viewableRateMetric.formula,
      value: (row) => row.viewable_rate,
      optional: true,
      cell: (row) => (
        <Explain explanation={explanationsOf(summary, row, row.placement_name).viewable}>
          {ratio(row.viewable_rate)}
        </Explain>
      ),
      total: ratio(totals.viewable_rate),
    },
  ]
}
