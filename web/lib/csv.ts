import { type CsvTable, csvText, fileName } from '@bx/contracts/tables/csvTable'

/** Lets the browser save a table as a file. */
export function saveCsv(table: CsvTable): void {
  const url = URL.createObjectURL(new Blob([csvText(table)], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName(table)
  link.click()
  URL.revokeObjectURL(url)
}
