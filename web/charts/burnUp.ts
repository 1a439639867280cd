import type { EChartsCoreOption } from 'echarts/core'
import { axisDay, count, date, NO_VALUE, shortCount } from '../lib/formats.ts'
import { base, categoryAxis, countAxis } from './base.ts'
import type { ChartColours } from './colours.ts'
import { texts } from './strings.ts'

// Units delivered of a goal, as a running total: what was delivered, what was planned, and the forecast of the end.

export interface BurnUpData {
  readonly days: readonly {
    readonly day: string
    readonly delivered_units: number
    readonly planned_units: number | null
  }[]
  readonly ahead: readonly { readonly day: string; readonly planned_units: number }[]
  readonly goal: number | null
  readonly forecast: { readonly low: number; readonly mid: number; readonly high: number } | null
}

export interface BurnUpPoint {
  readonly day: string
  readonly delivered: number | null
  readonly planned: number | null
  readonly expected: { readonly low: number; readonly mid: number; readonly high: number } | null
}

/** One point per day of the flight, at the end of the day; the last delivered one is now. */
export function burnUpPoints({ days, ahead, forecast }: BurnUpData): BurnUpPoint[] {
  const last = days.at(-1)
  const later = ahead.filter(({ day }) => last === undefined || day > last.day)
  const now = last?.delivered_units ?? 0
  // From now to the forecast as the plan goes.
  const [from, to] = [last?.planned_units ?? 0, later.at(-1)?.planned_units ?? 0]
  const expectedAt = (planned: number) => {
    if (forecast === null) return null
    const share = to > from ? (planned - from) / (to - from) : 1
    const along = (end: number) => now + (end - now) * share
    return { low: along(forecast.low), mid: along(forecast.mid), high: along(forecast.high) }
  }
  return [
    ...days.map(({ day, delivered_units, planned_units }) => ({
      ...{ day, delivered: delivered_units, planned: planned_units },
      expected: day === last?.day && forecast !== null ? { low: now, mid: now, high: now } : null,
    })),
    ...later.map(({ day, planned_units }) => ({
      ...{ day, delivered: null, planned: planned_units },
      expected: expectedAt(planned_units),
    })),
  ]
}

export function burnUp(points: readonly BurnUpPoint[], goal: number | null, colours: ChartColours): EChartsCoreOption {
  const axis = categoryAxis(
    colours,
    points.map(({ day }) => axisDay(day, points.length)),
  )
  const line = { type: 'line' as const, silent: true, showSymbol: false }
  const none = { lineStyle: { opacity: 0 }, stack: 'band', stackStrategy: 'all' as const }
  return {
    ...base(),
    grid: { left: 52, right: 24, top: 24, bottom: 28 },
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
        data: points.map(({ planned }) => planned),
        lineStyle: { color: colours.before, width: 1.5, type: 'dashed' },
      },
      {
        ...line,
        data: points.map(({ delivered }) => delivered),
        lineStyle: { color: colours.line, width: 2.5 },
        areaStyle: { color: colours.area },
        ...(goal === null ? {} : { markLine: goalLine(goal, colours) }),
      },
      {
        ...line,
        data: points.map(({ expected }) => expected?.mid ?? null),
        lineStyle: { color: colours.line, width: 2, type: 'dotted' },
      },
    ],
  }
}

function goalLine(goal: number, colours: ChartColours) {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: colours.strong, width: 1.5, type: 'solid' as const },
    label: { position: 'insideEndTop' as const, color: colours.strong, formatter: texts.goalOf(shortCount(goal)) },
    data: [{ yAxis: goal }],
  }
}

/** The chart in a sentence, for screen readers. */
export function describeBurnUp(points: readonly BurnUpPoint[], goal: number | null): string {
  const now = points.findLast(({ delivered }) => delivered !== null)
  if (now === undefined) return texts.nothingDeliveredYet
  const end = points.at(-1)!.expected
  return [
    texts.deliveredUntil(count(now.delivered), date(now.day, false), count(roundOf(now.planned))),
    ...(end === null || goal === null ? [] : [texts.forecastOfGoal(count(roundOf(end.mid)), count(goal))]),
  ].join(' ')
}

export function burnUpRows(points: readonly BurnUpPoint[]) {
  return {
    head: [texts.day, texts.delivered, texts.planned, texts.forecast, texts.interval80],
    rows: points.map(({ day, delivered, planned, expected }) => [
      date(day, false),
      count(delivered),
      count(roundOf(planned)),
      count(roundOf(expected?.mid ?? null)),
      expected ? texts.to(count(Math.round(expected.low)), count(Math.round(expected.high))) : NO_VALUE,
    ]),
    csv: {
      columns: ['day', 'delivered', 'planned', 'forecast_low', 'forecast', 'forecast_high'],
      rows: points.map(({ day, delivered, planned, expected: e }) => [
        ...[day, delivered, roundOf(planned)],
        ...[roundOf(e?.low ?? null), roundOf(e?.mid ?? null), roundOf(e?.high ?? null)],
      ]),
    },
  }
}

function roundOf(n: number | null): number | null {
  return n === null ? null : Math.round(n)
}
