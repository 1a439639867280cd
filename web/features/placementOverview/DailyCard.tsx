'use client'
import { useCallback, useMemo } from 'react'
import type { ChartColours } from '../../charts/colours.ts'
import { type DailyLineData, dailyLine, dailyRows, describeDailyLine } from '../../charts/dailyLine.ts'
import { periodNames, upToHour } from '../../lib/compareWords.ts'
import type { PlacementOverview } from '../../lib/endpoints.ts'
import { Figure } from '../../ui/Figure.tsx'
import { texts } from './strings.ts'

/** Impressions per day: chart, sentence and table of the same rows. */
export function DailyCard({ overview: { data, meta } }: { readonly overview: PlacementOverview }) {
  const chart = useMemo<DailyLineData>(
    () => ({
      daily: data.daily,
      before: data.daily_before,
      unfinishedDay: meta.unfinished_day,
      toCut: data.unfinished_to_cut === null ? null : { impressions: data.unfinished_to_cut, until: upToHour(meta) },
    }),
    [data, meta],
  )
  const names = periodNames(meta)
  const options = useCallback((colours: ChartColours) => dailyLine(chart, colours), [chart])
  return (
    <Figure
      isQuiet
      title={texts.impressionsPerDay}
      legend={{
        ...names,
        note:
          meta.unfinished_day && (names.before ? texts.hollowTodayAndTheSame(upToHour(meta)) : texts.hollowTodaySoFar),
      }}
      sentence={describeDailyLine(chart)}
      table={dailyRows(chart)}
      file={`impressions-per-day_${meta.start}_${meta.end}_${meta.traffic}`}
      height={180}
      layout={{ left: 44, right: 20, points: 'edges' }}
      options={options}
    />
  )
}
