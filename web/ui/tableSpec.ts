import type { ReactNode } from 'react'
import { parseSort, type Sort, type SortValues, sortRows } from './sortRows.ts'

// What a view says of its table, and which of its rows a reader sees in which order.

export interface Column<Row> {
  readonly key: string
  readonly title: string
  /** Behind the question mark of the header. */
  readonly help?: string
  readonly value?: (row: Row) => string | number | null
  /** Can be put away. */
  readonly optional?: boolean
  /** Text and bars stand left, numbers right. */
  readonly left?: boolean
  readonly cell: (row: Row) => ReactNode
  readonly total?: ReactNode
}

export interface TableSpec<Row> {
  /** Names the table and its column choice: "placements". */
  readonly name: string
  readonly title: string
  /** One of the rows: "Placement". */
  readonly one: string
  readonly caption: string
  readonly rows: readonly Row[]
  readonly idOf: (row: Row) => string
  readonly nameOf: (row: Row) => string
  readonly hrefOf: (row: Row) => string
  /** What a click on the row around the name does; without, it follows the name's link. */
  readonly onRow?: (row: Row) => void
  /** Before and after the name. */
  readonly leadOf?: (row: Row) => ReactNode
  readonly tagOf?: (row: Row) => ReactNode
  /** Takes no part in what is asked: stands back. */
  readonly isOut?: (row: Row) => boolean
  readonly columns: readonly Column<Row>[]
  /** Columns put away at first. */
  readonly hidden?: readonly string[]
  readonly order: Sort
  /** The figures are seen through it, a credit model say: another one moves no row until the reader wants it to. */
  readonly lens?: string
  /** Says what the rows were filtered by beside the text, "" for nothing. */
  readonly filteredBy?: string
  readonly onClear?: () => void
  readonly totalRows?: number
  /** The rows are one page of so many, filtered and ordered by the server. */
  readonly pagedOf?: number
  readonly total?: string
  readonly foot: string
}

/** The rows that match, in the order of the reader or else of the view: what the screen and its CSV show. */
export function sortedRows<Row>(spec: TableSpec<Row>, filter: string, asked: string | null) {
  const values: SortValues<Row> = {
    name: (row) => spec.nameOf(row).toLowerCase(),
    ...Object.fromEntries(spec.columns.flatMap(({ key, value }) => (value ? [[key, value] as const] : []))),
  }
  const sort = parseSort(asked, values) ?? spec.order
  if (spec.pagedOf !== undefined) return { sorted: spec.rows, sort }
  const wanted = filter.trim().toLowerCase()
  const matching = spec.rows.filter((row) => spec.nameOf(row).toLowerCase().includes(wanted))
  return { sorted: sortRows(matching, values, sort), sort }
}
