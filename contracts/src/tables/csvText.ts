import { kindOf } from './columns.ts'
import { type CsvRow, type CsvTable, partWords } from './csvTable.ts'

// How a table is written as CSV. Scripts get RFC 4180; people get what their spreadsheet opens with a double click.

/**
 * Who reads the file. `scripts`: plain RFC 4180. `excel`: with a byte-order mark and quoted text. `excel_comma`: the same for
 * regions that write 1,5 for one and a half; cells are separated by semicolons there.
 */
export const CSV_READERS = ['scripts', 'excel', 'excel_comma'] as const
export type CsvReader = (typeof CSV_READERS)[number]

export interface CsvOptions {
  readonly reader?: CsvReader | undefined
  /** Writes the row of totals, first as on the screen. */
  readonly withTotal?: boolean
}

type Written = Pick<CsvTable, 'columns' | 'rows' | 'total' | 'of'>

/** The text of a file. One for people ends with a line that says which part of the rows it has, if not all. */
export function csvText(table: Written, { reader = 'scripts', withTotal = false }: CsvOptions = {}): string {
  const { columns, rows, total } = table
  const isMoney = columns.map((column) => kindOf(column) === 'money')
  const part = reader === 'scripts' ? null : partWords(table)
  const texts = [
    lineOf(columns, [], reader),
    ...[...(withTotal && total ? [total] : []), ...rows].map((row) => lineOf(row, isMoney, reader)),
    ...(part === null ? [] : [lineOf([part], [], reader)]),
  ]
  return `${reader === 'scripts' ? '' : BYTE_ORDER_MARK}${texts.join('')}`
}

/** Without it Excel reads a file in the encoding of the computer. */
const BYTE_ORDER_MARK = '\ufeff'

function lineOf(row: CsvRow, isMoney: readonly boolean[], reader: CsvReader): string {
  const cells = row.map((value, i) => {
    // Amounts of money are numbers, which are text only because a number of JSON has too few digits.
    if (typeof value === 'string' && !isMoney[i]) return textCell(disarmed(value), reader)
    const number = value === null ? '' : String(value)
    return reader === 'excel_comma' ? number.replace('.', ',') : number
  })
  return `${cells.join(reader === 'excel_comma' ? ';' : ',')}\r\n`
}

function textCell(text: string, reader: CsvReader): string {
  return reader !== 'scripts' || /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Text that a spreadsheet would run as a formula gets a leading quote. Spreadsheets skip blanks before they look for one. */
function disarmed(text: string): string {
  return /^\s*[=+\-@\t\r\0＝＋－＠]/.test(text) ? `'${text}` : text
}
