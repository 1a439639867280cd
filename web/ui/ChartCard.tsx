'use client'
import { ActionIcon, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChartBar, IconTable } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './ui.module.css'

export interface ChartTable {
  readonly columns: readonly string[]
  /** The first cell is the row's name. */
  readonly rows: readonly (readonly string[])[]
}

/** A chart as a figure: title, unit, legend, and the same rows as a table. */
export function ChartCard(props: {
  readonly title: string
  readonly subtitle?: string
  readonly legend?: ReactNode
  readonly table: ChartTable
  readonly children: ReactNode
  /** No card of its own: the figure stands inside one. */
  readonly bare?: boolean
}) {
  const [asTable, table] = useDisclosure(false)
  const Icon = asTable ? IconChartBar : IconTable
  const label = asTable ? 'Show as chart' : 'Show as table'
  return (
    <figure className={`${classes.chart} ${props.bare ? '' : classes.card}`}>
      <figcaption className={classes.chartHead}>
        <span className={classes.chartTitle}>{props.title}</span>
        {props.subtitle && <span className={classes.subtitle}>{props.subtitle}</span>}
        <span className={classes.legend}>{props.legend}</span>
        <Tooltip label={label}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="md"
            onClick={table.toggle}
            aria-pressed={asTable}
            aria-label={`${label}: ${props.title}`}
          >
            <Icon size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </figcaption>
      {asTable ? <DataTable caption={props.title} table={props.table} /> : props.children}
    </figure>
  )
}

function DataTable({ caption, table }: { readonly caption: string; readonly table: ChartTable }) {
  return (
    <div className={classes.scroll}>
      <table className={`${classes.table} ${classes.compact}`}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells of a row are told apart by their column
                <td key={i}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
