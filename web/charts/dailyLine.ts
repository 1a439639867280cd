import type { EChartsCoreOption } from 'echarts/core'
import { axisDay, change, count, date, NO_VALUE, shortCount, weekday } from '../lib/formats.ts'
import { base, categoryAxis, countAxis, pointLabel } from './base.ts'
import type { ChartColours } from './colours.ts'

export interface DailyLineData {
  readonly daily: readonly { readonly day: string; readonly impressions: number }[]
  readonly before: readonly { readonly day: string; readonly impressions: number }[]
  /** The unfinished day: drawn dashed with a hollow dot. */
  readonly unfinishedDay: string | null
}

/** Chart options for impressions per day and the previous period: a pure function of the data. */
export function dailyLine(data: DailyLineData, colours: ChartColours): EChartsCoreOption {
  const { daily, before, unfinishedDay } = data
  const lastFinished =
    unfinishedDay === null ? daily.length - 1 : daily.findIndex(({ day }) => day === unfinishedDay) - 1
  const peak = peakOf(daily)
  const axis = categoryAxis(
    colours,
    daily.map(({ day }) => axisDay(day, daily.length)),
  )
  const line = { type: 'line' as const, symbolSize: 6, animation: false, silent: true }
  return {
    ...base(),
    grid: { left: 44, right: 20, top: 24, bottom: 28 },
    xAxis: {
      ...axis,
      boundaryGap: false,
      axisLabel: { ...axis.axisLabel, interval: labelEvery(daily.length), showMaxLabel: true },
    },
    yAxis: countAxis(colours, shortCount),
    series: [
      {
        ...line,
        data: daily.map((_, i) => before[i]?.impressions ?? null),
        showSymbol: false,
        lineStyle: { color: colours.before, width: 1.5, type: 'dashed' },
      },
      {
        ...line,
        data: daily.map(({ impressions }, i) => (i <= lastFinished ? impressions : null)),
        lineStyle: { color: colours.line, width: 2 },
        itemStyle: { color: colours.line },
        symbol: 'circle',
        showSymbol: daily.length <= 31,
        areaStyle: { color: colours.area },
        label: {
          ...pointLabel(colours),
          formatter: ({ dataIndex }: { dataIndex: number }) =>
            dataIndex === peak ? shortCount(daily[peak]!.impressions) : '',
        },
      },
      {
        ...line,
        data: daily.map(({ impressions }, i) => (i >= lastFinished ? impressions : null)),
        lineStyle: { color: colours.line, width: 2, type: 'dotted' },
        // Filled with the surface colour: ECharts' empty symbols are white in every theme.
        itemStyle: { color: colours.surface, borderColor: colours.line, borderWidth: 2 },
        symbol: 'circle',
        symbolSize: (_value: unknown, { dataIndex }: { dataIndex: number }) => (dataIndex > lastFinished ? 7 : 0),
      },
    ],
  }
}

/** The chart in a sentence, for screen readers. */
export function describeDailyLine({ daily, unfinishedDay }: DailyLineData): string {
  if (daily.length === 0) return 'Impressions per day: no data.'
  const finished = daily.filter(({ day }) => day !== unfinishedDay)
  const sorted = finished.toSorted((a, b) => a.impressions - b.impressions)
  const [lowest, highest] = [sorted[0], sorted.at(-1)]
  const span = `Impressions per day, ${date(daily[0]!.day, false)} to ${date(daily.at(-1)!.day, false)}`
  if (lowest === undefined || highest === undefined) return `${span}: today has ${count(daily[0]!.impressions)} so far.`
  const today = unfinishedDay === null ? '' : `; ${count(daily.at(-1)!.impressions)} today so far`
  const named = (entry: { day: string; impressions: number }) =>
    `${shortCount(entry.impressions)} on ${weekday(entry.day)} ${date(entry.day, false)}`
  return `${span}: lowest ${named(lowest)}, highest ${named(highest)}${today}.`
}

/** The rows of the chart: this period, the previous one, the change. */
export function dailyRows({ daily, before, unfinishedDay }: DailyLineData) {
  return {
    head: ['Day', 'Impressions', 'Before', 'Change'],
    rows: daily.map(({ day, impressions }, i) => [
      `${weekday(day)} ${date(day, false)}${day === unfinishedDay ? ', so far' : ''}`,
      count(impressions),
      count(before[i]?.impressions ?? null),
      day === unfinishedDay ? NO_VALUE : change(impressions, before[i]?.impressions ?? null).text,
    ]),
    csv: {
      columns: ['day', 'impressions', 'impressions_before'],
      rows: daily.map(({ day, impressions }, i) => [day, impressions, before[i]?.impressions ?? null]),
    },
  }
}

function peakOf(daily: DailyLineData['daily']): number {
  return daily.reduce((best, { impressions }, i) => (impressions > daily[best]!.impressions ? i : best), 0)
}

/** At most about eight labels, evenly spread. */
function labelEvery(days: number): number {
  return Math.max(0, Math.ceil(days / 8) - 1)
}
