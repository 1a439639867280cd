'use client'
import { useComputedColorScheme } from '@mantine/core'
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { useEffect, useRef } from 'react'
import { fontLoaded } from '../lib/font.ts'
import classes from './Chart.module.css'
import { type ChartColours, coloursOf } from './colours.ts'

/** Draws chart options into a box of fixed height; loads the chart library on first use. */
export function Chart(props: {
  readonly height: number
  readonly options: (colours: ChartColours) => EChartsCoreOption
  /** The point under the pointer, or null. */
  readonly onPoint?: (index: number | null) => void
  /** Called for a click on a point, not on a link between points. */
  readonly onOpen?: ((index: number) => void) | undefined
}) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  const onPoint = useRef(props.onPoint)
  onPoint.current = props.onPoint
  const onOpen = useRef(props.onOpen)
  onOpen.current = props.onOpen
  const scheme = useComputedColorScheme('light')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme is read through the CSS variables
  useEffect(() => {
    let isGone = false
    const draw = async () => {
      const [{ init }] = await Promise.all([import('./echarts.ts'), fontLoaded()])
      if (isGone || box.current === null) return
      if (chart.current === null) {
        chart.current = init(box.current, null, { renderer: 'svg' })
        chart.current.on('mouseover', ({ dataIndex }) => onPoint.current?.(dataIndex))
        chart.current.on('mouseout', () => onPoint.current?.(null))
        chart.current.on('click', ({ dataIndex, dataType }) => dataType !== 'edge' && onOpen.current?.(dataIndex))
      }
      chart.current.setOption(props.options(coloursOf(box.current)), { notMerge: true })
      scalable(box.current)
    }
    void draw()
    return () => {
      isGone = true
    }
  }, [props.options, scheme])
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      chart.current?.resize()
      scalable(entry!.target)
    })
    if (box.current) observer.observe(box.current)
    return () => {
      observer.disconnect()
      chart.current?.dispose()
      chart.current = null
    }
  }, [])
  return <div ref={box} aria-hidden className={classes.chart} style={{ height: props.height }} />
}

/** Lets the browser scale the chart for print: a script cannot know the width of the paper. */
function scalable(box: Element): void {
  const svg = box.querySelector('svg')
  const [width, height] = [svg?.getAttribute('width'), svg?.getAttribute('height')]
  if (svg && width && height) svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
}
