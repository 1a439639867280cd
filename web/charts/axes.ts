import { shortCount } from '../lib/formats.ts'
import type { ChartColours } from './dailyLine.ts'

/** Space around a plot, pixels; whoever walks its points needs left and right too. */
export const PLOT = { left: 44, right: 20, top: 24, bottom: 24 } as const

/** What every chart has in common: no animation, no library label, thin axes. */
export function frame(colours: ChartColours, labels: readonly string[], options: { between: boolean }) {
  return {
    animation: false,
    aria: { enabled: true, label: { enabled: false }, decal: { show: false } },
    grid: PLOT,
    xAxis: {
      type: 'category' as const,
      data: [...labels],
      boundaryGap: options.between,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.grid } },
      axisLabel: { color: colours.axis, fontSize: 11.5 },
    },
    yAxis: {
      type: 'value' as const,
      min: 0,
      splitNumber: 3,
      axisLabel: { color: colours.axis, fontSize: 11.5, formatter: shortCount },
      splitLine: { lineStyle: { color: colours.grid } },
    },
  }
}
