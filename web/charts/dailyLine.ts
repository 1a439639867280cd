import type { EChartsCoreOption } from 'echarts/core'
import { countChangeText } from '../lib/compareWords.ts'
import { axisDay, count, date, shortCount, weekday } from '../lib/formats.ts'
import { base, categoryAxis, countAxis, pointLabel } from './base.ts'
import type { ChartColours } from './colours.ts'
import { texts } from './strings.ts'

export interface DailyLineData {
  readonly daily: readonly { readonly day: string; readonly impressions: number }[]
  readonly before: readonly { readonly day: string; readonly impressions: number }[]
  /** The unfinished day: a hollow dot that no line leads to, because a part of a day is no decline. */
  readonly unfinishedDay: string | null
  /** The unfinished day up to the moment at which the day before is cut too: "to 02:00". null: not compared. */
  readonly toCut: { readonly impressions: number; readonly until: string } | null
}

/** Chart options for impressions per day and the previous period: a pure function of the data. */
export function dailyLine(data: DailyLineData, colours: ChartColours): EChartsCoreOption {
  const points = pointsOf(data)
  const finished = points.filter(({ isUnfinished }) => !isUnfinished)
  const peak = peakOf(finished)
  const axis = categoryAxis(
    colours,
    points.map(({ day }) => axisDay(day, points.length)),
  )
  const line = { type: 'line' as const, symbolSize: 6, animation: false, silent: true }
  /** Points without a line, filled with the surface colour: ECharts' empty symbols are white in every theme. */
  const hollow = (values: readonly (number | null)[], colour: string) => ({
    ...{ ...line, data: values, symbol: 'circle', symbolSize: 7, lineStyle: { width: 0 } },
    itemStyle: { color: colours.surface, borderColor: colour, borderWidth: 2 },
  })
  return {
    ...base(),
    grid: { left: 44, right: 20, top: 24, bottom: 28 },
    xAxis: {
      ...axis,
      boundaryGap: false,
      axisLabel: { ...axis.axisLabel, interval: labelEvery(points.length), showMaxLabel: true },
    },
    yAxis: countAxis(colours, shortCount),
    series: [
      {
        ...line,
        data: points.map(({ before, isUnfinished }) => (isUnfinished ? null : before)),
        showSymbol: false,
        lineStyle: { color: colours.before, width: 1.5, type: 'dashed' },
      },
      {
        ...line,
        data: points.map(({ impressions, isUnfinished }) => (isUnfinished ? null : impressions)),
        lineStyle: { color: colours.line, width: 2 },
        itemStyle: { color: colours.line },
        symbol: 'circle',
        showSymbol: points.length <= 31,
        areaStyle: { color: colours.area },
        label: {
          ...pointLabel(colours),
          formatter: ({ dataIndex }: { dataIndex: number }) =>
            dataIndex === peak ? shortCount(points[peak]!.impressions) : '',
        },
      },
      hollow(
        points.map(({ before, isUnfinished }) => (isUnfinished ? before : null)),
        colours.before,
      ),
      hollow(
        points.map(({ impressions, isUnfinished }) => (isUnfinished ? impressions : null)),
        colours.line,
      ),
    ],
  }
}

interface Point {
  readonly day: string
  readonly impressions: number
  readonly before: number | null
  readonly isUnfinished: boolean
}

/** Both values of a day cover the same hours. */
function pointsOf({ daily, before, unfinishedDay, toCut }: DailyLineData): Point[] {
  return daily.map(({ day, impressions }, i) => {
    const isUnfinished = day === unfinishedDay
    return {
      day,
      impressions: isUnfinished && toCut ? toCut.impressions : impressions,
      before: before[i]?.impressions ?? null,
      isUnfinished,
    }
  })
}

/** The chart in a sentence, for screen readers. */
export function describeDailyLine(data: DailyLineData): string {
  const points = pointsOf(data)
  if (points.length === 0) return texts.impressionsPerDayNoData
  const sorted = points.filter(({ isUnfinished }) => !isUnfinished).toSorted((a, b) => a.impressions - b.impressions)
  const [lowest, highest] = [sorted[0], sorted.at(-1)]
  const span = texts.impressionsPerDayTo(date(points[0]!.day, false), date(points.at(-1)!.day, false))
  const last = points.at(-1)!
  const today = last.isUnfinished ? todayWords(last, data.toCut) : ''
  if (lowest === undefined || highest === undefined) return `${span}: ${today}.`
  const named = (entry: { day: string; impressions: number }) =>
    texts.on(shortCount(entry.impressions), weekday(entry.day), date(entry.day, false))
  return texts.lowestHighest(span, named(lowest), named(highest), today === '' ? '' : `; ${today}`)
}

function todayWords({ impressions, before }: Point, toCut: DailyLineData['toCut']): string {
  if (toCut === null) return texts.todaySoFar(count(impressions))
  const was = before === null ? '' : texts.was(count(before))
  return texts.today(count(impressions), toCut.until, was)
}

/** The rows of the chart: this period, the previous one, the change. */
export function dailyRows(data: DailyLineData) {
  const points = pointsOf(data)
  const until = data.toCut?.until ?? texts.soFar
  return {
    head: [texts.day, texts.impressions, texts.before, texts.change],
    rows: points.map(({ day, impressions, before, isUnfinished }) => [
      `${weekday(day)} ${date(day, false)}${isUnfinished ? `, ${until}` : ''}`,
      count(impressions),
      count(before),
      isUnfinished && data.toCut === null ? count(null) : countChangeText(impressions, before),
    ]),
    csv: {
      columns: ['day', 'impressions', 'impressions_before', 'counted'],
      rows: points.map(({ day, impressions, before, isUnfinished }) => [
        ...[day, impressions, before, isUnfinished ? until : texts.wholeDay],
      ]),
    },
  }
}

function peakOf(finished: readonly Point[]): number {
  return finished.reduce((best, { impressions }, i) => (impressions > finished[best]!.impressions ? i : best), 0)
}

/** At most about eight labels, evenly spread. */
function labelEvery(days: number): number {
  return Math.max(0, Math.ceil(days / 8) - 1)
}
