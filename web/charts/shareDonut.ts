import type { EChartsCoreOption } from 'echarts/core'
import type { ChartColours } from './dailyLine.ts'

export interface ShareSlice {
  readonly name: string
  readonly value: number
  /** Everyone beyond the named: grey, hatched, last. */
  readonly isOther: boolean
}

/**
 * Shares from 12 o'clock, largest first; depth of colour is rank.
 *
 * @param lit index of the slice to stress, or null
 */
export function shareDonut(
  slices: readonly ShareSlice[],
  lit: number | null,
  colours: ChartColours,
): EChartsCoreOption {
  return {
    animation: false,
    aria: { enabled: true, label: { enabled: false }, decal: { show: true, decals: [{ symbol: 'none' }] } },
    series: [
      {
        type: 'pie',
        radius: ['56%', '88%'],
        startAngle: 90,
        silent: false,
        cursor: 'default',
        emphasis: { disabled: true },
        label: { show: false },
        labelLine: { show: false },
        itemStyle: { borderColor: colours.surface, borderWidth: 2 },
        data: slices.map(({ name, value, isOther }, i) => ({
          name,
          value,
          itemStyle: {
            color: isOther ? colours.other : colours.ranks[i],
            opacity: lit === null || lit === i ? 1 : 0.35,
            decal: isOther ? HATCHED : { symbol: 'none' },
          },
        })),
      },
    ],
  }
}

const HATCHED = {
  symbol: 'rect',
  dashArrayX: [1, 0],
  dashArrayY: [2, 3],
  rotation: -Math.PI / 4,
  color: 'rgba(0,0,0,.35)',
}
