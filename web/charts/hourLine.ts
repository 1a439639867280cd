import type { EChartsCoreOption } from 'echarts/core'
import { countChangeText } from '../lib/compareWords.ts'
import { count, shortCount } from '../lib/formats.ts'
import { base, categoryAxis, countAxis, pointLabel } from './base.ts'
import type { ChartColours } from './colours.ts'
import { texts } from './strings.ts'

/** Additive counts of one hour of the day over the days of a range. */
export interface HourSum {
  readonly hour_of_day: number
  readonly impressions: number
  readonly weekend_impressions: number
  readonly unfinished_impressions?: number
}

export type DayClass = 'all' | 'weekdays' | 'weekend'

/** Days used for the averages. */
export interface HourDays {
  readonly start: string
  readonly end: string
  /** Today, if it is one of them, with its complete hours. */
  readonly unfinished: { readonly day: string; readonly hours: number } | null
}

/** Impressions of each hour on an average day; null if no day has this hour yet. */
export function averageDay(hours: readonly HourSum[], days: HourDays, of: DayClass): (number | null)[] {
  const isWeekend = (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
  const isIn = (day: string) => of === 'all' || isWeekend(day) === (of === 'weekend')
  const { unfinished } = days
  const finished = daysOf(days).filter((day) => isIn(day) && (unfinished === null || day < unfinished.day)).length
  return hours.map((hour) => {
    const all =
      of === 'all'
        ? hour.impressions
        : of === 'weekend'
          ? hour.weekend_impressions
          : hour.impressions - hour.weekend_impressions
    if (unfinished === null || !isIn(unfinished.day)) return finished > 0 ? all / finished : null
    const isOver = hour.hour_of_day < unfinished.hours
    const over = finished + (isOver ? 1 : 0)
    return over > 0 ? (all - (isOver ? 0 : (hour.unfinished_impressions ?? 0))) / over : null
  })
}

/** The busiest hour of an average day, or null. */
export function peakHour(values: readonly (number | null)[]): number | null {
  const largest = Math.max(0, ...values.map((value) => value ?? 0))
  return largest > 0 ? values.indexOf(largest) : null
}

export interface HourLineData {
  readonly now: readonly (number | null)[]
  readonly before: readonly (number | null)[]
}

/** Chart options of the average day and the previous period. */
export function hourLine({ now, before }: HourLineData, colours: ChartColours): EChartsCoreOption {
  const peak = peakHour(now)
  const axis = categoryAxis(
    colours,
    now.map((_, hour) => clock(hour)),
  )
  const line = { type: 'line' as const, animation: false, silent: true }
  return {
    ...base(),
    grid: { left: 44, right: 24, top: 24, bottom: 28 },
    xAxis: { ...axis, boundaryGap: false, axisLabel: { ...axis.axisLabel, interval: 2 } },
    yAxis: countAxis(colours, shortCount),
    series: [
      {
        ...line,
        data: [...before],
        showSymbol: false,
        lineStyle: { color: colours.before, width: 1.5, type: 'dashed' },
      },
      {
        ...line,
        data: now.map((value, hour) => ({ value, symbolSize: hour === peak ? 7 : 0 })),
        symbol: 'circle',
        lineStyle: { color: colours.line, width: 2 },
        itemStyle: { color: colours.line },
        areaStyle: { color: colours.area },
        label: {
          ...pointLabel(colours),
          color: colours.strong,
          formatter: ({ dataIndex }: { dataIndex: number }) =>
            dataIndex === peak ? texts.at(shortCount(now[dataIndex]!), clock(dataIndex)) : '',
        },
      },
    ],
  }
}

/**
 * The chart in a sentence, for screen readers.
 * @param of which day the hours are of
 */
export function describeHours({ now }: HourLineData, of: string = texts.ofAnAverageDay): string {
  const peak = peakHour(now)
  if (peak === null) return texts.impressionsByHourNoData(of)
  const lowest = Math.min(...now.flatMap((value) => value ?? []))
  return texts.impressionsByHourMost(
    of,
    clock(peak),
    shortCount(now[peak] ?? null),
    clock(now.indexOf(lowest)),
    shortCount(lowest),
  )
}

/** @param unit what an hour's number is: the average of several days, or the impressions of one */
export function hourRows({ now, before }: HourLineData, unit: 'average' | 'impressions' = 'average') {
  const column = unit === 'average' ? 'average_impressions' : 'impressions'
  return {
    head: [texts.hour, unit === 'average' ? texts.average : texts.impressions, texts.before, texts.change],
    rows: now.map((value, hour) => [
      clock(hour),
      count(value),
      count(before[hour] ?? null),
      countChangeText(value, before[hour] ?? null),
    ]),
    csv: {
      columns: ['hour_of_day', column, `${column}_before`],
      rows: now.map((value, hour) => [hour, value, before[hour] ?? null]),
    },
  }
}

export function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}

function daysOf({ start, end }: HourDays): string[] {
  const days: string[] = []
  for (let at = Date.parse(start); at <= Date.parse(end); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}
