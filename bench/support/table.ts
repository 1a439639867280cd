/** One line of the benchmark's table: name, measured value, target. */
export interface Row {
  readonly what: string
  readonly value: string
  readonly figure: string
}

export function printTable(title: string, rows: readonly Row[]): void {
  const width = (of: (row: Row) => string) => Math.max(...rows.map((row) => of(row).length))
  const [what, value] = [width((row) => row.what), width((row) => row.value)]
  console.log(`\n${title}`)
  for (const row of rows) console.log(`  ${row.what.padEnd(what)}  ${row.value.padStart(value)}  ${row.figure}`)
}

export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? Number.NaN
}
