import { sharesPct } from '@bx/contracts/metrics/shareOut'
import type { EChartsCoreOption } from 'echarts/core'
import { count, percentage, ratio } from '../lib/formats.ts'
import { base } from './base.ts'
import type { ChartColours } from './colours.ts'
import { texts } from './strings.ts'

export interface BarRow {
  readonly name: string
  /** null: several placements. */
  readonly key: string | null
  readonly tier: string | null
  readonly impressions: number
}

/** Above this number: the largest eleven, and the rest as Other. */
const MAX_BARS = 12
const ROW = 28

/** Largest first; the rest becomes one last bar. */
export function barRows(rows: readonly BarRow[]): BarRow[] {
  const sorted = rows.filter(({ impressions }) => impressions > 0).toSorted((a, b) => b.impressions - a.impressions)
  if (sorted.length <= MAX_BARS) return sorted
  const rest = sorted.slice(MAX_BARS - 1)
  const impressions = rest.reduce((sum, row) => sum + row.impressions, 0)
  return [...sorted.slice(0, MAX_BARS - 1), { name: texts.otherOf(rest.length), key: null, tier: null, impressions }]
}

export function barsHeight(rows: readonly BarRow[]): number {
  return Math.max(180, rows.length * ROW + 8)
}

/** Horizontal bars from zero, with the value at the end. */
export function placementBars(rows: readonly BarRow[], colours: ChartColours): EChartsCoreOption {
  return {
    ...base(),
    grid: { left: 148, right: 72, top: 4, bottom: 4 },
    xAxis: { type: 'value', min: 0, show: false },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map(({ name }) => name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.grid } },
      axisLabel: { color: colours.text, fontSize: 12, width: 132, overflow: 'truncate' },
    },
    series: [
      {
        type: 'bar',
        silent: true,
        barWidth: 12,
        data: rows.map(({ impressions }) => impressions),
        itemStyle: { color: colours.line, borderRadius: 2 },
        label: {
          show: true,
          position: 'right',
          color: colours.text,
          fontSize: 12,
          formatter: ({ dataIndex }: { dataIndex: number }) => count(rows[dataIndex]!.impressions),
        },
      },
    ],
  }
}

/** The chart in a sentence, for screen readers. */
export function describeBars(rows: readonly BarRow[]): string {
  const [first] = rows
  if (first === undefined) return texts.impressionsByPlacementNoData
  const total = rows.reduce((sum, row) => sum + row.impressions, 0)
  return texts.impressionsByPlacementMost(first.name, count(first.impressions), ratio(first.impressions / total))
}

/** "All 12 impressions were on Home.": a sentence instead of a single bar; else null. */
export function onlyBar(rows: readonly BarRow[]): string | null {
  const [only, ...others] = rows
  if (only === undefined || others.length > 0) return null
  return only.impressions === 1
    ? texts.theOneImpressionWasOn(only.name)
    : texts.allImpressionsWereOn(count(only.impressions), only.name)
}

/** Displayed shares add up to 100. */
export function barTable(rows: readonly BarRow[]) {
  const shares = sharesPct(
    rows.map(({ impressions }) => impressions),
    1,
  )
  return {
    head: [texts.placement, texts.impressions, texts.share],
    rows: rows.map(({ name, impressions }, i) => [name, count(impressions), percentage(shares[i]!, 1)]),
    csv: {
      columns: ['placement_key', 'placement_name', 'tier', 'impressions'],
      rows: rows.map(({ name, key, tier, impressions }) => [key, name, tier, impressions]),
    },
  }
}
