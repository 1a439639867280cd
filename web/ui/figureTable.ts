/** The points of a chart as words and as rows; the first column names the point. */
export interface FigureTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Wire names and full values of the same rows. */
  readonly csv: { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | number | null)[])[] }
}
