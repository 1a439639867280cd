import type { Metric } from '@bx/contracts/metrics/metric'
import type { ReactNode } from 'react'
import { count } from '../lib/formats.ts'
import { parseSort, type Sort, type SortValue, type SortValues, sortRows } from './sortRows.ts'
import { texts } from './strings.ts'

// The definition of a view's table, and the rows that a user sees in order.

export interface Column<Row> {
  readonly key: string
  readonly title: string
  /** Help text of the header. */
  readonly help?: string
  readonly value?: (row: Row) => SortValue
  /** Sorts from A to Z first; numbers and days sort from the largest. */
  readonly isText?: boolean
  /** Can be hidden. Where there is no room, columns with higher numbers leave first. */
  readonly priority?: number
  /** Text and bars are left-aligned, numbers right-aligned. */
  readonly left?: boolean
  readonly cell: (row: Row) => ReactNode
  readonly total?: ReactNode
}

/** Key and title of a column that shows a metric: its wire name, which files use too, and its label. */
export function headOf({ key, label }: Metric): Pick<Column<never>, 'key' | 'title'> {
  return { key, title: label }
}

export interface TableSpec<Row> {
  /** Names the table and its column choice: "placements". */
  readonly name: string
  readonly title: string
  /** Name of one row: "Placement". */
  readonly one: string
  readonly caption: string
  readonly rows: readonly Row[]
  readonly idOf: (row: Row) => string
  readonly nameOf: (row: Row) => string
  readonly hrefOf: (row: Row) => string
  /** Action of a click on the row; default: the name's link. */
  readonly onRow?: (row: Row) => void
  /** Content before and after the name. */
  readonly leadOf?: (row: Row) => ReactNode
  readonly tagOf?: (row: Row) => ReactNode
  /** The row that the rest of the view is about. */
  readonly isChosen?: (row: Row) => boolean
  /** Heading of the rows around it, if the rows come in groups; their order is the rows’ order. */
  readonly groupOf?: ((row: Row) => string) | undefined
  /** Not part of the selection: shown muted. */
  readonly isOut?: (row: Row) => boolean
  readonly columns: readonly Column<Row>[]
  /**
   * The columns with the totals of the rows that a filter leaves, and the scope of these totals; without it the total is of all
   * rows. Columns that cannot be added up say why.
   */
  readonly columnsOf?: (part: readonly Row[], scope: string) => readonly Column<Row>[]
  /** Columns hidden by default. */
  readonly hidden?: readonly string[]
  readonly order: Sort
  /** A way to look at the same rows, such as a credit model: changing it does not reorder rows until the user asks. */
  readonly lens?: string
  /** Describes filters in addition to the text; "" for none. */
  readonly filteredBy?: string
  readonly onClear?: () => void
  readonly totalRows?: number
  /** Total number of rows, if the rows are one page that the server filtered and ordered. */
  readonly pagedOf?: number
  readonly total?: string
  readonly foot: string
}

/** The matching rows in the user's order, else in the default order, as shown on the screen and in its CSV. */
export function sortedRows<Row>(spec: TableSpec<Row>, filter: string, asked: string | null) {
  const values: SortValues<Row> = {
    name: (row) => spec.nameOf(row),
    ...Object.fromEntries(spec.columns.flatMap(({ key, value }) => (value ? [[key, value] as const] : []))),
  }
  const sort = parseSort(asked, values) ?? spec.order
  if (spec.pagedOf !== undefined) return { sorted: spec.rows, sort }
  const wanted = filter.trim().toLowerCase()
  const matching = spec.rows.filter((row) => spec.nameOf(row).toLowerCase().includes(wanted))
  return { sorted: sortRows(matching, values, sort), sort }
}

/** "3 of 10 placements": the scope of a total when a filter is set; null if the total is of all rows. */
export function partOf<Row>(spec: TableSpec<Row>, matching: readonly Row[], filter: string): string | null {
  if (spec.columnsOf === undefined || (filter.trim() === '' && !spec.filteredBy)) return null
  const all = spec.totalRows ?? spec.rows.length
  return texts.ofS(count(matching.length), count(all), spec.one.toLowerCase(), all === 1)
}
