// A table as a file, the same from the API and from a screen. The names of its columns say their units (`columns.ts`).

export interface CsvTable {
  /** File name without the extension. It contains the scope, because the file has no preamble. */
  readonly name: string
  /** The first line. */
  readonly columns: readonly string[]
  readonly rows: readonly CsvRow[]
  /** The row of totals, which a file has only on request; null if the table has none. */
  readonly total?: CsvRow | null | undefined
  /** How many rows there are in all, if `rows` may be only the first of them; null: more, but not counted. */
  readonly of?: number | null | undefined
}

export type CsvValue = string | number | boolean | null
export type CsvRow = readonly CsvValue[]

interface Scope {
  readonly start: string
  readonly end: string
  readonly traffic: string
}

/** A file named after its view and scope; fields that a row does not have are empty. */
export function csvTable(
  view: string,
  scope: Scope,
  columns: readonly string[],
  { rows, total = null }: { readonly rows: readonly object[]; readonly total?: object | null },
): CsvTable {
  const cellsOf = (row: object) => columns.map((column) => (row as Readonly<Record<string, CsvValue>>)[column] ?? null)
  return { name: scopedName(view, scope), columns, rows: rows.map(cellsOf), total: total && cellsOf(total) }
}

export function scopedName(view: string, { start, end, traffic }: Scope): string {
  return `${view}_${start}_${end}_${traffic}`
}

/** The same file without some columns. */
export function withoutColumns({ columns, rows, total, ...table }: CsvTable, left: readonly string[]): CsvTable {
  const keeps = (_: unknown, i: number) => !left.includes(columns[i]!)
  return {
    ...table,
    columns: columns.filter(keeps),
    rows: rows.map((row) => row.filter(keeps)),
    total: total?.filter(keeps),
  }
}

type Part = Pick<CsvTable, 'rows' | 'of'>

/** As browsers and shells accept it. A file with a part of the rows says so. */
export function fileName({ name, ...part }: Part & Pick<CsvTable, 'name'>, extension: string): string {
  const { rows, of } = part
  const words = isPart(part) ? `_first-${rows.length}${of === null ? '' : `-of-${of}`}` : ''
  return `${`${name}${words}`.replace(/[^\w.-]/g, '_')}.${extension}`
}

/** "First 500 of 1,234 rows."; null for a whole table. */
export function partWords(part: Part): string | null {
  const { rows, of } = part
  const words = (n: number) => n.toLocaleString('en-GB')
  if (!isPart(part)) return null
  return of == null
    ? `First ${words(rows.length)} rows; there are more.`
    : `First ${words(rows.length)} of ${words(of)} rows.`
}

function isPart({ rows, of }: Part): boolean {
  return of === null || (of !== undefined && of > rows.length)
}
