// A table as a file, the same from the API and from a screen: wire names and full precision.

export interface CsvTable {
  /** File name without the extension. It contains the scope, because the file has no preamble. */
  readonly name: string
  /** Wire names: the first line. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly CsvValue[])[]
}

export type CsvValue = string | number | boolean | null

interface Scope {
  readonly start: string
  readonly end: string
  readonly traffic: string
}

/** A file named after its view and scope; fields that a row does not have are empty. */
export function csvTable<C extends string>(
  view: string,
  scope: Scope,
  columns: readonly C[],
  rows: readonly Readonly<Partial<Record<C, CsvValue>>>[],
): CsvTable {
  return {
    name: scopedName(view, scope),
    columns,
    rows: rows.map((row) => columns.map((column) => row[column] ?? null)),
  }
}

export function scopedName(view: string, { start, end, traffic }: Scope): string {
  return `${view}_${start}_${end}_${traffic}`
}

/** The same file without some columns. */
export function withoutColumns({ name, columns, rows }: CsvTable, left: readonly string[]): CsvTable {
  const keeps = (_: unknown, i: number) => !left.includes(columns[i]!)
  return { name, columns: columns.filter(keeps), rows: rows.map((row) => row.filter(keeps)) }
}

/** RFC 4180. Text that a spreadsheet would run as a formula gets a leading quote; numbers stay numbers. */
export function csvText({ columns, rows }: Pick<CsvTable, 'columns' | 'rows'>): string {
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** As browsers and shells accept it. */
export function fileName({ name }: Pick<CsvTable, 'name'>): string {
  return `${name.replace(/[^\w.-]/g, '_')}.csv`
}

function cell(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  // Spreadsheets skip blanks before they look for a formula.
  const safe = /^\s*[=+\-@\t\r\0＝＋－＠]/.test(value) ? `'${value}` : value
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
