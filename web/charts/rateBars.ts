import type { EChartsCoreOption } from 'echarts/core'
import { FONT } from '../lib/font.ts'
import { smallPercentage } from '../lib/formats.ts'
import { base } from './base.ts'
import type { ChartColours } from './colours.ts'
import { texts } from './strings.ts'

/** A rate in percent with its 95 % range; null: not enough data. */
export interface RateRow {
  readonly name: string
  readonly key: string
  readonly tier: string
  readonly value: number | null
  readonly interval: { readonly low: number; readonly high: number } | null
}

const ROW_HEIGHT = 30

export function rateBarsHeight(rows: readonly RateRow[]): number {
  return Math.max(120, rows.length * ROW_HEIGHT + 12)
}

/** Largest first; those without enough data last. */
export function rateRows(rows: readonly RateRow[]): RateRow[] {
  return rows.toSorted((a, b) => (b.value ?? -1) - (a.value ?? -1))
}

/** Horizontal bars with error bars, and a dashed line for all placements. */
export function rateBars(rows: readonly RateRow[], all: number | null, colours: ChartColours): EChartsCoreOption {
  const text = { color: colours.text, fontSize: 11.5 }
  const largest = Math.max(
    ...rows.map(({ value, interval }) => (value === null ? 0 : (interval?.high ?? value))),
    all ?? 0,
  )
  return {
    ...base(),
    grid: { left: 148, right: 72, top: 4, bottom: 4 },
    xAxis: { type: 'value', min: 0, max: largest * 1.02 || 1, show: false },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map(({ name }) => name),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { ...text, width: 132, overflow: 'truncate', margin: 12 },
    },
    series: [
      {
        type: 'bar',
        silent: true,
        barWidth: 12,
        data: rows.map(({ value }) => value ?? 0),
        itemStyle: { color: colours.bar, borderRadius: [0, 3, 3, 0] },
        ...(all === null
          ? {}
          : {
              markLine: {
                silent: true,
                symbol: 'none',
                label: { show: false },
                lineStyle: { color: colours.axis, type: 'dashed' },
                data: [{ xAxis: all }],
              },
            }),
      },
      whiskers(rows, colours),
    ],
  }
}

interface Api {
  coord(point: readonly [number, number]): [number, number]
}

/** The 95 % range over each bar, and the value beside it. */
function whiskers(rows: readonly RateRow[], colours: ChartColours) {
  return {
    type: 'custom',
    silent: true,
    z: 4,
    data: rows.map((_, i) => i),
    renderItem: ({ dataIndex }: { dataIndex: number }, api: Api) => {
      const { value, interval } = rows[dataIndex]!
      const [low, y] = api.coord([interval?.low ?? 0, dataIndex])
      const [high] = api.coord([value === null ? 0 : (interval?.high ?? value), dataIndex])
      const style = { stroke: colours.strong, lineWidth: 1.25 }
      const line = (x1: number, y1: number, x2: number, y2: number) => ({
        type: 'line',
        shape: { x1, y1, x2, y2 },
        style,
      })
      const label = {
        type: 'text',
        style: {
          ...{ x: high + 8, y, verticalAlign: 'middle', fill: colours.text, fontSize: 11.5, fontFamily: FONT },
          text: value === null ? texts.notEnoughData : smallPercentage(value),
        },
      }
      const marks =
        value === null || interval === null
          ? []
          : [line(low, y, high, y), line(low, y - 4, low, y + 4), line(high, y - 4, high, y + 4)]
      return { type: 'group', children: [...marks, label] }
    },
  }
}

export function describeRates(title: string, rows: readonly RateRow[]): string {
  const rated = rows.filter(({ value }) => value !== null)
  const [first, last] = [rated[0], rated.at(-1)]
  if (!first || !last) return texts.notEnoughDataInAny(title)
  if (first === last) return texts.inTheOnlyOne(title, smallPercentage(first.value), first.name)
  return texts.highestInLowestIn(
    title,
    smallPercentage(first.value),
    first.name,
    smallPercentage(last.value),
    last.name,
  )
}

/** @param column its name in a file, which ends with `_pct` */
export function rateTable(title: string, column: string, rows: readonly RateRow[]) {
  const ends = ['low', 'high'].map((end) => column.replace(/_pct$/, `_${end}_pct`))
  return {
    head: [texts.placement, title, texts.range95],
    rows: rows.map(({ name, value, interval }) => [
      name,
      value === null ? texts.notEnoughData : smallPercentage(value),
      interval === null ? '–' : `${smallPercentage(interval.low)} – ${smallPercentage(interval.high)}`,
    ]),
    csv: {
      columns: ['placement_key', 'placement_name', 'tier', column, ...ends],
      rows: rows.map(({ name, key, tier, value, interval }) => [
        ...[key, name, tier, value],
        ...[interval?.low ?? null, interval?.high ?? null],
      ]),
    },
  }
}
