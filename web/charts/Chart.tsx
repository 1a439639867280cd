'use client'
import { useComputedColorScheme } from '@mantine/core'
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { useEffect, useRef } from 'react'
import type { ChartColours } from './dailyLine.ts'

/** Draws options into a box of fixed height; loads the chart library when it is first needed. */
export function Chart(props: {
  readonly height: number
  readonly options: (colours: ChartColours) => EChartsCoreOption
}) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  const scheme = useComputedColorScheme('light')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme is read through the CSS variables
  useEffect(() => {
    let isGone = false
    const draw = async () => {
      const { init } = await import('./echarts.ts')
      if (isGone || box.current === null) return
      chart.current ??= init(box.current, null, { renderer: 'svg' })
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

function coloursOf(element: Element): ChartColours {
  const style = getComputedStyle(element)
  const read = (name: string) => style.getPropertyValue(name).trim()
  return {
    line: read('--bx-primary'),
    before: read('--bx-before'),
    area: read('--bx-area'),
    surface: read('--bx-surface'),
    grid: read('--bx-border'),
    axis: read('--bx-text-3'),
    text: read('--bx-text-2'),
  }
}
