import type { CsvTable } from '@bx/contracts/tables/csvTable'

/** The points of a chart as words and as rows; the first column names the point. */
export interface FigureTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** The same rows as a file: full values, columns as in all files. */
  readonly csv: Pick<CsvTable, 'columns' | 'rows' | 'of'>
}
