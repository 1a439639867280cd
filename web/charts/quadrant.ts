import type { EChartsCoreOption } from 'echarts/core'
import { FONT } from '../lib/font.ts'
import { count, percentage } from '../lib/formats.ts'
import { base } from './base.ts'
import type { ChartColours } from './colours.ts'
import { type PlacementOrder, placementStyle } from './placementStyle.ts'
import { texts } from './strings.ts'

/** A placement at its rates, percent; its area shows its impressions. */
export interface QuadrantDot {
  readonly id: string
  readonly name: string
  readonly key: string
  readonly tier: string
  readonly x: number
  readonly y: number
  readonly impressions: number
  readonly isEnough: boolean
}

export interface QuadrantAxes {
  /** Medians: the borders of the quadrants. */
  readonly x: number | null
  readonly y: number | null
  /** Decimals of the vertical rate. */
  readonly places: number
}

const [SMALLEST, LARGEST] = [8, 34]

/** CTR on the x axis, CVR on the y axis; labels move to avoid overlaps. */
export function quadrant(
  dots: readonly QuadrantDot[],
  { orderOf, ...axes }: QuadrantAxes & { readonly orderOf: PlacementOrder },
  colours: ChartColours,
): EChartsCoreOption {
  const farthest = Math.max(0, ...dots.map(({ x }) => x))
  const highest = Math.max(0, ...dots.map(({ y }) => y))
  const most = Math.max(1, ...dots.map(({ impressions }) => impressions))
  const size = (impressions: number) => Math.max(SMALLEST, LARGEST * Math.sqrt(impressions / most))
  const text = { color: colours.axis, fontSize: 11.5 }
  const axis = (places: number) => ({
    type: 'value' as const,
    min: 0,
    splitNumber: 3,
    axisLabel: { ...text, formatter: (n: number) => percentage(n, places) },
    axisLine: { show: true, lineStyle: { color: colours.grid } },
    splitLine: { show: false },
  })
  const corner = (name: string, place: object) => ({
    type: 'text',
    silent: true,
    style: { text: name, fill: colours.axis, fontSize: 11, fontFamily: FONT },
    ...place,
  })
  return {
    ...base(),
    // The names of the quadrants are outside the plot, where no dot and no label can be.
    grid: { left: 52, right: 24, top: 24, bottom: 48 },
    xAxis: axis(1),
    yAxis: axis(axes.places),
    graphic: [
      corner(texts.highCvrLowCtr, { left: 60, top: 4 }),
      corner(texts.highCtrHighCvr, { right: 8, top: 4 }),
      corner(texts.lowCtrLowCvr, { left: 60, bottom: 4 }),
      corner(texts.clickedRarelySells, { right: 8, bottom: 4 }),
    ],
    series: [
      {
        type: 'scatter',
        silent: true,
        data: dots.map(({ id, x, y, impressions, isEnough, name }) => ({
          name,
          value: [x, y],
          symbolSize: size(impressions),
          // Towards the middle, and above the axis, so that neither the edge nor the axis cuts a name.
          label: { position: y < highest / 10 ? 'top' : x > farthest / 2 ? 'left' : 'right' },
          itemStyle: isEnough
            ? { ...placementStyle(id, orderOf, colours), opacity: 0.85 }
            : { color: colours.surface, borderColor: colours.axis, borderType: 'dashed', borderWidth: 1.5 },
        })),
        label: {
          show: true,
          position: 'right',
          formatter: '{b}',
          color: colours.text,
          fontSize: 11.5,
          backgroundColor: colours.surface,
          padding: [1, 2],
        },
        labelLayout: { hideOverlap: true },
        markLine: {
          silent: true,
          symbol: 'none',
          lineStyle: { color: colours.before, type: 'dashed' },
          label: { show: false },
          data: [...(axes.x === null ? [] : [{ xAxis: axes.x }]), ...(axes.y === null ? [] : [{ yAxis: axes.y }])],
        },
      },
    ],
  }
}

export function describeQuadrant(dots: readonly QuadrantDot[], { x, y }: QuadrantAxes, yName: string): string {
  const best = dots.filter((dot) => dot.isEnough && dot.x >= (x ?? 0) && dot.y >= (y ?? 0)).map(({ name }) => name)
  const lead = texts.ctrAcrossUpMedians(yName)
  return best.length === 0 ? lead : texts.aboveBothMedians(lead, best.join(', '))
}

/** @param column the vertical rate's name in a file */
export function quadrantTable(
  dots: readonly QuadrantDot[],
  { name: yName, column, places }: { readonly name: string; readonly column: string; readonly places: number },
) {
  return {
    head: [texts.placement, texts.ctr, yName, texts.impressions, texts.verdict],
    rows: dots.map(({ name, x, y, impressions, isEnough }) => [
      ...[
        name,
        percentage(x, 2),
        percentage(y, places),
        count(impressions),
        isEnough ? texts.yes : texts.notEnoughData,
      ],
    ]),
    csv: {
      columns: ['placement_key', 'placement_name', 'tier', 'ctr_pct', column, 'impressions'],
      rows: dots.map(({ name, key, tier, x, y, impressions }) => [key, name, tier, x, y, impressions]),
    },
  }
}
