import type { EChartsCoreOption } from 'echarts/core'
import { axisDay, count, date, percentage, shortCount, weekday } from '../lib/formats.ts'
import { base, categoryAxis, countAxis } from './base.ts'
import type { ChartColours } from './colours.ts'
import { texts } from './strings.ts'

// Impressions per day by who pays for them, stacked: CPI, CPC, CPA from below, organic on top, so that the upper edge of what is
// paid is read against the limit.

export interface MixDay {
  readonly date: string
  readonly cpi_impressions: number
  readonly cpc_impressions: number
  readonly cpa_impressions: number
  readonly organic_impressions: number
  readonly total_impressions: number
  readonly paid_pct: number | null
  readonly isAbove: boolean
}

export interface MixAreaData {
  readonly days: readonly MixDay[]
  readonly limitPct: number
  readonly unfinishedDay: string | null
  /** Percent of the day, or impressions. */
  readonly unit: 'percent' | 'counts'
}

/** From below; each with the index of its colour, null for grey. */
const PARTS = [
  ['cpi_impressions', 0],
  ['cpc_impressions', 1],
  ['cpa_impressions', 2],
  ['organic_impressions', null],
] as const

/** A pure function of the data. */
export function mixArea({ days, limitPct, unit }: MixAreaData, colours: ChartColours): EChartsCoreOption {
  const axis = categoryAxis(
    colours,
    days.map(({ date: day }) => axisDay(day, days.length)),
  )
  const isPercent = unit === 'percent'
  const heightOf = (day: MixDay, part: (typeof PARTS)[number][0]) =>
    !isPercent ? day[part] : day.total_impressions === 0 ? null : (100 * day[part]) / day.total_impressions
  return {
    ...base(),
    grid: { left: 44, right: 20, top: 16, bottom: 40 },
    xAxis: {
      ...axis,
      boundaryGap: false,
      axisLabel: {
        ...axis.axisLabel,
        interval: Math.max(0, Math.ceil(days.length / 8) - 1),
        margin: 20,
        showMaxLabel: true,
      },
    },
    yAxis: isPercent
      ? { ...countAxis(colours, (n) => percentage(n)), max: 100, interval: 20 }
      : countAxis(colours, shortCount),
    series: [
      ...PARTS.map(([part, colour]) => ({
        type: 'line' as const,
        silent: true,
        stack: 'mix',
        showSymbol: days.length === 1,
        data: days.map((day) => heightOf(day, part)),
        lineStyle: { color: colours.surface, width: colour === null ? 0 : 1 },
        itemStyle: { color: colour === null ? colours.other : colours.placements[colour]! },
        areaStyle: {
          color: colour === null ? colours.other : colours.placements[colour]!,
          opacity: colour === null ? 0.25 : 0.85,
        },
        ...(part === 'organic_impressions' && isPercent ? { markLine: limitLine(limitPct, colours) } : {}),
      })),
      aboveMarks(days, colours),
    ],
  }
}

function limitLine(limitPct: number, colours: ChartColours) {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: colours.strong, width: 2, type: 'solid' as const },
    label: { position: 'insideStartTop' as const, color: colours.strong, formatter: texts.limit(percentage(limitPct)) },
    data: [{ yAxis: limitPct }],
  }
}

/** A triangle under the axis on each day above the limit. */
function aboveMarks(days: readonly MixDay[], colours: ChartColours) {
  return {
    type: 'scatter' as const,
    silent: true,
    symbol: 'triangle',
    symbolSize: 8,
    symbolOffset: [0, 10],
    itemStyle: { color: colours.watch },
    data: days.map(({ isAbove }) => (isAbove ? 0 : null)),
  }
}

/** The chart in a sentence, for screen readers. */
export function describeMix({ days, limitPct }: MixAreaData): string {
  const known = days.filter(({ paid_pct: pct }) => pct !== null)
  if (known.length === 0) return texts.paidShareNoData
  const sorted = known.toSorted((a, b) => a.paid_pct! - b.paid_pct!)
  const named = (day: MixDay) =>
    texts.shareOn(percentage(day.paid_pct, 1), `${weekday(day.date)} ${date(day.date, false)}`)
  const above = days.filter(({ isAbove }) => isAbove).length
  return texts.paidSharePerDay(
    named(sorted[0]!),
    named(sorted.at(-1)!),
    texts.daysAbove(count(above), above === 1, percentage(limitPct)),
  )
}

export function mixRows({ days, unfinishedDay }: MixAreaData) {
  return {
    head: [texts.day, texts.impressions, 'CPI', 'CPC', 'CPA', texts.organic, texts.paidShare],
    rows: days.map((day) => [
      `${weekday(day.date)} ${date(day.date, false)}${day.date === unfinishedDay ? texts.soFarInText : ''}`,
      ...[day.total_impressions, day.cpi_impressions, day.cpc_impressions, day.cpa_impressions].map(count),
      count(day.organic_impressions),
      percentage(day.paid_pct, 1),
    ]),
    csv: {
      columns: [
        ...['date', 'total_impressions', 'cpi_impressions', 'cpc_impressions', 'cpa_impressions'],
        ...['organic_impressions', 'paid_pct'],
      ],
      rows: days.map((day) => [
        ...[day.date, day.total_impressions, day.cpi_impressions, day.cpc_impressions, day.cpa_impressions],
        ...[day.organic_impressions, day.paid_pct],
      ]),
    },
  }
}
