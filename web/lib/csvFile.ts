import { type CsvTable, fileName } from '@bx/contracts/tables/csvTable'
import { type CsvReader, csvText } from '@bx/contracts/tables/csvText'
import { saveFile } from './saveFile.ts'

/** Saves a table as a file that a spreadsheet of this computer's region opens with a double click. */
export function saveCsv(table: CsvTable, withTotal: boolean): void {
  const text = csvText(table, { reader: readerOf(navigator.language), withTotal })
  saveFile(fileName(table, 'csv'), new Blob([text], { type: 'text/csv;charset=utf-8' }))
}

/** Spreadsheets expect semicolons between cells where a comma is the decimal sign. */
export function readerOf(language: string): CsvReader {
  const parts = numbersOf(language).formatToParts(1.5)
  return parts.some(({ type, value }) => type === 'decimal' && value === ',') ? 'excel_comma' : 'excel'
}

/** A browser without a region names a language that is not one: "en-US@posix". */
function numbersOf(language: string): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(language)
  } catch {
    return new Intl.NumberFormat(language.split(/[^\w-]/)[0])
  }
}
