'use client'
import { ActionIcon, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDownload, IconTable } from '@tabler/icons-react'
import type { EChartsCoreOption } from 'echarts/core'
import type { ReactNode } from 'react'
import { Chart } from '../charts/Chart.tsx'
import type { ChartColours } from '../charts/colours.ts'
import { saveCsv } from '../lib/csv.ts'
import classes from './Figure.module.css'
import { Plot, type PlotLayout, type PlotPoints } from './Plot.tsx'

/** The points of a chart as words and as rows; the first column names the point. */
export interface FigureTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Wire names and full values of the same rows. */
  readonly csv: { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | number | null)[])[] }
}

interface Frame {
  readonly title: string
  readonly subtitle?: string
  /** Beside a strip of figures the title steps back. */
  readonly isQuiet?: boolean
  readonly legend?: ReactNode
  readonly controls?: ReactNode
  /** The chart in a sentence, for people who hear it. */
  readonly sentence: string
  readonly table: FigureTable
  /** File name of the rows, without the ending. */
  readonly file: string
  readonly layout: PlotLayout
  /** What the arrow keys walk; without: the rows of the table. */
  readonly walk?: FigureTable
  readonly points?: PlotPoints
  /** Says why there is nothing to draw. */
  readonly empty?: string | null
  readonly note?: ReactNode
}

/** Drawn by the chart library, or by hand. */
type Drawing =
  | {
      readonly height: number
      readonly options: (colours: ChartColours) => EChartsCoreOption
      readonly drawing?: never
    }
  | { readonly drawing: ReactNode; readonly height?: never; readonly options?: never }

export type FigureProps = Frame & Drawing

/** A chart: drawing, sentence, rows and file of the same points. */
export function Figure(props: FigureProps) {
  const [asTable, table] = useDisclosure(false)
  return (
    <figure className={classes.figure}>
      <figcaption className={`${classes.head} ${props.isQuiet ? classes.quiet : ''}`}>
        <span>
          <h2>{props.title}</h2>
          {props.subtitle}
        </span>
        <span className={classes.legend}>{props.legend}</span>
        <span className={classes.tools}>
          {props.controls}
          <FigureTools {...props} asTable={asTable} onToggle={table.toggle} />
        </span>
      </figcaption>
      {props.empty ? (
        <div className={classes.empty} style={{ height: props.height }}>
          {props.empty}
        </div>
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

/** The two buttons of every chart: its rows here, and as a file. */
export function FigureTools(props: {
  readonly title: string
  readonly table: FigureTable
  readonly file: string
  readonly asTable: boolean
  readonly onToggle: () => void
}) {
  const { asTable } = props
  return (
    <>
      <Tooltip label={asTable ? 'Show as chart' : 'Show as table'}>
        <ActionIcon
          variant={asTable ? 'light' : 'subtle'}
          color="gray"
          size={24}
          aria-label={`${props.title}: show as table`}
          aria-pressed={asTable}
          onClick={props.onToggle}
        >
          <IconTable size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Rows as CSV">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-label={`${props.title} as CSV`}
          onClick={() => saveCsv({ name: props.file, ...props.table.csv })}
        >
          <IconDownload size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  )
}

function FigureRows({ title, table }: { readonly title: string; readonly table: FigureTable }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={`${title}, as a table`}>
      <table className={classes.table}>
        <thead>
          <tr>
            {table.head.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, i) => (
                <td key={table.head[i + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Line samples of the two periods. */
export function PeriodLegend(props: {
  readonly now: string
  readonly before: string | null
  readonly note?: string | null
}) {
  return (
    <>
      <span>
        <i />
        {props.now}
      </span>
      {props.before && (
        <span className={classes.before}>
          <i />
          {props.before}
        </span>
      )}
      {props.note && <span>{props.note}</span>}
    </>
  )
}
