import type { FastifyReply } from 'fastify'

export interface CsvTable {
  /** File name without the ending; carries the scope, since the file has no preamble. */
  readonly name: string
  /** Wire names: the first line. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | boolean | null)[])[]
}

export function writeCsv(reply: FastifyReply, table: CsvTable): FastifyReply {
  return reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${table.name.replace(/[^\w.-]/g, '_')}.csv"`)
    .send(csvText(table))
}

/** RFC 4180 with full precision. Text that a spreadsheet would run as a formula gets a quote in front; numbers stay numbers. */
export function csvText({ columns, rows }: Pick<CsvTable, 'columns' | 'rows'>): string {
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = /^[=+\-@\t\r\0＝＋－＠]/.test(value) ? `'${value}` : value
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
