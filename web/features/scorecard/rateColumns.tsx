import { ctrMetric } from '@bx/contracts/metrics/ctr'
import { cvrPerClickMetric } from '@bx/contracts/metrics/cvrPerClick'
import { cvrPerImpressionMetric } from '@bx/contracts/metrics/cvrPerImpression'
import { rpmMetric } from '@bx/contracts/metrics/rpm'
import type { ReactNode } from 'react'
import { NO_VALUE, percentage, rateMoney, smallPercentage } from '../../lib/formats.ts'
import { readMoney } from '../../lib/readMoney.ts'
import { ChangeCell } from '../../ui/ChangeCell.tsx'
import { enoughData } from '../../ui/enoughData.ts'
import type { Explanation } from '../../ui/explanation.ts'
import { NoTotal } from '../../ui/NoTotal.tsx'
import { type PerformanceFigures, performanceFigures } from '../../ui/performanceFigures.ts'
import { ChangedRate, RateCell } from '../../ui/RateCell.tsx'
import { type Column, headOf } from '../../ui/tableSpec.ts'
import { texts } from './strings.ts'
import { orOverlap, type Row, type Table } from './tableTotal.tsx'

/** CTR, both CVRs and RPM, each with its change below. */
export function rateColumns(table: Table): Column<Row>[] {
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

export function changeColumns(table: Table): Column<Row>[] {
  return CHANGE_COLUMNS.map((key): Column<Row> => {
    const { title, indicator } = CHANGES[key]
    return {
      key,
      title,
      priority: 4,
      value: (row) => (row.indicators[indicator] === 'grey' ? null : (row.comparison?.[key]?.value ?? null)),
      cell: (row) => (row.indicators[indicator] === 'grey' ? NO_VALUE : changeCell(table, row, key)),
      total: changeTotal(table, key),
    }
  })
}

function changeOf({ comparable }: Table, { comparison }: Row | PerformanceFigures, key: ChangeKey) {
  return comparable ? (comparison?.[key] ?? null) : null
}

/** Of one placement, or of all; of several the values before are not known. */
function changeTotal(table: Table, key: ChangeKey): ReactNode {
  const { scorecard, total } = table
  if (scorecard.meta.compare !== null && total.figures.comparison === null)
    return <NoTotal why={texts.changesOfSeveral} />
  return changeCell(table, null, key)
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
