import { type ColumnKind, kindOf } from '@bx/contracts/tables/columns'
import type { CsvRow, CsvTable, CsvValue } from '@bx/contracts/tables/csvTable'

/** Reads a table that the server wrote for scripts; the first row is the total if it was requested. */
export function readTable(
  text: string,
  name: string,
  { withTotal = false, of }: { withTotal?: boolean; of?: number | null },
): CsvTable {
  const [columns = [], ...lines] = cellsOf(text)
  const kinds = columns.map(kindOf)
  const rows = lines.map((line): CsvRow => line.map((cell, i) => typed(cell, kinds[i] ?? 'text')))
  return withTotal ? { name, columns, rows: rows.slice(1), total: rows[0] ?? null, of } : { name, columns, rows, of }
}

/** RFC 4180. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}

function typed(cell: string, kind: ColumnKind): CsvValue {
  if (cell === '') return null
  if (kind === 'number' || kind === 'percent' || kind === 'points') return Number(cell)
  if (kind === 'flag') return cell === 'true'
  return cell.replace(/^'(?=\s*[=+\-@\t\r\0＝＋－＠])/, '')
}
