'use client'
import { clicksMetric, conversionsMetric } from '@bx/contracts/metrics/conversions'
import { ctr, ctrMetric } from '@bx/contracts/metrics/ctr'
import { cvrPerClick, cvrPerClickMetric } from '@bx/contracts/metrics/cvrPerClick'
import { cvrPerImpression, cvrPerImpressionMetric } from '@bx/contracts/metrics/cvrPerImpression'
import { FINALITY_LABELS, FINALITY_WORDS } from '@bx/contracts/metrics/finality'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { round } from '@bx/contracts/metrics/metric'
import { commissionMetric } from '@bx/contracts/metrics/rpm'
import { Button, Drawer } from '@mantine/core'
import Link from 'next/link'
import { useCallback } from 'react'
import type { ChartColours } from '../../charts/colours.ts'
import { describeMoneyBars, moneyBars, moneyRows, onlyMoneyDay } from '../../charts/moneyBars.ts'
import type { PerformanceMeta, Scorecard, ScorecardRow } from '../../lib/endpoints.ts'
import { count, credit, date, dayIn, percentage, smallPercentage, sumMoney, weekday } from '../../lib/formats.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { sameDays } from '../../lib/viewState.ts'
import table from '../../ui/Figure.module.css'
import { Figure } from '../../ui/Figure.tsx'
import { FileButtons } from '../../ui/FileButtons.tsx'
import { Scroller } from '../../ui/Scroller.tsx'
import { Tag } from '../../ui/View.tsx'
import classes from './DaysDrawer.module.css'
import { texts } from './strings.ts'

/** One placement's rates day by day, next to the scorecard; the placement is in the URL. */
export function DaysDrawer(props: { readonly opened: boolean; readonly scorecard: Scorecard }) {
  const { scorecard } = props
  const [state, set] = useViewState()
  const row = scorecard.data.rows.find(({ placement_id: id }) => id === state.id)
  return (
    <Drawer
      opened={props.opened && row !== undefined}
      onClose={() => set({ id: null })}
      position="right"
      size={780}
      title={row && texts.dayByDayOf(row.placement_name)}
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      {row && (
        <>
          <div className={classes.actions}>
            <Button component={Link} href={sameDays('/placements/view/', state, row.placement_id)}>
              {texts.openTheDeepDive}
            </Button>
            <FileButtons
              title={texts.byDay(row.placement_name)}
              file={() => ({ name: fileOf(row, scorecard.meta), ...dayRows(row, scorecard.meta).csv })}
            />
          </div>
          <CommissionChart row={row} meta={scorecard.meta} />
          <DaysTable row={row} meta={scorecard.meta} />
        </>
      )}
    </Drawer>
  )
}

function CommissionChart({ row, meta }: { readonly row: ScorecardRow; readonly meta: PerformanceMeta }) {
  const { currency } = meta
  const options = useCallback((colours: ChartColours) => moneyBars(row.daily, currency, colours), [row.daily, currency])
  return (
    <Figure
      title={texts.commissionPerDay}
      sentence={describeMoneyBars(row.daily, currency)}
      table={moneyRows(row.daily, currency)}
      instead={onlyMoneyDay(row.daily, currency)}
      file={`commission-days_${row.placement_name}_${meta.model}_${meta.start}_${meta.end}_${meta.traffic}`}
      height={140}
      layout={{ left: 76, right: 12, points: 'bands' }}
      options={options}
    />
  )
}

function DaysTable({ row, meta }: { readonly row: ScorecardRow; readonly meta: PerformanceMeta }) {
  const { head, rows } = dayRows(row, meta)
  return (
    <>
      <Scroller label={texts.ratesPerDay}>
        <table className={table.table}>
          <caption className="visually-hidden">{texts.ratesOfPerDay(row.placement_name)}</caption>
          <thead>
            <tr>
              {head.map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ day, state, restatedAt, cells }) => (
              <tr key={day} data-open={state === 'open' || undefined}>
                <th scope="row" className={classes.day}>
                  {weekday(day)} {date(day, false)}
                  {state !== 'final' && <Tag>{FINALITY_LABELS[state]}</Tag>}
                  {restatedAt !== null && <Tag>{texts.restated(date(dayIn(meta.time_zone, restatedAt), false))}</Tag>}
                </th>
                {cells.map((cell, i) => (
                  <td key={head[i + 1]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      {[...new Set(rows.map(({ state }) => state))].map((state) => (
        <p key={state} className={classes.note}>
          {FINALITY_LABELS[state]}: {FINALITY_WORDS[state]}
        </p>
      ))}
    </>
  )
}

/** Rates of each day from that day's counts; newest first. */
export function dayRows(
  {
    daily,
    placement_key,
    placement_name,
    tier,
  }: Pick<ScorecardRow, 'daily' | 'placement_key' | 'placement_name' | 'tier'>,
  { finality, currency }: Pick<PerformanceMeta, 'finality' | 'currency'>,
) {
  const known = new Map(finality.days.map((one) => [one.day, one]))
  const days = daily.toReversed().map((counted) => ({
    ...counted,
    state: known.get(counted.day)?.state ?? ('open' as const),
    restatedAt: known.get(counted.day)?.restated_at ?? null,
    ctr_pct: pct(ctr(counted.clicks, counted.impressions)),
    cvr_pct: pct(cvrPerImpression(counted.conversions, counted.impressions)),
    click_cvr_pct: pct(cvrPerClick(counted.conversions, counted.clicks)),
  }))
  const columns = [
    ...(['day', 'impressions', 'clicks', 'ctr_pct', 'conversions', 'cvr_pct', 'click_cvr_pct'] as const),
    'total_revenue' as const,
  ]
  return {
    head: [
      ...[texts.day, impressionsMetric.label, clicksMetric.label, ctrMetric.label, conversionsMetric.label],
      ...[cvrPerImpressionMetric.label, cvrPerClickMetric.label, commissionMetric.label],
    ],
    rows: days.map((day) => ({
      day: day.day,
      state: day.state,
      restatedAt: day.restatedAt,
      cells: [
        ...[count(day.impressions), count(day.clicks), percentage(day.ctr_pct, 2), credit(day.conversions)],
        ...[smallPercentage(day.cvr_pct), percentage(day.click_cvr_pct, 1), sumMoney(day.total_revenue, currency)],
      ],
    })),
    csv: {
      columns: ['placement_key', 'placement_name', 'tier', ...columns, 'currency', 'state', 'restated_at'],
      rows: days.map((day) => [
        ...[placement_key, placement_name, tier, ...columns.map((column) => day[column])],
        ...[currency, day.state, day.restatedAt],
      ]),
    },
  }
}

function pct(rate: number | null): number | null {
  return rate === null ? null : round(rate * 100, 4)
}

function fileOf({ placement_name: name }: ScorecardRow, { model, start, end, traffic }: PerformanceMeta): string {
  return `scorecard-days_${name}_${model}_${start}_${end}_${traffic}`
}
