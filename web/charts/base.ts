import { FONT } from '../lib/font.ts'
import type { ChartColours } from './colours.ts'

// Shared by all charts: no animation, our own label for screen readers, few and light lines.

const FONT_SIZE = 11.5

export function base() {
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    aria: { enabled: true, label: { enabled: false }, decal: { show: false } },
  }
}

/** An axis of counts from 0, with at most three lines. */
export function countAxis(colours: ChartColours, formatter: (n: number) => string) {
  return {
    type: 'value' as const,
    min: 0,
    splitNumber: 2,
    axisLabel: {
      color: colours.axis,
      fontSize: FONT_SIZE,
      formatter: (n: number) => formatter(n).replace(/\.0+(?=[kM]$)/, ''),
    },
    splitLine: { lineStyle: { color: colours.grid } },
  }
}

export function categoryAxis(colours: ChartColours, data: readonly string[]) {
  return {
    type: 'category' as const,
    data: [...data],
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colours.grid } },
    axisLabel: { color: colours.axis, fontSize: FONT_SIZE, margin: 12 },
  }
}

export function pointLabel(colours: ChartColours) {
  return { show: true, position: 'top' as const, color: colours.text, fontSize: FONT_SIZE }
}
