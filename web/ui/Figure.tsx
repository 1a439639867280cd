'use client'
import { useMediaQuery } from '@mantine/hooks'
import type { EChartsCoreOption } from 'echarts/core'
import { type ReactNode, useState } from 'react'
import { Chart } from '../charts/Chart.tsx'
import type { ChartColours } from '../charts/colours.ts'
import classes from './Figure.module.css'
import { FigureRows } from './FigureRows.tsx'
import { FigureTools } from './FigureTools.tsx'
import type { FigureTable } from './figureTable.ts'
import { PeriodLegend, type PeriodNames } from './PeriodLegend.tsx'
import { Plot, type PlotLayout, type PlotPoints } from './Plot.tsx'
import type { ChartPicture } from './useChartImage.ts'

interface Frame {
  readonly title: string
  readonly subtitle?: string
  /** Smaller title, for use next to a strip of figures. */
  readonly isQuiet?: boolean
  /** The periods that its lines show. */
  readonly legend?: PeriodNames
  readonly controls?: ReactNode
  /** The chart in a sentence, for screen readers. */
  readonly sentence: string
  readonly table: FigureTable
  /** File name of the rows, without the extension. */
  readonly file: string
  readonly layout: PlotLayout
  /** Points for the arrow keys; default: the rows of the table. */
  readonly walk?: FigureTable
  readonly points?: PlotPoints
  /** Why there is no chart. */
  readonly empty?: string | null
  /** All there is to show in a sentence, where a chart would have a single bar. */
  readonly instead?: string | null
  readonly note?: ReactNode
  /** The chart needs more width than a phone has: there it starts as its table. */
  readonly isTableOnPhone?: boolean
}

/** Drawn by the chart library, or a custom element. */
type Drawing =
  | {
      readonly height: number
      readonly options: (colours: ChartColours) => EChartsCoreOption
      readonly drawing?: never
      readonly image?: never
    }
  | {
      readonly drawing: ReactNode
      /** The same for an image, drawn by the chart library. */
      readonly image: Pick<ChartPicture, 'height' | 'options'>
      readonly height?: never
      readonly options?: never
    }

export type FigureProps = Frame & Drawing

/** A chart with sentence, rows and file of the same points. */
export function Figure(props: FigureProps) {
  const isPhone = useMediaQuery('(max-width: 575px)')
  const [chosen, setChosen] = useState<boolean | null>(null)
  const asTable = chosen ?? (props.isTableOnPhone === true && isPhone)
  return (
    <figure className={classes.figure}>
      <figcaption className={`${classes.head} ${props.isQuiet ? classes.quiet : ''}`}>
        <span>
          <h2>{props.title}</h2>
          {props.subtitle}
        </span>
        <span className={classes.legend}>{props.legend && <PeriodLegend {...props.legend} />}</span>
        <span className={classes.tools}>
          {props.controls}
          <FigureTools {...props} picture={pictureOf(props)} asTable={asTable} onToggle={() => setChosen(!asTable)} />
        </span>
      </figcaption>
      {props.empty ? (
        <div className={classes.empty} style={{ height: props.height }}>
          {props.empty}
        </div>
      ) : props.instead ? (
        <p className={classes.instead}>{props.instead}</p>
      ) : asTable ? (
        <FigureRows title={props.title} table={props.table} />
      ) : (
        <Plot
          label={props.sentence}
          table={props.walk ?? props.table}
          layout={props.layout}
          {...(props.points ? { points: props.points } : {})}
        >
          {props.options ? (
            <Chart height={props.height} options={props.options} onOpen={props.points?.onOpen} />
          ) : (
            props.drawing
          )}
        </Plot>
      )}
      {props.note}
    </figure>
  )
}

function pictureOf(props: FigureProps): ChartPicture | null {
  if (props.empty || props.instead) return null
  const { height, options } = props.image ?? props
  return { height, options, subtitle: props.image ? undefined : props.subtitle, periods: props.legend }
}
