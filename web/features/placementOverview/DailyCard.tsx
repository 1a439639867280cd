'use client'
import { Button, Table } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type KeyboardEvent, type PointerEvent, useCallback, useMemo, useState } from 'react'
import { Chart } from '../../charts/Chart.tsx'
import {
  type ChartColours,
  type DailyLineData,
  dailyLine,
  dailyRows,
  describeDailyLine,
} from '../../charts/dailyLine.ts'
import type { PlacementOverview } from '../../lib/endpoints.ts'
import { dateRange } from '../../lib/formats.ts'
import classes from './PlacementOverview.module.css'

/** Space left and right of the plot inside the chart, pixels: as in the chart's grid. */
const [LEFT, RIGHT] = [44, 20]

/** Impressions per day: drawing, sentence and table of the same rows. */
export function DailyCard({ overview: { data, meta } }: { readonly overview: PlacementOverview }) {
  const [asTable, table] = useDisclosure(false)
  const chart = useMemo<DailyLineData>(
    () => ({ daily: data.daily, before: data.daily_before, unfinishedDay: meta.unfinished_day }),
    [data, meta.unfinished_day],
  )
  const options = useCallback((colours: ChartColours) => dailyLine(chart, colours), [chart])
  const before = meta.compare ? dateRange(meta.compare.start, meta.compare.end, false) : null
  return (
    <figure className={classes.chart}>
      <figcaption className={classes.chartHead}>
        Impressions per day
        <span className={classes.legend}>
          <span>
            <i />
            {dateRange(meta.start, meta.end, false)}
          </span>
          {before && (
            <span className={classes.before}>
              <i />
              {before}
            </span>
          )}
          {meta.unfinished_day && <span>Today is still filling: dotted</span>}
        </span>
        <Button size="compact-xs" onClick={table.toggle} aria-pressed={asTable}>
          {asTable ? 'Show as chart' : 'Show as table'}
        </Button>
      </figcaption>
      {asTable ? (
        <DailyTable chart={chart} />
      ) : (
        <Plot chart={chart} before={before} now={dateRange(meta.start, meta.end, false)}>
          <Chart height={180} options={options} />
        </Plot>
      )}
    </figure>
  )
}

/** The focusable wrapper: pointer and arrow keys walk the days, a live region says them. */
function Plot(props: {
  readonly chart: DailyLineData
  readonly now: string
  readonly before: string | null
  readonly children: React.ReactNode
}) {
  const rows = useMemo(() => dailyRows(props.chart), [props.chart])
  const [at, setAt] = useState<number | null>(null)
  const last = rows.length - 1
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return setAt(null)
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    setAt((from) => Math.max(0, Math.min(last, from === null ? (step > 0 ? 0 : last) : from + step)))
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = (event.clientX - box.left - LEFT) / (box.width - LEFT - RIGHT)
    setAt(Math.max(0, Math.min(last, Math.round(share * last))))
  }
  const row = at === null ? undefined : rows[at]
  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart is a group of points, not a fieldset
    <div
      className={classes.plot}
      role="group"
      aria-roledescription="chart"
      aria-label={describeDailyLine(props.chart)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys walk its points
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setAt(null)}
      onBlur={() => setAt(null)}
    >
      {props.children}
      {row && (
        <div className={classes.tooltip} style={at! > last / 2 ? { left: 56 } : { right: 24 }}>
          <b>{row.day}</b>
          <dl>
            <dt>{props.now}</dt>
            <dd>{row.impressions}</dd>
            {props.before && <dt>{props.before}</dt>}
            {props.before && <dd>{row.before}</dd>}
            <dt>Change</dt>
            <dd>{row.change}</dd>
          </dl>
        </div>
      )}
      <span className="visually-hidden" aria-live="polite">
        {row && `${row.day}: ${row.impressions} impressions, before ${row.before}, change ${row.change}`}
      </span>
    </div>
  )
}

function DailyTable({ chart }: { readonly chart: DailyLineData }) {
  return (
    <Table withRowBorders verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Day</Table.Th>
          <Table.Th ta="right">Impressions</Table.Th>
          <Table.Th ta="right">Before</Table.Th>
          <Table.Th ta="right">Change</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {dailyRows(chart).map((row) => (
          <Table.Tr key={row.day}>
            <Table.Td>{row.day}</Table.Td>
            <Table.Td ta="right">{row.impressions}</Table.Td>
            <Table.Td ta="right">{row.before}</Table.Td>
            <Table.Td ta="right">{row.change}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
