/** Sort value of a row: text as text, numbers and money as numbers; null for no value. */
export type SortValue = string | number | bigint | null
export type SortValues<Row> = Readonly<Record<string, (row: Row) => SortValue>>

export interface Sort {
  readonly column: string
  readonly descending: boolean
}

/** Reads `-column`; null for an unknown column. */
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

/** The next order after a click on a header: descending, ascending, then the default. */
export function nextSort(sort: string | null, column: string): string | null {
  if (sort === `-${column}`) return column
  return sort === column ? null : `-${column}`
}
