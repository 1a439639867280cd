import { sharesPct } from '@bx/contracts/metrics/shareOut'
import type { EChartsCoreOption } from 'echarts/core'
import { percentage } from '../lib/formats.ts'
import { base } from './base.ts'
import type { ChartColours } from './colours.ts'
import { texts } from './strings.ts'

export interface DonutData {
  /** Largest first. */
  readonly slices: readonly { readonly name: string; readonly impressions: number }[]
  /** The rest, hatched and last; 0: none. */
  readonly other: number
  /** The focused slice, here or in the table next to it. */
  readonly active: number | null
}

/** Shares as a ring, starting at 12 o'clock; colour depth shows the rank. */
export function donut({ slices, other, active }: DonutData, colours: ChartColours): EChartsCoreOption {
  const gap = { borderColor: colours.surface, borderWidth: 2 }
  const faded = (i: number) => (active === null || active === i ? 1 : 0.35)
  const data = slices.map(({ name, impressions }, i) => ({
    name,
    value: impressions,
    itemStyle: { ...gap, color: colours.ranks[i], opacity: faded(i) },
  }))
  const rest = {
    name: texts.other,
    value: other,
    itemStyle: { ...gap, color: colours.other, opacity: faded(slices.length), decal: hatch(colours) },
  }
  return {
    ...base(),
    series: [
      {
        type: 'pie',
        radius: ['56%', '92%'],
        startAngle: 90,
        clockwise: true,
        minAngle: 1,
        label: { show: false },
        emphasis: { scale: false },
        data: other > 0 ? [...data, rest] : data,
      },
    ],
  }
}

/** The ring with names and shares around it, for an image that has no table beside it. */
export function labelledDonut(data: DonutData, colours: ChartColours): EChartsCoreOption {
  const { series, ...options } = donut({ ...data, active: null }, colours)
  const [ring] = series as readonly object[]
  const shares = sharesPct([...data.slices.map(({ impressions }) => impressions), data.other], 1)
  const label = {
    ...{ show: true, color: colours.text, fontSize: 12, padding: [4, 0] },
    formatter: ({ name, dataIndex }: { name: string; dataIndex: number }) =>
      `${name}  ${percentage(shares[dataIndex]!, 1)}`,
  }
  return { ...options, series: [{ ...ring, radius: ['40%', '68%'], label, labelLine: { show: true } }] }
}

function hatch(colours: ChartColours) {
  return { symbol: 'rect', color: colours.surface, dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4 }
}
