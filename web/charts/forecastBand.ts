import type { EChartsCoreOption } from 'echarts/core'
import { axisDay, count, date, NO_VALUE, shortCount, weekday } from '../lib/formats.ts'
import { base, categoryAxis, countAxis } from './base.ts'
import type { ChartColours } from './colours.ts'
import { texts } from './strings.ts'

export interface ForecastBandData {
  readonly history: readonly { readonly day: string; readonly impressions: number }[]
  readonly daily: readonly { readonly day: string; readonly low: number; readonly mid: number; readonly high: number }[]
}

interface Point {
  readonly day: string
  readonly impressions: number | null
  readonly expected: { readonly low: number; readonly mid: number; readonly high: number } | null
}

/** Older days do not help to forecast the coming weeks. */
const SHOWN_DAYS = 28

/** One point per day from the last weeks to the end of the deal; a gap for days without data. */
export function forecastPoints({ history, daily }: ForecastBandData): Point[] {
  const shown = history.slice(-SHOWN_DAYS)
  const [first, last] = [shown[0]?.day ?? daily[0]?.day, daily.at(-1)?.day ?? shown.at(-1)?.day]
  if (first === undefined || last === undefined) return []
  const was = new Map(shown.map(({ day, impressions }) => [day, impressions]))
  const will = new Map(daily.map((entry) => [entry.day, entry]))
  const points: Point[] = []
  for (let day = first; day <= last; day = dayAfter(day))
    points.push({ day, impressions: was.get(day) ?? null, expected: will.get(day) ?? null })
  return points
}

/** Actual values as a solid line, expected ones dashed within their interval: a pure function of the data. */
export function forecastBand(points: readonly Point[], colours: ChartColours): EChartsCoreOption {
  const axis = categoryAxis(
    colours,
    points.map(({ day }) => axisDay(day, points.length)),
  )
  const line = { type: 'line' as const, silent: true, showSymbol: false }
  const none = { lineStyle: { opacity: 0 }, stack: 'band', stackStrategy: 'all' as const }
  return {
    ...base(),
    grid: { left: 44, right: 20, top: 16, bottom: 28 },
    xAxis: {
      ...axis,
      boundaryGap: false,
      axisLabel: { ...axis.axisLabel, interval: Math.max(0, Math.ceil(points.length / 6) - 1), showMaxLabel: true },
    },
    yAxis: countAxis(colours, shortCount),
    series: [
      { ...line, ...none, data: points.map(({ expected }) => expected?.low ?? null) },
      {
        ...line,
        ...none,
        data: points.map(({ expected }) => (expected ? expected.high - expected.low : null)),
        areaStyle: { color: colours.line, opacity: 0.16 },
      },
      {
        ...line,
        data: points.map(({ impressions }) => impressions),
        lineStyle: { color: colours.line, width: 2 },
      },
      {
        ...line,
        data: points.map(({ expected }) => expected?.mid ?? null),
        lineStyle: { color: colours.line, width: 2, type: 'dashed' },
      },
    ],
  }
}

/** The chart in a sentence, for screen readers. */
export function describeForecast(points: readonly Point[]): string {
  const expected = points.flatMap(({ day, expected: e }) => (e ? [{ day, ...e }] : []))
  if (expected.length === 0) return texts.impressionsPerDayNoForecast
  const sorted = expected.toSorted((a, b) => a.mid - b.mid)
  const named = ({ day, mid }: { day: string; mid: number }) =>
    texts.on(shortCount(mid), weekday(day), date(day, false))
  return texts.impressionsPerDayExpected(
    date(expected[0]!.day, false),
    date(expected.at(-1)!.day, false),
    named(sorted[0]!),
    named(sorted.at(-1)!),
  )
}

export function forecastRows(points: readonly Point[]) {
  const known = points.filter(({ impressions, expected }) => impressions !== null || expected !== null)
  return {
    head: [texts.day, texts.impressions, texts.expected, texts.interval80],
    rows: points.map(({ day, impressions, expected }) => [
      `${weekday(day)} ${date(day, false)}`,
      count(impressions),
      count(expected?.mid ?? null),
      expected ? texts.to(count(expected.low), count(expected.high)) : NO_VALUE,
    ]),
    csv: {
      columns: ['day', 'impressions', 'expected_low', 'expected_mid', 'expected_high'],
      rows: known.map(({ day, impressions, expected: e }) => [
        ...[day, impressions],
        ...[e?.low ?? null, e?.mid ?? null, e?.high ?? null],
      ]),
    },
  }
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}
