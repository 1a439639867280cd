'use client'
import { ctr, ctrMetric } from '@bx/contracts/metrics/ctr'
import { cvrPerClick, cvrPerClickMetric } from '@bx/contracts/metrics/cvrPerClick'
import { cvrPerImpression, cvrPerImpressionMetric } from '@bx/contracts/metrics/cvrPerImpression'
import { Button, Drawer } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import Link from 'next/link'
import { saveCsv } from '../../lib/csv.ts'
import type { PerformanceMeta, Scorecard, ScorecardRow } from '../../lib/endpoints.ts'
import { count, credit, date, percentage, smallPercentage, weekday } from '../../lib/formats.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { sameDays } from '../../lib/viewState.ts'
import table from '../../ui/Figure.module.css'
import { Tag } from '../../ui/View.tsx'
import classes from './DaysDrawer.module.css'

/** One placement's rates day by day, beside the scorecard; the URL says whose. */
export function DaysDrawer({ scorecard }: { readonly scorecard: Scorecard }) {
  const [state, set] = useViewState()
  const row = scorecard.data.rows.find(({ placement_id: id }) => id === state.id)
  return (
    <Drawer
      opened={row !== undefined}
      onClose={() => set({ id: null })}
      position="right"
      size={680}
      title={row && `${row.placement_name}, day by day`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {row && (
        <>
          <div className={classes.actions}>
            <Button component={Link} href={sameDays('/placements/view/', state, row.placement_id)}>
              Open the deep dive
            </Button>
            <Button
              leftSection={<IconDownload size={14} aria-hidden />}
              onClick={() => saveCsv({ name: fileOf(row, scorecard.meta), ...dayRows(row, scorecard.meta).csv })}
            >
              CSV
            </Button>
          </div>
          <DaysTable row={row} meta={scorecard.meta} />
        </>
      )}
    </Drawer>
  )
}

function DaysTable({ row, meta }: { readonly row: ScorecardRow; readonly meta: PerformanceMeta }) {
  const { head, rows } = dayRows(row, meta)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={table.scroll} tabIndex={0} aria-label="Rates per day">
        <table className={table.table}>
          <caption className="visually-hidden">Rates of {row.placement_name} per day</caption>
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
            {rows.map(({ day, isOpen, cells }) => (
              <tr key={day} data-open={isOpen || undefined}>
                <th scope="row" className={classes.day}>
                  {weekday(day)} {date(day, false)}
                  {isOpen && <Tag>Open</Tag>}
                </th>
                {cells.map((cell, i) => (
                  <td key={head[i + 1]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {meta.open_from !== null && (
        <p className={classes.note}>Open: sales can still be credited to these days, so their CVR can still grow.</p>
      )}
    </>
  )
}

/** Rates of each day from that day's counts; newest first. */
export function dayRows({ daily }: Pick<ScorecardRow, 'daily'>, { open_from }: Pick<PerformanceMeta, 'open_from'>) {
  const days = daily.toReversed().map((counted) => ({
    ...counted,
    isOpen: open_from !== null && counted.day >= open_from,
    ctr_pct: pct(ctr(counted.clicks, counted.impressions)),
    cvr_pct: pct(cvrPerImpression(counted.conversions, counted.impressions)),
    click_cvr_pct: pct(cvrPerClick(counted.conversions, counted.clicks)),
  }))
  const columns = ['day', 'impressions', 'clicks', 'ctr_pct', 'conversions', 'cvr_pct', 'click_cvr_pct'] as const
  return {
    head: [
      ...['Day', 'Impressions', 'Clicks', ctrMetric.label, 'Conversions'],
      ...[cvrPerImpressionMetric.label, cvrPerClickMetric.label],
    ],
    rows: days.map((day) => ({
      day: day.day,
      isOpen: day.isOpen,
      cells: [
        ...[count(day.impressions), count(day.clicks), percentage(day.ctr_pct, 2), credit(day.conversions)],
        ...[smallPercentage(day.cvr_pct), percentage(day.click_cvr_pct, 1)],
      ],
    })),
    csv: {
      columns: [...columns, 'window_open'],
      rows: days.map((day) => [...columns.map((column) => day[column]), String(day.isOpen)]),
    },
  }
}

function pct(rate: number | null): number | null {
  return rate === null ? null : rate * 100
}

function fileOf({ placement_name: name }: ScorecardRow, { model, start, end, traffic }: PerformanceMeta): string {
  return `scorecard-days_${name}_${model}_${start}_${end}_${traffic}`
}
