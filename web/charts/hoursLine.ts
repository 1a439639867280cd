import type { EChartsCoreOption } from 'echarts/core'
import { change, shortCount } from '../lib/formats.ts'
import { frame } from './axes.ts'
import type { ChartColours } from './dailyLine.ts'

/** Impressions of one hour on the average day; null where no such hour is over yet. */
export interface HourPoint {
  readonly hour: number
  readonly average: number | null
  readonly before: number | null
}

interface HourCount {
  readonly day_type: 'weekday' | 'weekend'
  readonly hour_of_day: number
  readonly impressions: number
  readonly days: number
  readonly impressions_before: number
  readonly days_before: number
}

/** The average day, of all days or of one kind: impressions ÷ days in which the hour is over. */
export function averageDay(hours: readonly HourCount[], kind: 'all' | 'weekday' | 'weekend'): HourPoint[] {
  return Array.from({ length: 24 }, (_, hour) => {
    const rows = hours.filter((row) => row.hour_of_day === hour && (kind === 'all' || row.day_type === kind))
    const sum = (value: (row: HourCount) => number) => rows.reduce((total, row) => total + value(row), 0)
    const [days, daysBefore] = [sum((row) => row.days), sum((row) => row.days_before)]
    return {
      hour,
      average: days > 0 ? sum((row) => row.impressions) / days : null,
      before: daysBefore > 0 ? sum((row) => row.impressions_before) / daysBefore : null,
    }
  })
}

export function hoursLine(points: readonly HourPoint[], colours: ChartColours): EChartsCoreOption {
  const peak = peakOf(points)
  const line = { type: 'line' as const, animation: false, silent: true }
  const base = frame(
    colours,
    points.map(({ hour }) => clock(hour)),
    { between: false },
  )
  return {
    ...base,
    xAxis: { ...base.xAxis, axisLabel: { ...base.xAxis.axisLabel, interval: 2 } },
    series: [
      {
        ...line,
        data: points.map(({ before }) => before),
        showSymbol: false,
        lineStyle: { color: colours.before, width: 1.5, type: 'dashed' },
      },
      {
        ...line,
        data: points.map(({ average }) => average),
        symbol: 'circle',
        symbolSize: (_value: unknown, { dataIndex }: { dataIndex: number }) => (dataIndex === peak ? 7 : 0),
        lineStyle: { color: colours.line, width: 2 },
        itemStyle: { color: colours.line },
        areaStyle: { color: colours.area },
        label: {
          show: true,
          position: 'top',
          color: colours.text,
          fontSize: 11.5,
          formatter: ({ dataIndex }: { dataIndex: number }) =>
            dataIndex === peak ? `${shortCount(points[peak]!.average)} at ${clock(peak)}` : '',
        },
      },
    ],
  }
}

/** The chart in a sentence. */
export function describeHours(points: readonly HourPoint[]): string {
  const peak = peakOf(points)
  if (peak === null) return 'Impressions by hour: no data.'
  const low = points.reduce(
    (best, { average }, i) => ((average ?? Infinity) < (points[best]!.average ?? Infinity) ? i : best),
    0,
  )
  return `Impressions by hour of the average day: busiest at ${clock(peak)} with ${shortCount(points[peak]!.average)}, quietest at ${clock(low)} with ${shortCount(points[low]!.average)}.`
}

export function hourRows(points: readonly HourPoint[]) {
  return points.map(({ hour, average, before }) => ({
    hour: clock(hour),
    average: shortCount(average),
    before: shortCount(before),
    change: change(average, before).text,
  }))
}

/** Hour with the most impressions; null without any. */
export function peakOf(points: readonly HourPoint[]): number | null {
  const best = points.reduce((top, { average }, i) => ((average ?? 0) > (points[top]!.average ?? 0) ? i : top), 0)
  return (points[best]?.average ?? 0) > 0 ? best : null
}

export function clock(hour: number | null): string {
  return `${String(hour ?? 0).padStart(2, '0')}:00`
}
