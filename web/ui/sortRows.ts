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
    const order = typeof x === 'string' && typeof y === 'string' ? A_TO_Z.compare(x, y) : x < y ? -1 : x > y ? 1 : 0
    return descending ? -order : order
  })
}

/** As in a dictionary: accents and case do not separate, and "Shelf 2" comes before "Shelf 10". */
const A_TO_Z = new Intl.Collator('en', { numeric: true })

/** The next order after a click on a header: the first direction, the other one, then the default. */
export function nextSort(sort: string | null, column: string, isText = false): string | null {
  const [first, second] = isText ? [column, `-${column}`] : [`-${column}`, column]
  if (sort === first) return second
  return sort === second ? null : first
}
