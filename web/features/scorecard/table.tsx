import { assistedMetric, clicksMetric, conversionsMetric } from '@bx/contracts/metrics/conversions'
import { ctrMetric } from '@bx/contracts/metrics/ctr'
import { cvrPerClickMetric } from '@bx/contracts/metrics/cvrPerClick'
import { cvrPerImpressionMetric } from '@bx/contracts/metrics/cvrPerImpression'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { commissionMetric, rpmMetric } from '@bx/contracts/metrics/rpm'
import type { Indicator as Verdict } from '@bx/contracts/metrics/thresholds'
import type { ReactNode } from 'react'
import type { Scorecard, ScorecardRow } from '../../lib/endpoints.ts'
import { count, credit, NO_VALUE, percentage, rateMoney, smallPercentage, sumMoney } from '../../lib/formats.ts'
import { readMoney } from '../../lib/readMoney.ts'
import { ChangeCell } from '../../ui/ChangeCell.tsx'
import { Explain } from '../../ui/Explain.tsx'
import { Rated } from '../../ui/Indicator.tsx'
import { DailyBars } from '../../ui/Marks.tsx'
import { assistedFigure, performanceFigures } from '../../ui/performanceFigures.ts'
import { type Column, headOf } from '../../ui/tableSpec.ts'

type Row = ScorecardRow
type Totals = Scorecard['data']['totals']

export function columnsOf(scorecard: Scorecard, comparable: boolean): Column<Row>[] {
  return [...volumeColumns(scorecard), ...rateColumns(scorecard, comparable), ...moneyColumns(scorecard, comparable)]
}

function volumeColumns({ data, meta }: Scorecard): Column<Row>[] {
  const { totals } = data
  const of = (row: Row) => performanceFigures(meta, row, row.placement_name)
  const all = performanceFigures(meta, totals, 'All placements')
  const plain = (
    key: 'open_conversions' | 'confirmed_conversions' | 'rejected_conversions',
    title: string,
  ): Column<Row> => ({
    key,
    title,
    optional: true,
    value: (row) => row[key],
    cell: (row) => credit(row[key]),
    total: credit(totals[key]),
  })
  return [
    {
      key: 'impressions',
      title: impressionsMetric.label,
      value: (row) => row.impressions,
      cell: (row) => <Explain explanation={of(row).impressions}>{count(row.impressions)}</Explain>,
      total: <Explain explanation={all.impressions}>{count(totals.impressions)}</Explain>,
    },
    {
      ...headOf(clicksMetric),
      value: (row) => row.clicks,
      cell: (row) => <Explain explanation={of(row).clicks}>{count(row.clicks)}</Explain>,
      total: <Explain explanation={all.clicks}>{count(totals.clicks)}</Explain>,
    },
    {
      ...headOf(conversionsMetric),
      value: (row) => row.conversions,
      cell: (row) => <Explain explanation={of(row).conversions}>{credit(row.conversions)}</Explain>,
      total: <Explain explanation={all.conversions}>{credit(totals.conversions)}</Explain>,
    },
    plain('confirmed_conversions', 'Confirmed'),
    plain('open_conversions', 'Open'),
    plain('rejected_conversions', 'Rejected'),
    {
      key: 'per_day',
      title: 'Conversions per day',
      optional: true,
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

function rateColumns(scorecard: Scorecard, comparable: boolean): Column<Row>[] {
  const { data, meta } = scorecard
  const { totals } = data
  const of = (row: Row) => performanceFigures(meta, row, row.placement_name)
  const all = performanceFigures(meta, totals, 'All placements')
  const rated = (verdict: Verdict, figure: ReactNode) => (
    <Rated verdict={verdict}>{verdict === 'grey' ? NO_VALUE : figure}</Rated>
  )
  const changed = (row: Row | Totals, rate: 'ctr' | 'cvr' | 'click_cvr') =>
    changeCell(scorecard, row, comparable, `${rate}_change`)
  return [
    {
      ...headOf(ctrMetric),
      value: (row) => (row.indicators.ctr === 'grey' ? null : row.ctr_pct),
      cell: (row) =>
        rated(row.indicators.ctr, <Explain explanation={of(row).ctr}>{percentage(row.ctr_pct, 2)}</Explain>),
      total: <Explain explanation={all.ctr}>{percentage(totals.ctr_pct, 2)}</Explain>,
    },
    {
      key: 'ctr_change',
      title: 'Change of CTR',
      optional: true,
      value: (row) => (row.indicators.ctr === 'grey' ? null : (row.comparison?.ctr_change?.value ?? null)),
      cell: (row) => changed(row, 'ctr'),
      total: changed(totals, 'ctr'),
    },
    {
      ...headOf(cvrPerImpressionMetric),
      value: (row) => (row.indicators.cvr === 'grey' ? null : row.cvr_pct),
      cell: (row) =>
        rated(row.indicators.cvr, <Explain explanation={of(row).cvr}>{smallPercentage(row.cvr_pct)}</Explain>),
      total: <Explain explanation={all.cvr}>{smallPercentage(totals.cvr_pct)}</Explain>,
    },
    {
      key: 'cvr_change',
      title: 'Change of CVR',
      optional: true,
      value: (row) => (row.indicators.cvr === 'grey' ? null : (row.comparison?.cvr_change?.value ?? null)),
      cell: (row) => changed(row, 'cvr'),
      total: changed(totals, 'cvr'),
    },
    {
      ...headOf(cvrPerClickMetric),
      value: (row) => (row.indicators.click_cvr === 'grey' ? null : row.click_cvr_pct),
      cell: (row) =>
        rated(
          row.indicators.click_cvr,
          <Explain explanation={of(row).clickCvr}>{percentage(row.click_cvr_pct, 1)}</Explain>,
        ),
      total: <Explain explanation={all.clickCvr}>{percentage(totals.click_cvr_pct, 1)}</Explain>,
    },
  ]
}

const EXPLAINED = {
  ctr_change: 'ctrChange',
  cvr_change: 'cvrChange',
  click_cvr_change: 'clickCvrChange',
  rpm_change: 'rpmChange',
} as const

/** Over whole days. */
function changeCell({ meta }: Scorecard, row: Row | Totals, comparable: boolean, key: keyof typeof EXPLAINED) {
  const scope = 'placement_name' in row ? row.placement_name : 'All placements'
  return (
    <ChangeCell
      change={row.comparison?.[key] ?? null}
      better="up"
      explanation={performanceFigures(meta, row, scope)[EXPLAINED[key]]}
      comparable={comparable}
    />
  )
}

function moneyColumns(scorecard: Scorecard, comparable: boolean): Column<Row>[] {
  const { data, meta } = scorecard
  const { totals } = data
  const of = (row: Row) => performanceFigures(meta, row, row.placement_name)
  const all = performanceFigures(meta, totals, 'All placements')
  return [
    {
      ...headOf(rpmMetric),
      help: 'Attributed commission per 1,000 impressions',
      value: (row) => (row.indicators.rpm === 'grey' ? null : readMoney(row.rpm)),
      cell: (row) => (
        <Rated verdict={row.indicators.rpm}>
          {row.indicators.rpm === 'grey' ? (
            NO_VALUE
          ) : (
            <Explain explanation={of(row).rpm}>{rateMoney(row.rpm, meta.currency)}</Explain>
          )}
        </Rated>
      ),
      total: <Explain explanation={all.rpm}>{rateMoney(totals.rpm, meta.currency)}</Explain>,
    },
    {
      key: 'rpm_change',
      title: 'Change of RPM',
      optional: true,
      value: (row) => (row.indicators.rpm === 'grey' ? null : (row.comparison?.rpm_change?.value ?? null)),
      cell: (row) => changeCell(scorecard, row, comparable, 'rpm_change'),
      total: changeCell(scorecard, totals, comparable, 'rpm_change'),
    },
    {
      ...headOf(commissionMetric),
      value: (row) => readMoney(row.total_revenue),
      cell: (row) => <Explain explanation={of(row).commission}>{sumMoney(row.total_revenue, meta.currency)}</Explain>,
      total: <Explain explanation={all.commission}>{sumMoney(totals.total_revenue, meta.currency)}</Explain>,
    },
    {
      ...headOf(assistedMetric),
      help: assistedMetric.formula,
      value: (row) => row.assisted_conversions,
      cell: (row) => (
        <Explain explanation={assistedFigure(meta, row.assisted_conversions, row.placement_name)}>
          {credit(row.assisted_conversions)}
        </Explain>
      ),
      total: (
        <Explain explanation={assistedFigure(meta, totals.assisted_conversions, 'All placements')}>
          {credit(totals.assisted_conversions)}
        </Explain>
      ),
    },
  ]
}
