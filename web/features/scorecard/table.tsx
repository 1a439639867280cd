import { assistedMetric, clicksMetric, conversionsMetric } from '@bx/contracts/metrics/conversions'
import { ctrMetric } from '@bx/contracts/metrics/ctr'
import { cvrPerClickMetric } from '@bx/contracts/metrics/cvrPerClick'
import { cvrPerImpressionMetric } from '@bx/contracts/metrics/cvrPerImpression'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { commissionMetric, rpmMetric } from '@bx/contracts/metrics/rpm'
import type { ReactNode } from 'react'
import type { Scorecard, ScorecardRow } from '../../lib/endpoints.ts'
import { count, credit, NO_VALUE, percentage, rateMoney, smallPercentage, sumMoney } from '../../lib/formats.ts'
import { readMoney } from '../../lib/readMoney.ts'
import { ChangeCell } from '../../ui/ChangeCell.tsx'
import { Explain } from '../../ui/Explain.tsx'
import { enoughData } from '../../ui/enoughData.ts'
import type { Explanation } from '../../ui/explanation.ts'
import { DailyBars } from '../../ui/Marks.tsx'
import { COUNTED_ONCE, NoTotal } from '../../ui/NoTotal.tsx'
import { assistedFigure, type PerformanceFigures, performanceFigures } from '../../ui/performanceFigures.ts'
import { sumPerformance } from '../../ui/performanceSums.ts'
import { ChangedRate, RateCell } from '../../ui/RateCell.tsx'
import { type Column, headOf } from '../../ui/tableSpec.ts'
import { texts } from './strings.ts'

type Row = ScorecardRow

/** The first row: all placements, or those that a filter leaves. */
interface Total {
  readonly figures: PerformanceFigures
  readonly scope: string
  /** null: sales of several placements overlap, so that some of them have no total. */
  readonly assisted: number | null
  /** Why credited sales of these rows cannot be added up. */
  readonly overlap: string | null
}

interface Table {
  readonly scorecard: Scorecard
  readonly total: Total
  readonly comparable: boolean
}

export function columnsOf(scorecard: Scorecard, comparable: boolean): Column<Row>[] {
  const { totals } = scorecard.data
  const total = { figures: totals, scope: texts.allPlacements, assisted: totals.assisted_conversions, overlap: null }
  return columns({ scorecard, total, comparable })
}

/** @param scope names the rows: "3 of 10 placements" */
export function columnsOfPart(scorecard: Scorecard, comparable: boolean, rows: readonly Row[], scope: string) {
  const { model, currency } = scorecard.meta
  const overlap = model === 'any_touch' && rows.length > 1 ? texts.aSaleCountsInEach : null
  const figures = sumPerformance(rows, currency)
  const assisted = rows.length === 1 ? rows[0]!.assisted_conversions : null
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

function orOverlap({ overlap }: Total, shown: ReactNode): ReactNode {
  return overlap === null ? shown : <NoTotal why={`${overlap} ${COUNTED_ONCE}`} />
}

function rateColumns(table: Table): Column<Row>[] {
  const { scorecard, total } = table
  const { meta } = scorecard
  const of = (row: Row) => performanceFigures(meta, row, row.placement_name)
  const all = performanceFigures(meta, total.figures, total.scope)
  const enough = enoughData(total.figures, meta.thresholds)
  const totalOf = (isEnough: boolean, explanation: Explanation, text: string, key: ChangeKey) =>
    isEnough ? <ChangedRate {...{ explanation, text }} change={changeOf(table, total.figures, key)} /> : NO_VALUE
  return [
    {
      ...headOf(ctrMetric),
      value: (row) => (row.indicators.ctr === 'grey' ? null : row.ctr_pct),
      cell: (row) => (
        <RateCell
          verdict={row.indicators.ctr}
          explanation={of(row).ctr}
          text={percentage(row.ctr_pct, 2)}
          change={changeOf(table, row, 'ctr_change')}
        />
      ),
      total: totalOf(enough.perImpression, all.ctr, percentage(total.figures.ctr_pct, 2), 'ctr_change'),
    },
    {
      ...headOf(cvrPerImpressionMetric),
      priority: 2,
      value: (row) => (row.indicators.cvr === 'grey' ? null : row.cvr_pct),
      cell: (row) => (
        <RateCell
          verdict={row.indicators.cvr}
          explanation={of(row).cvr}
          text={smallPercentage(row.cvr_pct)}
          change={changeOf(table, row, 'cvr_change')}
        />
      ),
      total: orOverlap(
        total,
        totalOf(enough.perImpression, all.cvr, smallPercentage(total.figures.cvr_pct), 'cvr_change'),
      ),
    },
    {
      ...headOf(cvrPerClickMetric),
      priority: 1,
      value: (row) => (row.indicators.click_cvr === 'grey' ? null : row.click_cvr_pct),
      cell: (row) => (
        <RateCell
          verdict={row.indicators.click_cvr}
          explanation={of(row).clickCvr}
          text={percentage(row.click_cvr_pct, 1)}
          change={changeOf(table, row, 'click_cvr_change')}
        />
      ),
      total: orOverlap(
        total,
        totalOf(enough.perClick, all.clickCvr, percentage(total.figures.click_cvr_pct, 1), 'click_cvr_change'),
      ),
    },
    {
      ...headOf(rpmMetric),
      help: texts.attributedCommissionPer1000,
      value: (row) => (row.indicators.rpm === 'grey' ? null : readMoney(row.rpm)),
      cell: (row) => (
        <RateCell
          verdict={row.indicators.rpm}
          explanation={of(row).rpm}
          text={rateMoney(row.rpm, meta.currency)}
          change={changeOf(table, row, 'rpm_change')}
        />
      ),
      total: orOverlap(
        total,
        totalOf(enough.perImpression, all.rpm, rateMoney(total.figures.rpm, meta.currency), 'rpm_change'),
      ),
    },
  ]
}

const CHANGES = {
  ctr_change: { explained: 'ctrChange', title: texts.changeOfCtr, indicator: 'ctr' },
  cvr_change: { explained: 'cvrChange', title: texts.changeOfCvrPerImpression, indicator: 'cvr' },
  click_cvr_change: { explained: 'clickCvrChange', title: texts.changeOfCvrPerClick, indicator: 'click_cvr' },
  rpm_change: { explained: 'rpmChange', title: texts.changeOfRpm, indicator: 'rpm' },
} as const
type ChangeKey = keyof typeof CHANGES

/** The changes as columns of their own, to sort by; they are also shown below each rate. */
export const CHANGE_COLUMNS = Object.keys(CHANGES) as ChangeKey[]

function changeColumns(table: Table): Column<Row>[] {
  return CHANGE_COLUMNS.map((key): Column<Row> => {
    const { title, indicator } = CHANGES[key]
    return {
      key,
      title,
      priority: 4,
      value: (row) => (row.indicators[indicator] === 'grey' ? null : (row.comparison?.[key]?.value ?? null)),
      cell: (row) => (row.indicators[indicator] === 'grey' ? NO_VALUE : changeCell(table, row, key)),
      total: changeCell(table, null, key),
    }
  })
}

function changeOf({ comparable }: Table, { comparison }: Row | PerformanceFigures, key: ChangeKey) {
  return comparable ? (comparison?.[key] ?? null) : null
}

/** Over whole days. */
function changeCell({ scorecard: { meta }, total, comparable }: Table, row: Row | null, key: ChangeKey) {
  const figures = row ?? total.figures
  return (
    <ChangeCell
      change={figures.comparison?.[key] ?? null}
      better="up"
      explanation={performanceFigures(meta, figures, row?.placement_name ?? total.scope)[CHANGES[key].explained]}
      comparable={comparable}
    />
  )
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
