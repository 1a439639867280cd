import type { EChartsCoreOption } from 'echarts/core'
import { count } from '../lib/formats.ts'
import { base } from './base.ts'
import type { ChartColours } from './colours.ts'

export interface FunnelBar {
  readonly name: string
  readonly count: number
  /** 0..1, as on the screen. */
  readonly width: number
  /** "2.91% are clicked"; null for the first step. */
  readonly rate: string | null
}

/** The steps of a funnel as bars, for an image: each with its count and its share of the step above. */
export function funnelBars(steps: readonly FunnelBar[], colours: ChartColours): EChartsCoreOption {
  const label = ({ count: n, rate }: FunnelBar) => `${count(n)}${rate === null ? '' : `  (${rate})`}`
  return {
    ...base(),
    grid: { left: 120, right: 220, top: 4, bottom: 4 },
    xAxis: { type: 'value', min: 0, max: 1, show: false },
    yAxis: {
      type: 'category',
      inverse: true,
      data: steps.map(({ name }) => name),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: colours.text, fontSize: 13 },
    },
    series: [
      {
        type: 'bar',
        barWidth: 28,
        data: steps.map(({ width }) => width),
        itemStyle: { color: colours.bar, borderRadius: 3 },
        label: {
          ...{ show: true, position: 'right', color: colours.text, fontSize: 13 },
          formatter: ({ dataIndex }: { dataIndex: number }) => label(steps[dataIndex]!),
        },
      },
    ],
  }
}
