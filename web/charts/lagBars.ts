import type { EChartsCoreOption } from 'echarts/core'
import { durationText } from '../lib/durations.ts'
import { count, ratio, shortCount } from '../lib/formats.ts'
import { base, countAxis } from './base.ts'
import type { ChartColours } from './colours.ts'
import { texts } from './strings.ts'

/** Sales by the time from the decisive exposure, in equal bins. */
export interface LagBin {
  readonly from_hours: number
  readonly to_hours: number
  readonly conversions: number
}

/** Bars from bin edge to bin edge on a time axis, and a line at half of the sales. */
export function lagBars(bins: readonly LagBin[], medianHours: number | null, colours: ChartColours): EChartsCoreOption {
  const last = bins.at(-1)?.to_hours ?? 12
  return {
    ...base(),
    grid: { left: 44, right: 16, top: 28, bottom: 28 },
    xAxis: {
      type: 'value',
      min: 0,
      max: last,
      interval: last > 72 ? 24 : 12,
      axisLabel: { color: colours.axis, fontSize: 11.5, formatter: (hours: number) => hoursText(hours) },
      axisLine: { show: true, lineStyle: { color: colours.grid } },
      splitLine: { show: false },
    },
    yAxis: countAxis(colours, shortCount),
    series: [
      {
        type: 'custom',
        silent: true,
        data: bins.map(({ from_hours, to_hours, conversions }) => [from_hours, to_hours, conversions]),
        renderItem: (
          _: unknown,
          api: { value(i: number): number; coord(p: readonly [number, number]): [number, number] },
        ) => {
          const [left, top] = api.coord([api.value(0), api.value(2)])
          const [right, bottom] = api.coord([api.value(1), 0])
          const gap = (right - left) * 0.01
          return {
            type: 'rect',
            shape: { x: left + gap, y: top, width: right - left - 2 * gap, height: bottom - top },
            style: { fill: colours.bar },
          }
        },
        encode: { x: [0, 1], y: 2 },
        ...(medianHours === null
          ? {}
          : {
              markLine: {
                silent: true,
                symbol: 'none',
                lineStyle: { color: colours.strong, type: 'dashed' },
                label: { formatter: medianWords(medianHours), color: colours.text, fontSize: 11.5, position: 'end' },
                data: [{ xAxis: medianHours }],
              },
            }),
      },
    ],
  }
}

/** "Half within 6 h". */
export function medianWords(hours: number): string {
  return texts.halfWithin(durationText(hours))
}

function hoursText(hours: number): string {
  return hours >= 48 && hours % 24 === 0 ? texts.d(hours / 24) : texts.h(hours)
}

export function describeLags(bins: readonly LagBin[], medianHours: number | null): string {
  const total = bins.reduce((sum, { conversions }) => sum + conversions, 0)
  if (total === 0 || medianHours === null) return texts.timeToConversionNoData
  return texts.timeToConversion(medianWords(medianHours).toLowerCase(), ratio(bins[0]!.conversions / total, 0))
}

export function lagTable(bins: readonly LagBin[]) {
  const total = bins.reduce((sum, { conversions }) => sum + conversions, 0)
  return {
    head: [texts.hours, texts.sales, texts.share],
    rows: bins.map(({ from_hours, to_hours, conversions }) => [
      ...[`${from_hours} – ${to_hours}`, count(conversions), ratio(total > 0 ? conversions / total : null)],
    ]),
    csv: {
      columns: ['from_hours', 'to_hours', 'conversions'],
      rows: bins.map(({ from_hours, to_hours, conversions }) => [from_hours, to_hours, conversions]),
    },
  }
}
