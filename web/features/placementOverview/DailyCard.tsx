'use client'
import { useCallback, useMemo } from 'react'
import type { ChartColours } from '../../charts/colours.ts'
import { type DailyLineData, dailyLine, dailyRows, describeDailyLine } from '../../charts/dailyLine.ts'
import type { PlacementOverview } from '../../lib/endpoints.ts'
import { dateRange } from '../../lib/formats.ts'
import { Figure } from '../../ui/Figure.tsx'
import { PeriodLegend } from '../../ui/PeriodLegend.tsx'

/** Impressions per day: chart, sentence and table of the same rows. */
export function DailyCard({ overview: { data, meta } }: { readonly overview: PlacementOverview }) {
  const chart = useMemo<DailyLineData>(
    () => ({ daily: data.daily, before: data.daily_before, unfinishedDay: meta.unfinished_day }),
    [data, meta.unfinished_day],
  )
  const options = useCallback((colours: ChartColours) => dailyLine(chart, colours), [chart])
  return (
    <Figure
      isQuiet
      title="Impressions per day"
      legend={
        <PeriodLegend
          now={dateRange(meta.start, meta.end, false)}
          before={meta.compare && dateRange(meta.compare.start, meta.compare.end, false)}
          note={meta.unfinished_day && 'Today is still filling: dotted'}
        />
      }
      sentence={describeDailyLine(chart)}
      table={dailyRows(chart)}
      file={`impressions-per-day_${meta.start}_${meta.end}_${meta.traffic}`}
      height={180}
      layout={{ left: 44, right: 20, points: 'edges' }}
      options={options}
    />
  )
}
