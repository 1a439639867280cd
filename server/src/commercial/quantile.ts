/** The value at rank (n + 1) p, interpolated linearly; 0 for no values. */
export function quantile(values: readonly number[], p: number): number {
  if (values.length === 0) return 0
  const sorted = values.toSorted((a, b) => a - b)
  const rank = Math.min(sorted.length, Math.max(1, (sorted.length + 1) * p)) - 1
  const below = Math.floor(rank)
  const above = Math.min(sorted.length - 1, below + 1)
  return sorted[below]! + (rank - below) * (sorted[above]! - sorted[below]!)
}
