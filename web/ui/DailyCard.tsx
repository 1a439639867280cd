'use client'
import type { RangeMeta } from '@bx/contracts/endpoints/common'
import { useCallback, useMemo } from 'react'
import { Chart } from '../charts/Chart.tsx'
import { type ChartColours, type DailyLineData, dailyLine, dailyRows, describeDailyLine } from '../charts/dailyLine.ts'
import { dateRange } from '../lib/formats.ts'
import { ChartCard } from './ChartCard.tsx'
import { PeriodLegend } from './PeriodLegend.tsx'
import { PointWalker } from './PointWalker.tsx'

/** Space left and right of the plot inside the chart, pixels: as in the chart's grid. */
const [LEFT, RIGHT] = [44, 20]

/** Impressions per day: drawing, sentence and table of the same rows. */
export function DailyCard(props: {
  readonly daily: DailyLineData['daily']
  readonly before: DailyLineData['before']
  readonly meta: RangeMeta
  readonly bare?: boolean
}) {
  const { daily, before, meta, bare = false } = props
  const chart = useMemo<DailyLineData>(
    () => ({ daily, before, unfinishedDay: meta.unfinished_day }),
    [daily, before, meta.unfinished_day],
  )
  const options = useCallback((colours: ChartColours) => dailyLine(chart, colours), [chart])
  const rows = useMemo(() => dailyRows(chart), [chart])
  const now = dateRange(meta.start, meta.end, false)
  const then = meta.compare ? dateRange(meta.compare.start, meta.compare.end, false) : null
  const columns = ['Day', 'Impressions', ...(then ? ['Before', 'Change'] : [])]
  return (
    <ChartCard
      title="Impressions per day"
      legend={<PeriodLegend meta={meta} note={meta.unfinished_day ? 'Today is still filling: dotted' : undefined} />}
      table={{
        columns,
        rows: rows.map((row) => [row.day, row.impressions, ...(then ? [row.before, row.change] : [])]),
      }}
      bare={bare}
    >
      <PointWalker
        label={describeDailyLine(chart)}
        left={LEFT}
        right={RIGHT}
        points={rows.map((row) => ({
          title: row.day,
          facts: [
            [now, row.impressions],
            ...(then
              ? ([
                  [then, row.before],
                  ['Change', row.change],
                ] as const)
              : []),
          ],
        }))}
      >
        <Chart height={180} options={options} />
      </PointWalker>
    </ChartCard>
  )
}
