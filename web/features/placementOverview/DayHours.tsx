import { useCallback, useMemo } from 'react'
import type { ChartColours } from '../../charts/colours.ts'
import { describeHours, type HourLineData, hourLine, hourRows } from '../../charts/hourLine.ts'
import { periodNames } from '../../lib/compareWords.ts'
import type { PlacementOverview } from '../../lib/endpoints.ts'
import { date } from '../../lib/formats.ts'
import { Figure } from '../../ui/Figure.tsx'
import { texts } from './strings.ts'

/** A single day by the hour: as one point it would not be a chart. */
export function DayHours(props: {
  readonly meta: PlacementOverview['meta']
  readonly hourly: NonNullable<PlacementOverview['data']['hourly']>
}) {
  const { meta, hourly } = props
  const chart = useMemo<HourLineData>(
    () => ({
      now: hourly.map(({ impressions }) => impressions),
      before: hourly.map(({ impressions_before: before }) => before),
    }),
    [hourly],
  )
  const options = useCallback((colours: ChartColours) => hourLine(chart, colours), [chart])
  return (
    <Figure
      isQuiet
      title={texts.impressionsPerHour}
      legend={{ ...periodNames(meta), note: meta.unfinished_day && texts.onlyFullHours }}
      sentence={describeHours(chart, texts.of(date(meta.start, false)))}
      table={hourRows(chart, 'impressions')}
      file={`impressions-per-hour_${meta.start}_${meta.traffic}`}
      height={180}
      layout={{ left: 44, right: 24, points: 'edges' }}
      options={options}
      empty={chart.now.every((value) => !value) ? texts.noFullHour : null}
    />
  )
}
