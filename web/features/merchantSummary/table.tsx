import { averageRankMetric } from '@bx/contracts/metrics/averageRank'
import { rankedChange } from '@bx/contracts/metrics/change'
import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { divide } from '@bx/contracts/metrics/metric'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { viewableRateMetric } from '@bx/contracts/metrics/viewableRate'
import type { ReactNode } from 'react'
import { overFullDays } from '../../lib/compareWords.ts'
import type { MerchantSummary, MerchantSummaryRow } from '../../lib/endpoints.ts'
import { average, count, ratio } from '../../lib/formats.ts'
import { sameDays, type ViewState } from '../../lib/viewState.ts'
import { ChangeCell } from '../../ui/ChangeCell.tsx'
import { comparedFacts, explainChange } from '../../ui/comparisons.ts'
import { Explain } from '../../ui/Explain.tsx'
import { explain, impressionSum, reachText } from '../../ui/explanations.ts'
import { impressionSums } from '../../ui/impressionSums.ts'
import { COUNTED_ONCE, NoTotal } from '../../ui/NoTotal.tsx'
import { type Column, headOf, type TableSpec } from '../../ui/tableSpec.ts'
import { explanationsOf } from './figures.ts'
import { texts } from './strings.ts'

type Row = MerchantSummaryRow

/** What the merchant got in each placement. */
export function placementSpec(summary: MerchantSummary, state: ViewState, comparable: boolean): TableSpec<Row> {
  return {
    name: texts.placementsInText,
    title: texts.placements,
    one: texts.placement,
    caption: texts.impressionsReachAndRank,
    rows: summary.data.placements,
    idOf: (row) => row.placement_id,
    nameOf: (row) => row.placement_name,
    hrefOf: (row) => sameDays('/placements/view/', state, row.placement_id),
    columns: columnsOf(summary, comparable),
    columnsOf: (rows, scope) => withPartTotals(columnsOf(summary, comparable), summary, rows, { scope, comparable }),
    order: { column: 'impressions', descending: true },
    total: texts.allPlacements,
    foot: texts.reachCountsEachPersonOnce,
  }
}

function columnsOf(summary: MerchantSummary, comparable: boolean): Column<Row>[] {
  return [...volumeColumns(summary, comparable), ...qualityColumns(summary)]
}

/** Totals of some placements: impressions add up, people and averages of theirs do not. */
function withPartTotals(
  columns: readonly Column<Row>[],
  { data, meta }: MerchantSummary,
  rows: readonly Row[],
  { scope, comparable }: { readonly scope: string; readonly comparable: boolean },
): Column<Row>[] {
  const { compared, counted } = impressionSums(rows)
  const about = { meta, scope: texts.in(data.merchant.merchant_name, scope), counted }
  const comparison = { compared, format: count, cut: 'days' } as const
  const value = count(rows.reduce((sum, row) => sum + row.impressions, 0))
  const division = impressionSum(about, value)
  const facts = comparedFacts(meta, comparison)
  const totals: Readonly<Record<string, ReactNode>> = {
    impressions: <Explain explanation={explain(about, impressionsMetric, { value, division }, facts)}>{value}</Explain>,
    change: (
      <ChangeCell
        change={compared.change}
        better={impressionsMetric.better}
        explanation={explainChange(about, impressionsMetric, comparison)}
        comparable={comparable}
      />
    ),
    viewable_rate: <NoTotal why={texts.onlySomeImpressionsAreMeasured} />,
    avg_rank: ratioOfSums(rows),
  }
  return columns.map((column) => ({ ...column, total: totals[column.key] ?? <NoTotal why={COUNTED_ONCE} /> }))
}

/** Ranks weighted by impressions. */
function ratioOfSums(rows: readonly Row[]): string {
  const ranked = rows.filter(({ avg_rank: rank }) => rank !== null)
  const impressions = ranked.reduce((sum, row) => sum + row.impressions, 0)
  return average(
    divide(
      ranked.reduce((sum, row) => sum + row.impressions * row.avg_rank!, 0),
      impressions,
    ),
  )
}

function volumeColumns(summary: MerchantSummary, comparable: boolean): Column<Row>[] {
  const { totals } = summary.data
  const over = overFullDays(summary.meta)
  const all = explanationsOf(summary, totals)
  const changed = (row: Row | MerchantSummary['data']['totals']) => (
    <ChangeCell
      change={row.comparison?.impressions_change ?? null}
      better={impressionsMetric.better}
      explanation={explanationsOf(summary, row).impressionsChange}
      comparable={comparable}
    />
  )
  return [
    {
      key: 'impressions',
      title: impressionsMetric.label,
      value: (row) => row.impressions,
      cell: (row) => <Explain explanation={explanationsOf(summary, row).impressions}>{count(row.impressions)}</Explain>,
      total: <Explain explanation={all.impressions}>{count(totals.impressions)}</Explain>,
    },
    {
      key: 'change',
      title: texts.change,
      priority: 1,
      help: texts.impressionsComparedWithThePrevious(over && ` ${over}`),
      value: ({ comparison: c }) => c && rankedChange(c.impressions_change, c.impressions, c.impressions_before),
      cell: changed,
      total: changed(totals),
    },
    {
      ...headOf(reachMetric),
      value: (row) => row.unique_users,
      cell: (row) => <Explain explanation={explanationsOf(summary, row).reach}>{reachText(row)}</Explain>,
      total: <Explain explanation={all.reach}>{reachText(totals)}</Explain>,
    },
  ]
}

function qualityColumns(summary: MerchantSummary): Column<Row>[] {
  const { totals } = summary.data
  const all = explanationsOf(summary, totals)
  return [
    {
      ...headOf(frequencyMetric),
      priority: 2,
      value: (row) => row.frequency,
      cell: (row) => <Explain explanation={explanationsOf(summary, row).frequency}>{average(row.frequency)}</Explain>,
      total: <Explain explanation={all.frequency}>{average(totals.frequency)}</Explain>,
    },
    {
      ...headOf(averageRankMetric),
      priority: 1,
      help: averageRankMetric.formula,
      value: (row) => row.avg_rank,
      cell: (row) => <Explain explanation={explanationsOf(summary, row).rank}>{average(row.avg_rank)}</Explain>,
      total: <Explain explanation={all.rank}>{average(totals.avg_rank)}</Explain>,
    },
    {
      ...headOf(viewableRateMetric),
      help: viewableRateMetric.formula,
      value: (row) => row.viewable_rate,
      priority: 3,
      cell: (row) => <Explain explanation={explanationsOf(summary, row).viewable}>{ratio(row.viewable_rate)}</Explain>,
      total: <Explain explanation={all.viewable}>{ratio(totals.viewable_rate)}</Explain>,
    },
  ]
}
