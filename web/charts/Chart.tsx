'use client'
import { useComputedColorScheme } from '@mantine/core'
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { useEffect, useRef } from 'react'
import { type ChartColours, coloursOf } from './colours.ts'

/** Draws options into a box of fixed height; loads the chart library when it is first needed. */
export function Chart(props: {
  readonly height: number
  readonly options: (colours: ChartColours) => EChartsCoreOption
  /** The point under the pointer, null when there is none. */
  readonly onPoint?: (index: number | null) => void
}) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  const onPoint = useRef(props.onPoint)
  onPoint.current = props.onPoint
  const scheme = useComputedColorScheme('light')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme is read through the CSS variables
  useEffect(() => {
    let isGone = false
    const draw = async () => {
      const { init } = await import('./echarts.ts')
      if (isGone || box.current === null) return
      if (chart.current === null) {
        chart.current = init(box.current, null, { renderer: 'svg' })
        chart.current.on('mouseover', ({ dataIndex }) => onPoint.current?.(dataIndex))
        chart.current.on('mouseout', () => onPoint.current?.(null))
      }
      chart.current.setOption(props.options(coloursOf(box.current)), { notMerge: true })
    }
    void draw()
    return () => {
      isGone = true
    }
  }, [props.options, scheme])
  useEffect(() => {
    const observer = new ResizeObserver(() => chart.current?.resize())
    if (box.current) observer.observe(box.current)
    return () => {
      observer.disconnect()
      chart.current?.dispose()
      chart.current = null
    }
  }, [])
  return <div ref={box} aria-hidden style={{ height: props.height }} />
}
