/** A simple reader of RFC 4180, also of files with a byte-order mark. */
export function readCsv(text: string): string[][] {
  const cells = [...text.replace(/^\ufeff/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)]
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of cells) {
    rows.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

/** The rows by the names of their columns. */
export function readCsvRows(text: string): Record<string, string>[] {
  const [columns = [], ...rows] = readCsv(text)
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? ''])))
}
