/** A table as a file: the rows of the screen in wire names and full precision. */
export interface CsvFile {
  /** Without the ending; carries the scope, since the file has no preamble. */
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

/** RFC 4180. Text that a spreadsheet would run as a formula gets a quote in front; numbers stay numbers. */
export function csvText({ columns, rows }: Pick<CsvFile, 'columns' | 'rows'>): string {
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** Lets the browser save it. */
export function saveCsv(file: CsvFile): void {
  const url = URL.createObjectURL(new Blob([csvText(file)], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${file.name.replace(/[^\w.-]/g, '_')}.csv`
  link.click()
  URL.revokeObjectURL(url)
}

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r\0＝＋－＠]/.test(value) ? `'${value}` : value
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
