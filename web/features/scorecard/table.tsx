import { assistedMetric, clicksMetric, conversionsMetric } from '@bx/contracts/metrics/conversions'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { commissionMetric } from '@bx/contracts/metrics/rpm'
import type { Scorecard } from '../../lib/endpoints.ts'
import { count, credit, sumMoney } from '../../lib/formats.ts'
import { readMoney } from '../../lib/readMoney.ts'
import { Explain } from '../../ui/Explain.tsx'
import { DailyBars } from '../../ui/Marks.tsx'
import { COUNTED_ONCE, NoTotal } from '../../ui/NoTotal.tsx'
import { assistedFigure, performanceFigures } from '../../ui/performanceFigures.ts'
import { sumPerformance } from '../../ui/performanceSums.ts'
import { type Column, headOf } from '../../ui/tableSpec.ts'
import { changeColumns, rateColumns } from './rateColumns.tsx'
import { texts } from './strings.ts'
import { orOverlap, type Row, type Table } from './tableTotal.tsx'

export function columnsOf(scorecard: Scorecard, comparable: boolean): Column<Row>[] {
  const { totals } = scorecard.data
  const total = { figures: totals, scope: texts.allPlacements, assisted: totals.assisted_conversions, overlap: null }
  return columns({ scorecard, total, comparable })
}

/** @param scope names the rows: "3 of 10 placements" */
export function columnsOfPart(scorecard: Scorecard, comparable: boolean, rows: readonly Row[], scope: string) {
  const { model, currency } = scorecard.meta
  const overlap = model === 'any_touch' && rows.length > 1 ? texts.aSaleCountsInEach : null
  const one = rows.length === 1 ? rows[0]! : null
  const figures = { ...sumPerformance(rows, currency), comparison: one?.comparison ?? null }
  const assisted = one?.assisted_conversions ?? null
  return columns({ scorecard, total: { figures, scope, assisted, overlap }, comparable })
}

function columns(table: Table): Column<Row>[] {
  return [...volumeColumns(table), ...rateColumns(table), ...changeColumns(table), ...moneyColumns(table)]
}

function volumeColumns({ scorecard: { meta }, total }: Table): Column<Row>[] {
  const of = (row: Row) => performanceFigures(meta, row, row.placement_name)
  const all = performanceFigures(meta, total.figures, total.scope)
  const plain = (
    key: 'open_conversions' | 'confirmed_conversions' | 'rejected_conversions',
    title: string,
  ): Column<Row> => ({
    key,
    title,
    priority: 5,
    value: (row) => row[key],
    cell: (row) => credit(row[key]),
    total: orOverlap(total, credit(total.figures[key])),
  })
  return [
    {
      key: 'impressions',
      title: impressionsMetric.label,
      priority: 1,
      value: (row) => row.impressions,
      cell: (row) => <Explain explanation={of(row).impressions}>{count(row.impressions)}</Explain>,
      total: <Explain explanation={all.impressions}>{count(total.figures.impressions)}</Explain>,
    },
    {
      ...headOf(clicksMetric),
      priority: 3,
      value: (row) => row.clicks,
      cell: (row) => <Explain explanation={of(row).clicks}>{count(row.clicks)}</Explain>,
      total: <Explain explanation={all.clicks}>{count(total.figures.clicks)}</Explain>,
    },
    {
      ...headOf(conversionsMetric),
      priority: 2,
      value: (row) => row.conversions,
      cell: (row) => <Explain explanation={of(row).conversions}>{credit(row.conversions)}</Explain>,
      total: orOverlap(total, <Explain explanation={all.conversions}>{credit(total.figures.conversions)}</Explain>),
    },
    plain('confirmed_conversions', texts.confirmed),
    plain('open_conversions', texts.open),
    plain('rejected_conversions', texts.rejected),
    {
      key: 'per_day',
      title: texts.conversionsPerDay,
      priority: 6,
      left: true,
      cell: (row) => (
        <DailyBars
          daily={row.daily.map(({ day, conversions }) => ({ day, impressions: conversions }))}
          unfinishedDay={meta.unfinished_day}
        />
      ),
    },
  ]
}

function moneyColumns({ scorecard: { meta }, total }: Table): Column<Row>[] {
  const of = (row: Row) => performanceFigures(meta, row, row.placement_name)
  const all = performanceFigures(meta, total.figures, total.scope)
  return [
    {
      ...headOf(commissionMetric),
      priority: 2,
      value: (row) => readMoney(row.total_revenue),
      cell: (row) => <Explain explanation={of(row).commission}>{sumMoney(row.total_revenue, meta.currency)}</Explain>,
      total: orOverlap(
        total,
        <Explain explanation={all.commission}>{sumMoney(total.figures.total_revenue, meta.currency)}</Explain>,
      ),
    },
    {
      ...headOf(assistedMetric),
      help: assistedMetric.formula,
      priority: 4,
      value: (row) => row.assisted_conversions,
      cell: (row) => (
        <Explain explanation={assistedFigure(meta, row.assisted_conversions, row.placement_name)}>
          {credit(row.assisted_conversions)}
        </Explain>
      ),
      total:
        total.assisted === null ? (
          <NoTotal why={texts.aSaleAssistsInEach(COUNTED_ONCE)} />
        ) : (
          <Explain explanation={assistedFigure(meta, total.assisted, total.scope)}>{credit(total.assisted)}</Explain>
        ),
    },
  ]
}
