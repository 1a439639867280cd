import { decimalsOf } from '@bx/contracts/currencies'
import { meaningOf, UNITS } from '@bx/contracts/tables/columnMeanings'
import { kindOf } from '@bx/contracts/tables/columns'
import { type CsvTable, type CsvValue, fileName, partWords } from '@bx/contracts/tables/csvTable'
import writeExcelFile, { type Cell, type CellObject } from 'write-excel-file/browser'
import { saveFile } from './saveFile.ts'
import { texts } from './strings.ts'
import { wallClock } from './wallClock.ts'

// A table as an Excel workbook: first what was asked and what the columns mean, then the rows. Imported when it is needed.

export interface Workbook {
  /** Name of the sheet: the view. */
  readonly title: string
  readonly table: CsvTable
  /** What was asked: range, filters, zone and so on. */
  readonly about: readonly (readonly [label: string, value: string])[]
  readonly timeZone: string
  readonly withTotal: boolean
}

/** Rows of a sheet: the whole sheet is in memory, and 10,000 rows take about two seconds. */
export const MOST_ROWS = 10_000

/** Saves a workbook; one with more rows than fit has the first of them, and says so. */
export async function saveWorkbook(workbook: Workbook): Promise<void> {
  const table = limited(workbook.table)
  saveFile(fileName(table, 'xlsx'), await workbookBlob({ ...workbook, table }))
}

export function workbookBlob({ title, table, about, timeZone, withTotal }: Workbook): Promise<Blob> {
  const sheet = sheetName(title)
  return writeExcelFile([
    {
      sheet: sheet === 'About' ? texts.aboutTheFile : texts.about,
      data: aboutRows(title, table, about),
      columns: [{ width: 30 }, { width: 24 }, { width: 90 }],
    },
    {
      sheet,
      data: tableRows(table, timeZone, withTotal),
      columns: table.columns.map((column) => ({ width: WIDE.test(column) ? 28 : Math.max(12, column.length + 2) })),
      stickyRowsCount: 1,
    },
  ]).toBlob()
}

const WIDE = /_name$|^(message|details|reason|target|path)$/

/** The first rows that a sheet may have. */
export function limited(table: CsvTable): CsvTable {
  if (table.rows.length <= MOST_ROWS) return table
  const of = table.of === undefined ? table.rows.length : table.of
  return { ...table, rows: table.rows.slice(0, MOST_ROWS), of }
}

/** What Excel accepts as the name of a sheet. */
export function sheetName(title: string): string {
  return (
    title
      .replace(/[[\]:*?/\\]/g, ' ')
      .slice(0, 31)
      .trim()
      .replace(/^'|'$/g, '') || texts.table
  )
}

function aboutRows(title: string, table: CsvTable, about: Workbook['about']): Cell[][] {
  const part = partWords(table)
  const rows = part ?? texts.rowsOf(table.rows.length.toLocaleString('en-GB'))
  return [
    [bold(title)],
    ...[...about, [texts.rows, rows] as const].map(([label, value]): Cell[] => [text(label), text(value)]),
    [],
    [bold(texts.column), bold(texts.unit), bold(texts.meaning)],
    ...table.columns.map((column) => [text(column), text(UNITS[kindOf(column)]), text(meaningOf(column))]),
  ]
}

function tableRows({ columns, rows, total }: CsvTable, timeZone: string, withTotal: boolean): Cell[][] {
  const currency = columns.indexOf('currency')
  const kinds = columns.map(kindOf)
  const cellsOf = (row: readonly CsvValue[]) => {
    const scope = { timeZone, currency: String(row[currency] ?? '') }
    return row.map((value, i) => cellOf(value, kinds[i]!, scope))
  }
  const totals =
    withTotal && total ? [cellsOf(total).map((cell) => cell && { ...cell, fontWeight: 'bold' as const })] : []
  return [columns.map(bold), ...totals, ...rows.map(cellsOf)]
}

interface Scope {
  readonly timeZone: string
  readonly currency: string
}

function cellOf(value: CsvValue, kind: ReturnType<typeof kindOf>, { timeZone, currency }: Scope): CellObject | null {
  if (value === null) return null
  if (typeof value === 'boolean') return { type: Boolean, value }
  if (kind === 'money') return moneyCell(String(value), currency)
  if (kind === 'day') return { type: Date, value: new Date(`${value}T00:00:00Z`), format: 'yyyy-mm-dd' }
  if (kind === 'instant')
    return { type: Date, value: wallClock(String(value), timeZone), format: 'yyyy-mm-dd hh:mm:ss' }
  if (typeof value === 'string') return text(value)
  if (kind === 'percent') return { type: Number, value: value / 100, format: '0.00##%' }
  if (kind === 'points') return { type: Number, value, format: '+0.00##;-0.00##;0.00' }
  return { type: Number, value, format: Number.isInteger(value) ? '#,##0' : '#,##0.0###' }
}

/** An amount with more digits than a number of Excel has stays text, so that none is lost. */
function moneyCell(amount: string, currency: string): CellObject {
  if (amount.replace(/\D/g, '').replace(/^0+/, '').length > 15) return text(amount)
  const places = Math.max(decimalsOf(currency), amount.split('.')[1]?.length ?? 0)
  return { type: Number, value: Number(amount), format: places === 0 ? '#,##0' : `#,##0.${'0'.repeat(places)}` }
}

function text(value: string): CellObject {
  return { type: String, value }
}

function bold(value: string): CellObject {
  return { type: String, value, fontWeight: 'bold' }
}
