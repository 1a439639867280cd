/** What rows are ordered by: text as text, numbers as numbers; null for a row without a value. */
export type SortValues<Row> = Readonly<Record<string, (row: Row) => string | number | null>>

export interface Sort {
  readonly column: string
  readonly descending: boolean
}

/** Reads `-column`; null when there is no such column. */
export function parseSort(sort: string | null, columns: Readonly<Record<string, unknown>>): Sort | null {
  const column = sort?.replace(/^-/, '') ?? ''
  return Object.hasOwn(columns, column) ? { column, descending: sort!.startsWith('-') } : null
}

/** Sorts by a column; rows without a value come last in both directions. */
export function sortRows<Row>(rows: readonly Row[], values: SortValues<Row>, { column, descending }: Sort): Row[] {
  const value = values[column]!
  return rows.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)]
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1
    const order = x < y ? -1 : x > y ? 1 : 0
    return descending ? -order : order
  })
}

/** What a click on a header does: descending, ascending, back to the view's own order. */
export function nextSort(sort: string | null, column: string): string | null {
  if (sort === `-${column}`) return column
  return sort === column ? null : `-${column}`
}
