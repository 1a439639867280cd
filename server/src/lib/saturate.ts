/** Sums stop here: JavaScript adds exactly up to it, and the sum of two is far below the limit of a bigint. */
export const MAX_SUM = Number.MAX_SAFE_INTEGER

/** `a + b`, at most MAX_SUM: an absurd number may make one figure wrong, but must not stop the counting of others. */
export function addSaturating(a: number, b: number): number {
  return Math.max(-MAX_SUM, Math.min(MAX_SUM, a + b))
}

/** `set` list of an upsert that adds to the rows `r`, as text for `tx.unsafe`. */
export function addedColumns(columns: readonly string[]): string {
  return columns.map((column) => `${column} = ${saturated(`r.${column} + excluded.${column}`)}`).join(', ')
}

/** An SQL expression, limited to MAX_SUM. */
export function saturated(expression: string): string {
  return `greatest(least(${expression}, ${MAX_SUM}), -${MAX_SUM})`
}
